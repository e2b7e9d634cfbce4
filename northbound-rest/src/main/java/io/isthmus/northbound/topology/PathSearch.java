package io.isthmus.northbound.topology;

import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Overlay;
import io.isthmus.domain.overlay.Protection;
import io.isthmus.domain.path.Tunnel;
import io.isthmus.domain.path.Tunnels;
import io.isthmus.domain.telemetry.LiveQuality;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.telemetry.PathState;
import io.isthmus.northbound.resource.Page;
import io.isthmus.northbound.resource.Paging;
import io.isthmus.northbound.telemetry.PathKeys;
import io.isthmus.northbound.telemetry.QualityView;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds paths in order of edges and links, each once. */
record PathSearch(
    Network network,
    Optional<Name> edge,
    Optional<Name> remoteEdge,
    Optional<PathState> state,
    LiveQuality live) {

  Page<PathView> page(Paging paging) {
    Sweep<PathView> sweep = new Sweep<>(paging);
    Neighbours neighbours = new Neighbours(network);
    for (Name local : network.edges().keySet()) {
      boolean wanted = edge.map(local::equals).orElse(true);
      if (wanted && !sweep.isPast(Position.of(local))) {
        sweep(neighbours, local, sweep);
      }
      if (sweep.isOver()) {
        break;
      }
    }
    return sweep.page();
  }

  private void sweep(Neighbours neighbours, Name local, Sweep<PathView> sweep) {
    for (Name remote : neighbours.of(local)) {
      Position pair = Position.of(local, remote);
      boolean otherSide = edge.isEmpty() && remote.compareTo(local) < 0;
      boolean otherEnd = remoteEdge.map(wanted -> !wanted.equals(remote)).orElse(false);
      if (otherSide || otherEnd || sweep.isPast(pair)) {
        continue;
      }
      for (Counted counted : paths(neighbours.overlays(local), local, remote)) {
        Tunnel tunnel = counted.tunnel();
        Position position =
            Position.of(
                local,
                remote,
                tunnel.localLink().name(),
                tunnel.remoteLink().name(),
                name(tunnel.protection()));
        if (!sweep.isPast(position)) {
          PathView view = view(counted);
          if (isWanted(view)) {
            sweep.add(position, view);
          }
        }
      }
      sweep.looked(pair);
      if (sweep.isOver()) {
        return;
      }
    }
    sweep.looked(Position.of(local));
  }

  private Collection<Counted> paths(List<Declared<Overlay>> overlays, Name local, Name remote) {
    SortedMap<String, Counted> paths = new TreeMap<>();
    for (Declared<Overlay> overlay : overlays) {
      for (Tunnel tunnel : Tunnels.between(network, overlay, local, remote)) {
        paths.merge(key(tunnel), new Counted(tunnel, 1), Counted::plus);
      }
    }
    return paths.values().stream()
        .sorted(
            Comparator.comparing((Counted counted) -> counted.tunnel().localLink().name())
                .thenComparing(counted -> counted.tunnel().remoteLink().name())
                .thenComparing(counted -> name(counted.tunnel().protection())))
        .toList();
  }

  private static String key(Tunnel tunnel) {
    return tunnel.localLink().name() + "/" + tunnel.remoteLink().name() + "/" + tunnel.protection();
  }

  private static Name name(Protection protection) {
    return Name.of(protection.name().toLowerCase(Locale.ROOT));
  }

  private boolean isWanted(PathView view) {
    return state
        .map(wanted -> view.quality().state() == wanted || view.remoteQuality().state() == wanted)
        .orElse(true);
  }

  private PathView view(Counted counted) {
    Tunnel tunnel = counted.tunnel();
    PathKey key = PathKeys.of(network.tenant(), tunnel);
    return new PathView(
        PathKeys.text(key),
        EndView.of(tunnel.localEdge(), tunnel.localLink()),
        EndView.of(tunnel.remoteEdge(), tunnel.remoteLink()),
        tunnel.protection(),
        counted.overlays(),
        QualityView.of(live, key),
        QualityView.of(live, PathKeys.reversed(key)));
  }

  /** A tunnel over a path, and how many overlays have one. */
  private record Counted(Tunnel tunnel, int overlays) {
    Counted plus(Counted other) {
      return new Counted(tunnel, overlays + other.overlays);
    }
  }
}
