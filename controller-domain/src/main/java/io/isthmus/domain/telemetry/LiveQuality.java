package io.isthmus.domain.telemetry;

import io.isthmus.domain.topology.EdgeKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The newest of every path, as edges that are connected to this controller tell it. In memory, and
 * of no more paths than are asked to be kept. Safe for any thread; nothing here blocks.
 */
public final class LiveQuality {
  /** An edge that says nothing for this long is away, and nobody knows how its paths are. */
  public static final Duration STALE_AFTER = Duration.ofSeconds(5);

  private final Clock clock;
  private final Map<EdgeKey, EdgeQuality> edges = new ConcurrentHashMap<>();

  /** One edge's paths; {@code heardAt} is when it last said anything of any. */
  private static final class EdgeQuality {
    final ConcurrentMap<PathKey, LivePath> paths = new ConcurrentHashMap<>();
    volatile Instant heardAt;

    EdgeQuality(Instant heardAt) {
      this.heardAt = heardAt;
    }
  }

  public LiveQuality(Clock clock) {
    this.clock = clock;
  }

  /** Takes what an edge measured; all windows are its own. */
  public void measured(EdgeKey edge, List<PathWindow> windows) {
    Instant now = clock.instant();
    EdgeQuality quality = heard(edge, now);
    for (PathWindow window : windows) {
      quality.paths.compute(
          window.path(), (path, live) -> orUnknown(path, live, now).with(window, now));
    }
  }

  /** The edge judges the path anew. */
  public void changed(PathKey path, PathState state) {
    Instant now = clock.instant();
    heard(path.edge(), now)
        .paths
        .compute(path, (key, live) -> orUnknown(key, live, now).in(state, now));
  }

  /** Empty when nothing was ever heard of the path. */
  public Optional<LivePath> find(PathKey path) {
    EdgeQuality quality = edges.get(path.edge());
    return quality == null
        ? Optional.empty()
        : Optional.ofNullable(quality.paths.get(path)).map(live -> fresh(quality, live));
  }

  /** What is known of an edge's paths, in order. */
  public List<LivePath> of(EdgeKey edge) {
    EdgeQuality quality = edges.get(edge);
    if (quality == null) {
      return List.of();
    }
    return quality.paths.values().stream()
        .map(live -> fresh(quality, live))
        .sorted(Comparator.comparing(LivePath::path))
        .toList();
  }

  /** How many paths are in each state. */
  public Map<PathState, Long> counts() {
    Map<PathState, Long> counts = new EnumMap<>(PathState.class);
    for (PathState state : PathState.values()) {
      counts.put(state, 0L);
    }
    for (EdgeQuality quality : edges.values()) {
      quality
          .paths
          .values()
          .forEach(live -> counts.merge(fresh(quality, live).state(), 1L, Long::sum));
    }
    return counts;
  }

  /** Forgets the edge's other paths. */
  public void retain(EdgeKey edge, Set<PathKey> paths) {
    EdgeQuality quality = edges.get(edge);
    if (quality != null) {
      quality.paths.keySet().retainAll(paths);
    }
  }

  /** Forgets edges that are gone. */
  public void retainEdges(Predicate<EdgeKey> exists) {
    edges.keySet().removeIf(exists.negate());
  }

  private EdgeQuality heard(EdgeKey edge, Instant now) {
    EdgeQuality quality = edges.computeIfAbsent(edge, any -> new EdgeQuality(now));
    quality.heardAt = now;
    return quality;
  }

  private LivePath fresh(EdgeQuality quality, LivePath live) {
    Instant heardAt = quality.heardAt;
    boolean away = clock.instant().isAfter(heardAt.plus(STALE_AFTER));
    return away ? live.in(PathState.UNKNOWN, heardAt) : live;
  }

  private static LivePath orUnknown(PathKey path, @Nullable LivePath live, Instant now) {
    return live != null ? live : new LivePath(path, PathState.UNKNOWN, now, Optional.empty());
  }
}
