package io.isthmus.northbound.telemetry;

import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.net.Nearest;
import io.isthmus.domain.overlay.Overlay;
import io.isthmus.domain.path.Tunnel;
import io.isthmus.domain.path.Tunnels;
import io.isthmus.domain.telemetry.MeasurementQuery;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.traffic.TrafficClass;
import io.isthmus.domain.traffic.WeightedOverlay;
import io.isthmus.northbound.problem.ProblemException;
import io.isthmus.northbound.resource.Missing;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds the paths whose measurements are asked for, and the overlays that make them so.
 *
 * @param sourceEdge only what this edge measured
 * @param destinationEdge only paths to this edge
 */
record MeasuredPaths(Network network, Optional<Name> sourceEdge, Optional<Name> destinationEdge) {

  /** A path that is declared now, or was once: its history outlives it. */
  SortedMap<PathKey, SortedSet<Name>> ofPath(PathKey path) {
    SortedMap<PathKey, SortedSet<Name>> found = new TreeMap<>();
    found.put(path, new TreeSet<>());
    for (Declared<Overlay> overlay : network.overlays().values()) {
      if (overlay.value().hasMember(path.edge().edge())
          && overlay.value().hasMember(path.remoteEdge())) {
        for (Tunnel tunnel :
            Tunnels.between(network, overlay, path.edge().edge(), path.remoteEdge())) {
          if (PathKeys.of(network.tenant(), tunnel).equals(path)) {
            found.computeIfAbsent(path, any -> new TreeSet<>()).add(tunnel.overlay());
          }
        }
      }
    }
    return found;
  }

  /**
   * What was measured of a path that is declared no more is shown; what never was a path is a
   * typing error.
   */
  void requireKnown(String parameter, PathKey path, Predicate<PathKey> wasMeasured) {
    Name local = path.edge().edge();
    Set<String> declared = declaredBetween(local, path.remoteEdge());
    if (declared.contains(path.text()) || wasMeasured.test(path)) {
      return;
    }
    requireExists(Kind.EDGE, parameter, local);
    requireExists(Kind.EDGE, parameter, path.remoteEdge());
    throw ProblemException.ofParameter(
        parameter,
        "UNKNOWN_REFERENCE",
        "there is no path %s in tenant %s, and nothing was measured of it: %scheck its key"
            .formatted(path.text(), network.tenant(), Nearest.question(path.text(), declared)));
  }

  private Set<String> declaredBetween(Name local, Name remote) {
    return network.overlays().values().stream()
        .filter(overlay -> !local.equals(remote))
        .filter(overlay -> overlay.value().hasMember(local) && overlay.value().hasMember(remote))
        .flatMap(overlay -> Tunnels.between(network, overlay, local, remote).stream())
        .map(tunnel -> PathKeys.of(network.tenant(), tunnel).text())
        .collect(Collectors.toSet());
  }

  SortedMap<PathKey, SortedSet<Name>> ofTunnel(PathKeys.OnOverlay tunnel) {
    requireExists(Kind.OVERLAY, "tunnel", tunnel.overlay());
    SortedMap<PathKey, SortedSet<Name>> found = new TreeMap<>();
    found.put(tunnel.path(), new TreeSet<>(List.of(tunnel.overlay())));
    return found;
  }

  SortedMap<PathKey, SortedSet<Name>> ofOverlay(Name overlay) {
    requireExists(Kind.OVERLAY, "overlay", overlay);
    SortedMap<PathKey, SortedSet<Name>> found = new TreeMap<>();
    add(overlay, "overlay", found);
    return found;
  }

  /** Of every tunnel that may carry the class. */
  SortedMap<PathKey, SortedSet<Name>> ofClass(Name name) {
    requireExists(Kind.TRAFFIC_CLASS, "trafficClass", name);
    SortedMap<PathKey, SortedSet<Name>> found = new TreeMap<>();
    Declared<TrafficClass> declared = network.trafficClasses().get(name);
    if (declared != null) {
      for (WeightedOverlay entry : declared.value().steering().overlays()) {
        add(entry.overlay(), "trafficClass", found);
      }
    }
    return found;
  }

  void requireExists(Kind kind, String parameter, Name name) {
    if (!network.resources(kind).containsKey(name)) {
      throw Missing.parameter(parameter, network, kind, name);
    }
  }

  private void add(Name name, String parameter, SortedMap<PathKey, SortedSet<Name>> found) {
    Declared<Overlay> overlay = network.overlays().get(name);
    if (overlay == null) {
      return;
    }
    List<Name> edges = overlay.value().edges();
    for (Name local : sourceEdge.map(List::of).orElse(edges)) {
      for (Name remote : destinationEdge.map(List::of).orElse(edges)) {
        boolean pair =
            !local.equals(remote)
                && overlay.value().hasMember(local)
                && overlay.value().hasMember(remote);
        if (pair) {
          Tunnels.between(network, overlay, local, remote)
              .forEach(tunnel ->
                  found
                      .computeIfAbsent(
                          PathKeys.of(network.tenant(), tunnel), any -> new TreeSet<>())
                      .add(name));
          requireFew(found.size(), parameter);
        }
      }
    }
  }

  private static void requireFew(int paths, String parameter) {
    if (paths > MeasurementQuery.MOST_POINTS) {
      throw ProblemException.ofParameter(
          parameter,
          "TOO_MANY_POINTS",
          "more than %d paths are meant: give sourceEdge or destinationEdge too"
              .formatted(MeasurementQuery.MOST_POINTS));
    }
  }
}
