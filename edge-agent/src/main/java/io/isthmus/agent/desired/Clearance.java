package io.isthmus.agent.desired;

import io.isthmus.agent.desired.Catalog.Keyed;
import io.isthmus.agent.desired.Resource.Encrypted;
import io.isthmus.agent.desired.Resource.Path;
import io.isthmus.agent.desired.Resource.Plain;
import io.isthmus.agent.desired.Resource.RemoteKey;
import io.isthmus.agent.desired.Resource.Tunnel;
import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.nft.Policy.Tunnels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which virtual networks are taken from whom, in clear and from within WireGuard. */
final class Clearance {

  private final Map<IpAddress, TreeSet<Integer>> vnis = new TreeMap<>();

  private Clearance() {}

  static List<Tunnels> outside(Catalog catalog) {
    Clearance clearance = new Clearance();
    for (Keyed<Tunnel> tunnel : catalog.tunnels.values()) {
      Keyed<Path> path = catalog.paths.get(tunnel.value().pathKey());
      if (path != null && path.value().protection() instanceof Plain) {
        IpAddress remote = path.value().remoteAddress();
        if (remote != null) {
          clearance.add(remote, tunnel.value().vni());
        }
      }
    }
    return clearance.grouped();
  }

  /** Of every generation: a neighbour may be ahead of us, or behind. */
  static List<Tunnels> inside(Catalog catalog) {
    Clearance clearance = new Clearance();
    for (Keyed<Tunnel> tunnel : catalog.tunnels.values()) {
      Keyed<Path> path = catalog.paths.get(tunnel.value().pathKey());
      if (path != null && path.value().protection() instanceof Encrypted encrypted) {
        for (RemoteKey peer : encrypted.peers()) {
          clearance.add(peer.address(), tunnel.value().vni());
        }
      }
    }
    return clearance.grouped();
  }

  private void add(IpAddress peer, int vni) {
    vnis.computeIfAbsent(peer, p -> new TreeSet<>()).add(vni);
  }

  /** Peers with the same networks together, so that one rule serves them. */
  private List<Tunnels> grouped() {
    Map<List<Integer>, List<IpAddress>> peers = new LinkedHashMap<>();
    vnis.forEach((peer, networks) ->
        peers.computeIfAbsent(List.copyOf(networks), n -> new ArrayList<>()).add(peer));
    List<Tunnels> tunnels = new ArrayList<>();
    peers.forEach((networks, of) -> tunnels.add(new Tunnels(of, networks)));
    return tunnels;
  }
}
