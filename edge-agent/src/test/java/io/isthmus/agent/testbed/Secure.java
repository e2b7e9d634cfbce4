package io.isthmus.agent.testbed;

import com.google.protobuf.ByteString;
import io.isthmus.agent.wireguard.Key;
import io.isthmus.southbound.api.v1.ConfigResource;
import io.isthmus.southbound.api.v1.Path;
import io.isthmus.southbound.api.v1.PathProtection;
import io.isthmus.southbound.api.v1.WanLink;
import io.isthmus.southbound.api.v1.WireGuardInterface;
import io.isthmus.southbound.api.v1.WireGuardPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a controller does for edges 1 and 2 of a testbed whose paths are encrypted: it asks for
 * keys, tells each edge of the other's, and moves both from one generation to the next.
 */
public final class Secure {

  /** What fits an underlay of 1500 bytes, over IPv4 and IPv6. */
  private static final int INSIDE_MTU = 1_420;

  private final Testbed testbed;
  private final Map<Integer, List<ConfigResource>> plain = new TreeMap<>();
  private List<Integer> generations = List.of(1);
  private int active = 1;
  private int probeIntervalMillis;
  private boolean roaming1;

  public Secure(Testbed testbed, List<ConfigResource> mesh1, List<ConfigResource> mesh2) {
    this.testbed = testbed;
    plain.put(1, mesh1);
    plain.put(2, mesh2);
  }

  public Secure probing(int intervalMillis) {
    probeIntervalMillis = intervalMillis;
    return this;
  }

  /** Edge 1 may change its addresses. */
  public Secure roaming() {
    roaming1 = true;
    return this;
  }

  /** The generations that are to have interfaces, and the one that is sent by. */
  public Secure generations(int active, Integer... all) {
    this.active = active;
    this.generations = List.of(all);
    return this;
  }

  /** Makes the edges have keys of these generations, without using them. */
  public void makeKeys() {
    for (int number : plain.keySet()) {
      Edge edge = edge(number);
      edge.apply(
          edge.keys().isEmpty() ? keysOnly(number) : resources(number, edge(3 - number).keys()));
    }
  }

  /** The keys of one edge alone. */
  public List<Key> makeKeys(int number) {
    edge(number).apply(keysOnly(number));
    return edge(number).keys();
  }

  private List<ConfigResource> keysOnly(int number) {
    List<ConfigResource> resources = new ArrayList<>();
    for (ConfigResource resource : plain.get(number)) {
      if (resource.hasWanLink()) {
        WanLink.Builder link = resource.getWanLink().toBuilder().setWireguardGeneration(1);
        roam(number, link);
        resources.add(resource.toBuilder().setWanLink(link).build());
      } else if (resource.hasSettings() || resource.hasLanSegment()) {
        resources.add(resource);
      }
    }
    return resources;
  }

  public void apply() {
    Map<Integer, List<Key>> keys = Map.of(1, edge(1).keys(), 2, edge(2).keys());
    for (int number : plain.keySet()) {
      edge(number).apply(resources(number, keys.get(3 - number)));
    }
  }

  /** What edge {@code number} is told, with the other's keys. */
  public List<ConfigResource> resources(int number, List<Key> others) {
    List<ConfigResource> resources = new ArrayList<>();
    for (ConfigResource resource : plain.get(number)) {
      switch (resource.getBodyCase()) {
        case SETTINGS -> resources.add(settings(resource));
        case WAN_LINK -> resources.add(link(number, resource));
        case PATH -> resources.add(path(number, resource, others));
        default -> resources.add(resource);
      }
    }
    return resources;
  }

  /** VXLAN over IPv6 takes 70 bytes of what the interfaces carry. */
  private static ConfigResource settings(ConfigResource resource) {
    return resource.toBuilder()
        .setSettings(resource.getSettings().toBuilder().setOverlayMtu(INSIDE_MTU - 70))
        .build();
  }

  private ConfigResource link(int number, ConfigResource resource) {
    WanLink.Builder link =
        resource.getWanLink().toBuilder().setWireguardGeneration(generations.getLast());
    for (int generation : generations) {
      link.addWireguardInterfaces(
          WireGuardInterface.newBuilder()
              .setGeneration(generation)
              .setAddress(inside(number, link.getNumber(), generation))
              .setMtu(INSIDE_MTU));
    }
    roam(number, link);
    return resource.toBuilder().setWanLink(link).build();
  }

  private void roam(int number, WanLink.Builder link) {
    if (roaming1 && number == 1) {
      link.setRoaming(true).clearAddress();
    }
  }

  private ConfigResource path(int number, ConfigResource resource, List<Key> others) {
    Path.Builder path =
        resource.getPath().toBuilder()
            .setProtection(PathProtection.PATH_PROTECTION_WIREGUARD)
            .setProbeIntervalMillis(probeIntervalMillis)
            .setLocalGeneration(active)
            .setRemoteGeneration(active);
    int link = path.getRemoteWanLink().equals("wan0") ? 1 : 2;
    for (Key key : others) {
      if (key.link() == link && generations.contains(key.generation())) {
        path.addPeers(
            WireGuardPeer.newBuilder()
                .setGeneration(key.generation())
                .setPublicKey(ByteString.copyFrom(key.publicKey().bytes()))
                .setAddress(inside(3 - number, link, key.generation()))
                .setEndpointPort(key.listenPort()));
      }
    }
    if (roaming1 && number == 2) {
      path.clearRemoteAddress();
    }
    return resource.toBuilder().setPath(path).build();
  }

  public static String inside(int edge, int link, int generation) {
    return "fd69:7374:7767:" + edge + "::" + link + ":" + generation;
  }

  private Edge edge(int number) {
    return number == 1 ? testbed.edge1() : testbed.edge2();
  }
}
