package io.isthmus.domain.reconcile;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.plan.EdgePlan;
import io.isthmus.domain.plan.PlannedResource;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.topology.EdgeKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an edge may speak of: the paths, tunnels, classes and remote edges of its plan. What was in
 * its plan until lately counts too, since the edge may not have heard of the newer one. Immutable.
 */
public final class EdgeTerms {
  /** How long an edge may speak of what it is to carry no more. */
  static final Duration REMEMBERED = Duration.ofSeconds(30);

  private final EdgePlan plan;
  private final Map<String, Term> terms;

  /** An overlay over one path. */
  public record Tunnel(Name overlay, PathKey path) {}

  /** A word with its meaning; {@code until} is when it is to be forgotten. */
  private record Term(Object meaning, Instant until) {}

  private EdgeTerms(EdgePlan plan, Map<String, Term> terms) {
    this.plan = plan;
    this.terms = terms;
  }

  /**
   * @param before the terms of the plan before; null when there was none
   */
  static EdgeTerms of(EdgePlan plan, @Nullable EdgeTerms before, Instant now) {
    Map<String, Term> terms = new HashMap<>();
    EdgeKey edge = plan.edge();
    for (PlannedResource resource : spokenOf(plan)) {
      Object meaning =
          switch (resource) {
            case PlannedResource.Path path ->
                new PathKey(
                    edge,
                    path.localWanLink(),
                    path.remoteEdge(),
                    path.remoteWanLink(),
                    path.protection());
            case PlannedResource.Tunnel tunnel ->
                new Tunnel(
                    tunnel.overlay(),
                    new PathKey(
                        edge,
                        tunnel.localWanLink(),
                        tunnel.remoteEdge(),
                        tunnel.remoteWanLink(),
                        tunnel.protection()));
            case PlannedResource.TrafficClass trafficClass -> trafficClass.name();
            case PlannedResource.RemoteEdge remote -> remote.name();
            case PlannedResource.Settings settings -> throw unexpected(settings);
            case PlannedResource.WanLink link -> throw unexpected(link);
            case PlannedResource.LanSegment segment -> throw unexpected(segment);
            case PlannedResource.Steering steering -> throw unexpected(steering);
            case PlannedResource.Application application -> throw unexpected(application);
          };
      terms.put(resource.key(), new Term(meaning, Instant.MAX));
    }
    if (before != null) {
      Instant end = now.plus(REMEMBERED);
      before.terms.forEach((key, term) -> {
        Instant until = term.until().isBefore(end) ? term.until() : end;
        if (until.isAfter(now)) {
          terms.putIfAbsent(key, new Term(term.meaning(), until));
        }
      });
    }
    return new EdgeTerms(plan, terms);
  }

  /** Kinds are grouped by key, so each is a range. */
  private static List<PlannedResource> spokenOf(EdgePlan plan) {
    return List.of("path", "tunnel", "traffic-class", "remote-edge").stream()
        .flatMap(kind -> plan.resources().subMap(kind + "/", kind + "0").values().stream())
        .toList();
  }

  private static IllegalStateException unexpected(PlannedResource resource) {
    return new IllegalStateException("the key " + resource.key() + " is of another kind");
  }

  boolean isOf(EdgePlan other) {
    return plan == other;
  }

  /** The path of that key. */
  public Optional<PathKey> path(String key) {
    return find(key, PathKey.class);
  }

  /** The tunnel of that key. */
  public Optional<Tunnel> tunnel(String key) {
    return find(key, Tunnel.class);
  }

  public Optional<Name> trafficClass(String name) {
    return find("traffic-class/" + name, Name.class);
  }

  public Optional<Name> remoteEdge(String name) {
    return find("remote-edge/" + name, Name.class);
  }

  /** All paths, those of lately included. */
  Set<PathKey> paths() {
    Set<PathKey> paths = new HashSet<>();
    for (Term term : terms.values()) {
      if (term.meaning() instanceof PathKey path) {
        paths.add(path);
      }
    }
    return paths;
  }

  /** The overlays that have a tunnel on the path, in order. */
  List<Name> overlaysOn(PathKey path) {
    Set<Name> overlays = new TreeSet<>();
    for (Term term : terms.values()) {
      if (term.meaning() instanceof Tunnel tunnel && tunnel.path().equals(path)) {
        overlays.add(tunnel.overlay());
      }
    }
    return List.copyOf(overlays);
  }

  private <T> Optional<T> find(String key, Class<T> kind) {
    Term term = terms.get(key);
    return term == null
        ? Optional.empty()
        : Optional.of(term.meaning()).filter(kind::isInstance).map(kind::cast);
  }
}
