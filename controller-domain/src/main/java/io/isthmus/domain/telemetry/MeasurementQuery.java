package io.isthmus.domain.telemetry;

import io.isthmus.domain.net.InvalidValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Which measurements. Steps begin at multiples of their length since 1970, so that the points of
 * two queries fit together; the first is that which holds {@code from}, and the last ends at or
 * after {@code to}.
 *
 * @param paths the paths, at least one
 * @param from first instant
 * @param to first instant after
 * @param step length of a point, a multiple of one second; below a minute, and where it is no
 *     multiple of one, only what is kept by the second answers
 */
public record MeasurementQuery(List<PathKey> paths, Instant from, Instant to, Duration step) {
  /** Most points of one answer. */
  public static final int MOST_POINTS = 20_000;

  public MeasurementQuery {
    paths = List.copyOf(paths);
    if (paths.isEmpty()) {
      throw new InvalidValue("NO_PATH", "the query names no path: name at least one");
    }
    if (step.isNegative() || step.isZero() || step.toNanosPart() != 0) {
      throw new InvalidValue(
          "STEP_OUT_OF_RANGE", "step %s is no multiple of one second".formatted(step));
    }
    if (!from.isBefore(to)) {
      throw new InvalidValue("RANGE_EMPTY", "from %s is not before to %s".formatted(from, to));
    }
    long steps = Duration.between(from, to).dividedBy(step) + 2;
    if (steps > MOST_POINTS / paths.size()) {
      throw new InvalidValue(
          "TOO_MANY_POINTS",
          "%d paths in steps of %s are more than %d points: make step longer or the range shorter"
              .formatted(paths.size(), step, MOST_POINTS));
    }
  }

  /** Begin of the step that holds the instant. */
  public Instant stepOf(Instant instant) {
    long seconds = instant.getEpochSecond();
    return Instant.ofEpochSecond(seconds - Math.floorMod(seconds, step.toSeconds()));
  }

  /** Begin of the first step. */
  public Instant begin() {
    return stepOf(from);
  }

  /** End of the last step. */
  public Instant end() {
    Instant last = stepOf(to);
    return last.equals(to) ? last : last.plus(step);
  }
}
