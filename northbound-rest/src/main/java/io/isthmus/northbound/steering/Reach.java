package io.isthmus.northbound.steering;

import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Overlay;
import io.isthmus.domain.path.Tunnels;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.WanLink;
import io.isthmus.domain.traffic.SteeringDecision;
import io.isthmus.domain.traffic.WeightedOverlay;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a decision leads anywhere. Reaching is mutual, in links and in topologies, so the
 * direction does not matter.
 */
final class Reach {
  private final Network network;

  Reach(Network network) {
    this.network = network;
  }

  /** Whether one of the decision's overlays joins at least one pair of edges that it covers. */
  boolean isAnywhere(SteeringDecision decision) {
    for (WeightedOverlay entry : decision.overlays()) {
      Declared<Overlay> overlay = network.overlays().get(entry.overlay());
      if (overlay != null && joinsAny(overlay, decision)) {
        return true;
      }
    }
    return false;
  }

  private boolean joinsAny(Declared<Overlay> overlay, SteeringDecision decision) {
    Optional<Name> source = decision.sourceEdge();
    Optional<Name> destination = decision.destinationEdge();
    if (source.isPresent() && destination.isPresent()) {
      return canReach(overlay, source.get(), destination.get());
    }
    Optional<Name> end = source.or(() -> destination);
    return end.isPresent()
        ? hasNeighbour(overlay.value(), end.get())
        : hasAnyTunnel(overlay.value());
  }

  /** Whether keys are known yet is no matter: they come, and the decision is in force then. */
  private boolean canReach(Declared<Overlay> overlay, Name source, Name destination) {
    if (overlay.value().joins(source, destination)) {
      return !Tunnels.declared(network, overlay, source, destination).isEmpty();
    }
    return overlay.value().hasMember(source)
        && overlay.value().hasMember(destination)
        && overlay.value().hubs().stream()
            .anyMatch(hub ->
                !Tunnels.declared(network, overlay, source, hub).isEmpty()
                    && !Tunnels.declared(network, overlay, hub, destination).isEmpty());
  }

  /** A member that reaches any other has a tunnel of its own: to a hub, or to its peer. */
  private boolean hasNeighbour(Overlay overlay, Name member) {
    if (!overlay.hasMember(member)) {
      return false;
    }
    boolean toAll = overlay.hubs().isEmpty() || overlay.isHub(member);
    List<Name> others = toAll ? overlay.edges() : overlay.hubs();
    List<WanLink> links = links(overlay, member);
    return others.stream()
        .filter(other -> !other.equals(member))
        .anyMatch(other -> reach(overlay, links, links(overlay, other)));
  }

  /**
   * In a mesh, each edge is compared with one link of every kind that came before it, of which
   * there are few, and not with every edge.
   */
  private boolean hasAnyTunnel(Overlay overlay) {
    if (!overlay.hubs().isEmpty()) {
      return overlay.hubs().stream().anyMatch(hub -> hasNeighbour(overlay, hub));
    }
    List<WanLink> seen = new ArrayList<>();
    for (Name member : overlay.edges()) {
      List<WanLink> links = links(overlay, member);
      if (reach(overlay, links, seen)) {
        return true;
      }
      links.stream()
          .filter(link -> seen.stream().noneMatch(other -> isSameKind(link, other)))
          .forEach(seen::add);
    }
    return false;
  }

  private static boolean isSameKind(WanLink link, WanLink other) {
    return link.transport() == other.transport()
        && link.access() == other.access()
        && link.mobility() == other.mobility()
        && link.family().equals(other.family());
  }

  private List<WanLink> links(Overlay overlay, Name edge) {
    return network.findEdge(edge).map(Edge::wanLinks).orElse(List.of()).stream()
        .filter(link -> overlay.runsOver(link.transport()))
        .toList();
  }

  private static boolean reach(Overlay overlay, List<WanLink> links, List<WanLink> others) {
    return links.stream()
        .anyMatch(link -> others.stream().anyMatch(other -> Tunnels.carries(overlay, link, other)));
  }
}
