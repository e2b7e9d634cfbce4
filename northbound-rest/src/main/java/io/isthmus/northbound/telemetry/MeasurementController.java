package io.isthmus.northbound.telemetry;

import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.telemetry.MeasurementQuery;
import io.isthmus.domain.telemetry.MeasurementStore;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.trust.Role;
import io.isthmus.northbound.access.Needs;
import io.isthmus.northbound.change.IsthmusHeaders;
import io.isthmus.northbound.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/tenants/{tenant}/measurements}. */
@RestController
@Tag(name = "Measurements")
@RequestMapping(path = "/api/v1/tenants/{tenant}/measurements", produces = "application/json")
class MeasurementController {
  private static final Duration USUAL_RANGE = Duration.ofMinutes(5);
  private static final Instant EARLIEST = Instant.EPOCH.plus(USUAL_RANGE);

  /** What is older is asked for by the minute, unless a step is given. */
  private static final Duration BY_THE_SECOND = Duration.ofMinutes(30);

  private static final List<Long> STEPS_SECONDS =
      List.of(1L, 2L, 5L, 10L, 30L, 60L, 300L, 900L, 3_600L, 21_600L, 86_400L);

  private static final long LONGEST_STEP_SECONDS = 86_400;

  /** Longer than measurements are likely to be kept. */
  private static final Duration LOOK_BACK = Duration.ofDays(400);

  private static final Map<String, String> PARAMETER_OF_CODE =
      Map.of(
          "STEP_OUT_OF_RANGE", "stepSeconds",
          "RANGE_EMPTY", "from",
          "TOO_MANY_POINTS", "stepSeconds");

  private final IntentService intent;
  private final MeasurementStore store;
  private final Clock clock;

  MeasurementController(IntentService intent, MeasurementStore store, Clock clock) {
    this.intent = intent;
    this.store = store;
    this.clock = clock;
  }

  @Operation(
      summary = "Show what was measured over time",
      description =
          "Of a path, of a tunnel, of all tunnels of an overlay, or of all that may carry a class: give exactly one of these; sourceEdge and destinationEdge narrow the last two. A series for each path and direction, at most 20,000 points together. By the second for some hours, by the minute for more than a week. Without from and to, the last five minutes; without stepSeconds, the shortest step that fits.")
  @Needs(Role.VIEWER)
  @GetMapping
  ResponseEntity<MeasurementsView> getMeasurements(
      @PathVariable Name tenant,
      @RequestParam Optional<String> path,
      @RequestParam Optional<String> tunnel,
      @RequestParam Optional<Name> overlay,
      @RequestParam Optional<Name> trafficClass,
      @RequestParam Optional<Name> sourceEdge,
      @RequestParam Optional<Name> destinationEdge,
      @RequestParam Optional<Instant> from,
      @RequestParam Optional<Instant> to,
      @RequestParam Optional<Long> stepSeconds,
      @RequestParam Optional<Double> percentile) {
    MeasuredPaths search = new MeasuredPaths(intent.network(tenant), sourceEdge, destinationEdge);
    requireOne(path, tunnel, overlay, trafficClass);
    requireNarrowable(path.isPresent() || tunnel.isPresent(), sourceEdge, destinationEdge);
    sourceEdge.ifPresent(edge -> search.requireExists(Kind.EDGE, "sourceEdge", edge));
    destinationEdge.ifPresent(edge -> search.requireExists(Kind.EDGE, "destinationEdge", edge));
    SortedMap<PathKey, SortedSet<Name>> paths =
        path.map(text -> ofPath(search, PathKeys.ofParameter(tenant, text)))
            .or(() ->
                tunnel.map(text ->
                    ofTunnel(search, key("tunnel", () -> PathKeys.OnOverlay.parse(tenant, text)))))
            .or(() -> overlay.map(search::ofOverlay))
            .or(() -> trafficClass.map(search::ofClass))
            .orElseThrow();
    return ResponseEntity.ok()
        .header(IsthmusHeaders.REVISION, Long.toString(intent.snapshot().revision()))
        .body(series(paths, range(from, to, stepSeconds, paths.size()), checked(percentile)));
  }

  private SortedMap<PathKey, SortedSet<Name>> ofPath(MeasuredPaths search, PathKey path) {
    search.requireKnown("path", path, this::wasMeasured);
    return search.ofPath(path);
  }

  private SortedMap<PathKey, SortedSet<Name>> ofTunnel(
      MeasuredPaths search, PathKeys.OnOverlay tunnel) {
    SortedMap<PathKey, SortedSet<Name>> found = search.ofTunnel(tunnel);
    search.requireKnown("tunnel", tunnel.path(), this::wasMeasured);
    return found;
  }

  /** As far back as anything is kept. */
  private boolean wasMeasured(PathKey path) {
    Instant now = clock.instant();
    Duration step = Duration.ofSeconds(LONGEST_STEP_SECONDS);
    return !store
        .query(new MeasurementQuery(List.of(path), now.minus(LOOK_BACK), now, step))
        .isEmpty();
  }

  private MeasurementsView series(
      SortedMap<PathKey, SortedSet<Name>> paths, Range range, OptionalDouble percentile) {
    if (paths.isEmpty()) {
      return new MeasurementsView(range.from(), range.to(), range.step().toSeconds(), List.of());
    }
    MeasurementQuery query = range.of(List.copyOf(paths.keySet()));
    return MeasurementsView.of(query, paths, store.query(query), percentile);
  }

  private Range range(
      Optional<Instant> from, Optional<Instant> to, Optional<Long> stepSeconds, int paths) {
    Instant end = to.orElseGet(clock::instant);
    Instant begin =
        from.orElseGet(() -> end.isAfter(EARLIEST) ? end.minus(USUAL_RANGE) : Instant.EPOCH);
    if (!begin.isBefore(end)) {
      throw ProblemException.ofParameter(
          "from", "RANGE_EMPTY", "from %s is not before to %s".formatted(begin, end));
    }
    long step = stepSeconds.orElseGet(() -> usualStep(begin, end, paths));
    if (step < 1 || step > LONGEST_STEP_SECONDS) {
      throw ProblemException.ofParameter(
          "stepSeconds",
          "STEP_OUT_OF_RANGE",
          "stepSeconds %d is outside 1-%d".formatted(step, LONGEST_STEP_SECONDS));
    }
    return new Range(begin, end, Duration.ofSeconds(step));
  }

  /** The shortest that is likely to have answers and does not have too many. */
  private long usualStep(Instant begin, Instant end, int paths) {
    boolean recent = begin.isAfter(clock.instant().minus(BY_THE_SECOND));
    long seconds = Duration.between(begin, end).toSeconds();
    return STEPS_SECONDS.stream()
        .filter(step -> recent || step >= 60)
        .filter(step -> (seconds / step + 2) * Math.max(1, paths) <= MeasurementQuery.MOST_POINTS)
        .findFirst()
        .orElse(LONGEST_STEP_SECONDS);
  }

  private static OptionalDouble checked(Optional<Double> percentile) {
    if (percentile.isEmpty()) {
      return OptionalDouble.empty();
    }
    double value = percentile.get();
    if (!(value >= 0 && value <= 100)) {
      throw ProblemException.ofParameter(
          "percentile",
          "PERCENTILE_OUT_OF_RANGE",
          "percentile %s is outside 0-100".formatted(value));
    }
    return OptionalDouble.of(value);
  }

  private static void requireOne(Optional<?>... selectors) {
    if (Stream.of(selectors).filter(Optional::isPresent).count() != 1) {
      throw ProblemException.ofParameter(
          "path", "ONE_SELECTOR", "give exactly one of path, tunnel, overlay and trafficClass");
    }
  }

  private static void requireNarrowable(
      boolean single, Optional<Name> sourceEdge, Optional<Name> destinationEdge) {
    if (single && (sourceEdge.isPresent() || destinationEdge.isPresent())) {
      throw ProblemException.ofParameter(
          sourceEdge.isPresent() ? "sourceEdge" : "destinationEdge",
          "NOT_USED",
          "a path and a tunnel have their edges in their key: leave sourceEdge and destinationEdge out");
    }
  }

  private static <T> T key(String parameter, Supplier<T> parser) {
    try {
      return parser.get();
    } catch (InvalidValue e) {
      throw ProblemException.ofParameter(parameter, e.code(), e.getMessage());
    }
  }

  /** When, and in which steps. */
  private record Range(Instant from, Instant to, Duration step) {
    MeasurementQuery of(List<PathKey> paths) {
      try {
        return new MeasurementQuery(paths, from, to, step);
      } catch (InvalidValue e) {
        throw ProblemException.ofParameter(
            PARAMETER_OF_CODE.getOrDefault(e.code(), "from"), e.code(), e.getMessage());
      }
    }
  }
}
