package io.isthmus.agent.desired;

import io.isthmus.agent.desired.Catalog.Keyed;
import io.isthmus.agent.desired.Resource.RemoteEdge;
import io.isthmus.agent.desired.Resource.Settings;
import io.isthmus.agent.desired.Resource.Tunnel;
import io.isthmus.agent.net.Instance;
import io.isthmus.agent.net.Prefix;
import io.isthmus.agent.netlink.KernelObject;
import io.isthmus.agent.netlink.KernelObject.DeviceAddress;
import io.isthmus.agent.netlink.KernelObject.DropHop;
import io.isthmus.agent.netlink.KernelObject.Encapsulation;
import io.isthmus.agent.netlink.KernelObject.Neighbour;
import io.isthmus.agent.netlink.KernelObject.Route;
import io.isthmus.agent.netlink.KernelObject.ToHop;
import io.isthmus.agent.netlink.KernelObject.ToSelf;
import io.isthmus.agent.netlink.KernelObject.TunnelHop;
import io.isthmus.agent.netlink.KernelObject.Vni;
import io.isthmus.agent.netlink.KernelObject.VxlanDevice;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The VXLAN device and what makes tunnels of it: a neighbour for each edge, a next hop for each
 * tunnel, and the way to each tunnel's far address. Gives out numbers of next hops.
 */
final class TunnelBlocks {

  private static final int LINK_LOCAL_LENGTH = 64;

  private final Catalog catalog;
  private final Settings settings;
  private final HopIds hopIds;
  private final DesiredState previous;
  private final Instance instance;
  private final Blocks blocks;
  private final Map<String, TunnelHop> hops = new HashMap<>();

  TunnelBlocks(
      Catalog catalog,
      Settings settings,
      HopIds hopIds,
      DesiredState previous,
      Instance instance,
      Blocks blocks) {
    this.catalog = catalog;
    this.settings = settings;
    this.hopIds = hopIds;
    this.previous = previous;
    this.instance = instance;
    this.blocks = blocks;
  }

  /** Comes first: all else hangs on it. */
  void addDevice() {
    int own = settings.edgeNumber();
    blocks.add(
        Blocks.key("settings", "device"),
        settings,
        () ->
            List.of(
                new VxlanDevice(
                    instance.device(),
                    Numbering.mac(own),
                    settings.overlayMtu(),
                    settings.vxlanPort(),
                    true),
                new DeviceAddress(instance.device(), Numbering.linkLocal(own), LINK_LOCAL_LENGTH),
                new Route(
                    Numbering.tunnelAddresses(own), Numbering.LOCAL_TABLE, new ToSelf(), null)));
  }

  void addTunnels() {
    catalog.remoteEdges.values().forEach(this::neighbour);
    vnis();
    catalog.tunnels.values().forEach(this::tunnel);
    tunnelAddresses();
    dropHop();
  }

  /** Of a tunnel that was added. */
  int hop(String tunnelKey) {
    return Catalog.known(hops.get(tunnelKey), tunnelKey).id();
  }

  private void neighbour(Keyed<RemoteEdge> edge) {
    int number = edge.value().edgeNumber();
    blocks.add(
        Blocks.key(edge.key(), "neighbour"),
        number,
        () ->
            List.of(
                new Neighbour(
                    instance.device(), Numbering.linkLocal(number), Numbering.mac(number))));
  }

  private void vnis() {
    List<Integer> vnis =
        catalog.tunnels.values().stream().map(t -> t.value().vni()).distinct().sorted().toList();
    blocks.add(
        "vnis",
        vnis,
        () -> vnis.stream().map(v -> (KernelObject) new Vni(instance.device(), v)).toList());
  }

  private void tunnel(Keyed<Tunnel> keyed) {
    Tunnel tunnel = keyed.value();
    Outer outer = Catalog.known(Outer.of(catalog, tunnel).orElse(null), keyed.key());
    Encapsulation encapsulation =
        new Encapsulation(
            instance.device(),
            Numbering.linkLocal(catalog.remoteEdge(tunnel.remoteEdge()).edgeNumber()),
            tunnel.vni(),
            outer.source(),
            outer.destination());
    TunnelHop hop = new TunnelHop(hopIds.idOf(encapsulation, before(keyed)), encapsulation);
    KernelObject kept =
        blocks.add(Blocks.key(keyed.key(), Blocks.HOP), hop, () -> List.of(hop)).getFirst();
    hops.put(keyed.key(), (TunnelHop) kept);
  }

  /** What the tunnel was, where it was encrypted: other generations are no other tunnel. */
  private @Nullable Encapsulation before(Keyed<Tunnel> keyed) {
    return previous
        .only(Blocks.key(keyed.key(), Blocks.HOP))
        .map(hop -> ((TunnelHop) hop).encapsulation())
        .filter(e -> Numbering.INSIDE_ADDRESSES.contains(e.source()))
        .orElse(null);
  }

  /** An overlay and an edge that it leads to. */
  private record Leg(String overlay, String remoteEdge) {}

  /** Each overlay can be pinged: the far tunnel address goes by the overlay's first tunnel. */
  private void tunnelAddresses() {
    Map<Leg, Keyed<Tunnel>> first = new LinkedHashMap<>();
    for (Keyed<Tunnel> tunnel : catalog.tunnels.values()) {
      first.putIfAbsent(new Leg(tunnel.value().overlay(), tunnel.value().remoteEdge()), tunnel);
    }
    for (Keyed<Tunnel> keyed : first.values()) {
      TunnelHop hop = Catalog.known(hops.get(keyed.key()), keyed.key());
      blocks.add(
          Blocks.key(keyed.key(), "address"),
          hop,
          () -> List.of(tunnelAddress(keyed.value(), hop.id())));
    }
  }

  private Route tunnelAddress(Tunnel tunnel, int hop) {
    int number = catalog.remoteEdge(tunnel.remoteEdge()).edgeNumber();
    Prefix address = Prefix.host(Numbering.tunnelAddress(number, tunnel.vni()));
    return new Route(address, Numbering.tunnelAddressTable(instance), new ToHop(hop), null);
  }

  private void dropHop() {
    int id = Numbering.dropHop(instance);
    blocks.add(Blocks.DROP, id, () -> List.of(new DropHop(id)));
  }
}
