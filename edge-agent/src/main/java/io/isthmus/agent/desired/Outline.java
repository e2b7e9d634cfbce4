package io.isthmus.agent.desired;

import io.isthmus.agent.desired.Catalog.Keyed;
import io.isthmus.agent.net.Instance;
import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.net.Prefix;
import io.isthmus.agent.netlink.KernelObject.Encapsulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a configuration says, in the words of people, for those who look at an edge. */
public record Outline(
    int edgeNumber,
    List<Wan> wanLinks,
    List<TrafficClass> classes,
    List<Tunnel> tunnels,
    List<Steering> steerings) {

  /** Without an address where it may change. */
  public record Wan(String name, String device, @Nullable IpAddress address, int number) {}

  public record TrafficClass(String name, int number) {}

  public record Tunnel(String key, String overlay, String remoteEdge, Encapsulation content) {}

  /** A class towards an edge, with the number of the group that carries it. */
  public record Steering(
      String trafficClass,
      int number,
      String edge,
      int edgeNumber,
      List<Prefix> prefixes,
      int group) {

    /** The class as packets are marked with it. */
    public int markedClass() {
      return Numbering.markedNumber(number);
    }
  }

  /** Leaves out what is not whole. */
  public static Outline of(ConfigSet config, Instance instance) {
    Catalog catalog = new Catalog(config);
    List<Tunnel> tunnels = new ArrayList<>();
    for (Keyed<Resource.Tunnel> tunnel : catalog.tunnels.values()) {
      tunnel(catalog, instance.device(), tunnel, tunnels);
    }
    List<Steering> steerings = new ArrayList<>();
    for (Keyed<Resource.Steering> keyed : catalog.steerings) {
      Resource.Steering steering = keyed.value();
      Keyed<Resource.TrafficClass> trafficClass = catalog.classes.get(steering.trafficClass());
      Keyed<Resource.RemoteEdge> edge = catalog.remoteEdges.get(steering.destinationEdge());
      if (trafficClass != null && edge != null) {
        int group =
            Numbering.group(instance, trafficClass.value().number(), edge.value().edgeNumber());
        steerings.add(
            new Steering(
                steering.trafficClass(),
                trafficClass.value().number(),
                steering.destinationEdge(),
                edge.value().edgeNumber(),
                edge.value().lanPrefixes(),
                group));
      }
    }
    return new Outline(
        catalog.settings.map(Resource.Settings::edgeNumber).orElse(0),
        catalog.wanLinks.values().stream()
            .map(Keyed::value)
            .map(w -> new Wan(w.name(), w.device(), w.address(), w.number()))
            .toList(),
        catalog.classes.values().stream()
            .map(c -> new TrafficClass(c.value().name(), c.value().number()))
            .toList(),
        tunnels,
        steerings);
  }

  private static void tunnel(
      Catalog catalog, String device, Keyed<Resource.Tunnel> keyed, List<Tunnel> tunnels) {
    Resource.Tunnel tunnel = keyed.value();
    Keyed<Resource.RemoteEdge> edge = catalog.remoteEdges.get(tunnel.remoteEdge());
    Optional<Outer> outer = Outer.of(catalog, tunnel);
    if (edge == null || outer.isEmpty()) {
      return;
    }
    tunnels.add(
        new Tunnel(
            keyed.key(),
            tunnel.overlay(),
            tunnel.remoteEdge(),
            new Encapsulation(
                device,
                Numbering.linkLocal(edge.value().edgeNumber()),
                tunnel.vni(),
                outer.get().source(),
                outer.get().destination())));
  }
}
