package io.isthmus.app.observe;

import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.operation.TraceParent;
import io.isthmus.domain.operation.Work;
import io.isthmus.domain.operation.WorkObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Times work, traces it where somebody traces, and logs what operators look for: each change and
 * what became of it.
 */
final class ObservedWork implements WorkObserver {
  private static final Logger log = LoggerFactory.getLogger("io.isthmus.operations");

  private static final Duration[] BUCKETS =
      Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private record Key(String name, String outcome) {}

  private final MeterRegistry registry;
  private final SpanMaker spans;
  private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

  ObservedWork(MeterRegistry registry, SpanMaker spans) {
    this.registry = registry;
    this.spans = spans;
    for (Kind kind : Kind.values()) {
      outcomes(kind).forEach(outcome -> timer(metric(kind), outcome));
    }
    List.of("succeeded", "failed").forEach(state -> timer("isthmus.operation", state));
  }

  @Override
  public Work begin(Kind kind) {
    return new Observed(kind, spans.begin(kind));
  }

  @Override
  public Work follow(Kind kind, Optional<TraceParent> cause) {
    return new Observed(kind, spans.follow(kind, cause));
  }

  @Override
  public boolean isTracing() {
    return spans.isTracing();
  }

  @Override
  public void finished(Operation operation, Instant at) {
    Duration took = Duration.between(operation.createdAt(), at);
    Duration positive = took.isNegative() ? Duration.ZERO : took;
    String state = operation.state().name().toLowerCase(Locale.ROOT);
    timer("isthmus.operation", state).record(positive);
    LoggingEventBuilder line = log.atInfo();
    line = named(line, "tenant", operation.tenant().value());
    line = named(line, "revision", operation.revision());
    line = named(line, "operation", operation.id().toString());
    if (operation.trace().isPresent()) {
      line = named(line, "traceId", operation.trace().get().traceId());
    }
    line.log(
        "operation {} of revision {} {} after {} ms: {}",
        operation.id(),
        operation.revision(),
        state,
        positive.toMillis(),
        operation.summary());
  }

  /** What the thread's context names already is not named twice, which would be no JSON. */
  private static LoggingEventBuilder named(LoggingEventBuilder line, String key, Object value) {
    return MDC.get(key) == null ? line.addKeyValue(key, value) : line;
  }

  private Timer timer(String name, String outcome) {
    return timers.computeIfAbsent(
        new Key(name, outcome),
        key ->
            Timer.builder(name)
                .tag(name.equals("isthmus.operation") ? "state" : "outcome", outcome)
                .description(description(name))
                .serviceLevelObjectives(BUCKETS)
                .register(registry));
  }

  private static String metric(Kind kind) {
    return "isthmus." + kind.name().toLowerCase(Locale.ROOT);
  }

  /** All that there are, so that a series is there before anything has happened. */
  private static List<String> outcomes(Kind kind) {
    return switch (kind) {
      case CHANGE -> List.of("changed", "unchanged", "rejected", "failed");
      case PLAN -> List.of("planned", "failed");
      case PUSH -> List.of("applied", "refused", "lost");
      case APPLY -> List.of("done");
      case RECORD -> List.of("recorded", "failed");
    };
  }

  private static String description(String metric) {
    return switch (metric) {
      case "isthmus.change" -> "Changes of the intent, from the request to the commit";
      case "isthmus.plan" -> "Planning the edges that a change touches";
      case "isthmus.push" -> "Configurations on their way, from sending to the edge's answer";
      case "isthmus.apply" -> "What edges spent on a configuration, as they told";
      case "isthmus.record" -> "Recording that an edge carries a revision";
      default -> "Operations, from the change to the last edge's answer";
    };
  }

  private final class Observed implements Work {
    private final Kind kind;
    private final SpanMaker.Piece span;
    private final long beganNanos = System.nanoTime();
    private final Map<String, Object> about = new LinkedHashMap<>();

    private Observed(Kind kind, SpanMaker.Piece span) {
      this.kind = kind;
      this.span = span;
    }

    @Override
    public Work about(String key, Object value) {
      span.about(key, value);
      about.put(key, value);
      return this;
    }

    @Override
    public Optional<TraceParent> trace() {
      return span.trace();
    }

    @Override
    public void part(Kind part, Instant begin, Duration length) {
      timer(metric(part), "done").record(length);
      span.part(part, begin, length);
    }

    @Override
    public void end(String outcome) {
      timer(metric(kind), outcome).record(Duration.ofNanos(System.nanoTime() - beganNanos));
      if (kind == Kind.CHANGE && outcome.equals("changed")) {
        tell();
      }
      span.end(outcome);
    }

    private void tell() {
      LoggingEventBuilder line = log.atInfo();
      for (String key : List.of("tenant", "revision", "operation")) {
        line = named(line, key, String.valueOf(about.get(key)));
      }
      line.log(
          "revision {} of tenant {} goes to {} edges: {}",
          about.get("revision"),
          about.get("tenant"),
          about.get("edges"),
          about.get("summary"));
    }
  }
}
