package io.isthmus.domain.overlay;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.net.Vni;
import io.isthmus.domain.topology.Transport;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An overlay network (ON-1, ON-2 … of the paper): member edges joined by tunnels over the paths of
 * the named transports.
 *
 * @param edges members, at least two, in order of name
 * @param hubs members that join the others, in order of preference; empty in a full mesh
 * @param transports labels that the tunnels may run over; empty for all
 * @param encryption what of it is to be encrypted
 * @param vni absent only in a declaration that leaves the choice to the controller
 */
public record Overlay(
    Name name,
    OverlayTopology topology,
    List<Name> edges,
    List<Name> hubs,
    List<Transport> transports,
    Encryption encryption,
    Optional<Vni> vni) {
  public Overlay {
    requireDistinct(name, "edge", edges);
    requireDistinct(name, "hub", hubs);
    requireDistinct(name, "transport", transports);
    edges = edges.stream().sorted().toList();
    hubs = List.copyOf(hubs);
    transports = transports.stream().sorted().toList();
    requireMembers(name, topology, edges, hubs);
  }

  private static void requireMembers(
      Name name, OverlayTopology topology, List<Name> edges, List<Name> hubs) {
    if (edges.size() < 2) {
      throw new InvalidValue(
          "OVERLAY_NEEDS_TWO_EDGES",
          "overlay %s has %d edge: name at least two in edges".formatted(name, edges.size()));
    }
    if (topology == OverlayTopology.FULL_MESH && !hubs.isEmpty()) {
      throw new InvalidValue(
          "HUBS_IN_FULL_MESH",
          "overlay %s is a full mesh and has hubs: leave hubs out or set topology to HUB_AND_SPOKE"
              .formatted(name));
    }
    if (topology == OverlayTopology.HUB_AND_SPOKE && hubs.isEmpty()) {
      throw new InvalidValue(
          "HUB_MISSING",
          "overlay %s is hub and spoke without a hub: name one of its edges in hubs"
              .formatted(name));
    }
    for (Name hub : hubs) {
      if (!edges.contains(hub)) {
        throw new InvalidValue(
            "HUB_NOT_A_MEMBER",
            "hub %s of overlay %s is not among its edges: add it to edges".formatted(hub, name));
      }
    }
  }

  private static <T> void requireDistinct(Name name, String what, List<T> items) {
    Set<T> seen = new HashSet<>();
    for (T item : items) {
      if (!seen.add(item)) {
        throw new InvalidValue(
            "DUPLICATE", "overlay %s names %s %s twice".formatted(name, what, item));
      }
    }
  }

  public Overlay withVni(Vni allocated) {
    return new Overlay(name, topology, edges, hubs, transports, encryption, Optional.of(allocated));
  }

  public boolean hasMember(Name edge) {
    // Asked for each pair of members, so that a search through all would make planning cubic.
    return Collections.binarySearch(edges, edge) >= 0;
  }

  public boolean isHub(Name edge) {
    return hubs.contains(edge);
  }

  /** Whether tunnels of this overlay join the two members directly. */
  public boolean joins(Name one, Name other) {
    boolean meshed = topology == OverlayTopology.FULL_MESH || isHub(one) || isHub(other);
    return !one.equals(other) && hasMember(one) && hasMember(other) && meshed;
  }

  public boolean runsOver(Transport transport) {
    return transports.isEmpty() || transports.contains(transport);
  }
}
