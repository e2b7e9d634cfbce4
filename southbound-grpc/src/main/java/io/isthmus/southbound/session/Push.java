package io.isthmus.southbound.session;

import io.isthmus.domain.operation.TraceParent;
import io.isthmus.domain.operation.Work;
import io.isthmus.domain.operation.WorkObserver;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.southbound.api.v1.ConfigResult;
import io.isthmus.southbound.api.v1.ConfigUpdate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** An update on its way to an edge, as it is observed. Owned by one session. */
final class Push {
  private static final long LONGEST_MICROS = Duration.ofHours(1).toNanos() / 1_000;

  private final Work work;
  private final ConfigUpdate update;

  private Push(Work work, ConfigUpdate update) {
    this.work = work;
    this.update = update;
  }

  /**
   * @param cause where the change was asked for that the update carries
   */
  static Push begin(
      WorkObserver observer, EdgeKey edge, Optional<TraceParent> cause, ConfigUpdate update) {
    Work work =
        observer
            .follow(WorkObserver.Kind.PUSH, cause)
            .about("tenant", edge.tenant())
            .about("edge", edge.edge())
            .about("revision", update.getRevision())
            .about("mode", update.hasDelta() ? "delta" : "full");
    ConfigUpdate traced =
        work.trace()
            .map(trace -> update.toBuilder().setTraceParent(trace.value()).build())
            .orElse(update);
    return new Push(work, traced);
  }

  /** What is to be sent: it names its own place in the trace. */
  ConfigUpdate update() {
    return update;
  }

  Optional<TraceParent> trace() {
    return work.trace();
  }

  /** What an edge says of its clock is believed no further than that it took some time. */
  void answered(ConfigResult result) {
    long micros = result.getEndedMicros() - result.getBeganMicros();
    if (result.getBeganMicros() > 0 && micros >= 0 && micros < LONGEST_MICROS) {
      work.part(
          WorkObserver.Kind.APPLY,
          Instant.EPOCH.plus(result.getBeganMicros(), ChronoUnit.MICROS),
          Duration.of(micros, ChronoUnit.MICROS));
    }
    work.end(result.hasApplied() ? "applied" : "refused");
  }

  /** The stream ended before the edge answered. */
  void lost() {
    work.end("lost");
  }
}
