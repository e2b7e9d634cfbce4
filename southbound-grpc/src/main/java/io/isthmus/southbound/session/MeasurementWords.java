package io.isthmus.southbound.session;

import io.isthmus.domain.reconcile.EdgeTerms;
import io.isthmus.domain.telemetry.ClassWindow;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.telemetry.PathState;
import io.isthmus.domain.telemetry.PathWindow;
import io.isthmus.selection.quality.DelaySketch;
import io.isthmus.southbound.api.v1.Delay;
import io.isthmus.southbound.api.v1.Measurements;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads what edges measure into the domain's values. Edges are not trusted: what speaks of another
 * edge's paths, or has numbers that cannot be, is left out and counted.
 *
 * @param refused how many windows were left out
 */
record MeasurementWords(List<PathWindow> paths, List<ClassWindow> classes, int refused) {
  static final int MOST_WINDOWS = 20_000;
  static final int LARGEST_SKETCH_BYTES = 16 << 10;
  static final int LONGEST_WINDOW_MILLIS = 120_000;
  private static final int MOST_PROBES = 1_000_000;
  private static final long LONGEST_DELAY_MICROS = 3_600_000_000L;

  static MeasurementWords of(Measurements message, EdgeTerms terms) {
    List<PathWindow> paths = new ArrayList<>();
    message.getPathsList().stream()
        .limit(MOST_WINDOWS)
        .forEach(window -> path(window, terms).ifPresent(paths::add));
    List<ClassWindow> classes = new ArrayList<>();
    message.getClassesList().stream()
        .limit(MOST_WINDOWS)
        .forEach(window -> trafficClass(window, terms).ifPresent(classes::add));
    int refused =
        message.getPathsCount() + message.getClassesCount() - paths.size() - classes.size();
    return new MeasurementWords(paths, classes, refused);
  }

  static PathState state(io.isthmus.southbound.api.v1.PathState state) {
    return switch (state) {
      case PATH_STATE_UP -> PathState.UP;
      case PATH_STATE_DOWN -> PathState.DOWN;
      case PATH_STATE_REMOTE_SILENT -> PathState.REMOTE_SILENT;
      case PATH_STATE_UNKNOWN, PATH_STATE_UNSPECIFIED, UNRECOGNIZED -> PathState.UNKNOWN;
    };
  }

  /** Any number of microseconds is an instant. */
  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static Optional<PathWindow> path(
      io.isthmus.southbound.api.v1.PathWindow window, EdgeTerms terms) {
    Optional<PathKey> path = terms.path(window.getPathKey());
    if (path.isEmpty() || !isCredible(window)) {
      return Optional.empty();
    }
    try {
      return Optional.of(path(window, path.get()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static PathWindow path(io.isthmus.southbound.api.v1.PathWindow window, PathKey path) {
    return new PathWindow(
        path,
        instant(window.getBeginMicros()),
        Duration.ofMillis(window.getLengthMillis()),
        window.getSent(),
        window.getLostForward(),
        window.getLostBackward(),
        window.getLostUnknown(),
        window.getDuplicated(),
        window.getReordered(),
        window.hasRtt() ? Optional.of(roundTrips(window.getRtt())) : Optional.empty(),
        window.hasForward() ? Optional.of(delay(window.getForward())) : Optional.empty(),
        window.hasBackward() ? Optional.of(delay(window.getBackward())) : Optional.empty(),
        jitter(window.getJitterForwardMicros()),
        jitter(window.getJitterBackwardMicros()),
        Math.max(0, window.getLinkTxBps()),
        Math.max(0, window.getLinkRxBps()),
        state(window.getState()));
  }

  private static boolean isCredible(io.isthmus.southbound.api.v1.PathWindow window) {
    long lost = (long) window.getLostForward() + window.getLostBackward() + window.getLostUnknown();
    return isWithin(window.getLengthMillis(), 1, LONGEST_WINDOW_MILLIS)
        && isWithin(window.getSent(), 0, MOST_PROBES)
        && isWithin(window.getLostForward(), 0, MOST_PROBES)
        && isWithin(window.getLostBackward(), 0, MOST_PROBES)
        && isWithin(window.getLostUnknown(), 0, MOST_PROBES)
        && isWithin(window.getDuplicated(), 0, MOST_PROBES)
        && isWithin(window.getReordered(), 0, MOST_PROBES)
        && lost <= window.getSent()
        && (!window.hasRtt() || isCredible(window.getRtt(), 0))
        && (!window.hasForward() || isCredible(window.getForward(), -LONGEST_DELAY_MICROS))
        && (!window.hasBackward() || isCredible(window.getBackward(), -LONGEST_DELAY_MICROS));
  }

  /** Two clocks that are nearly the same make a one-way delay that is a little below nothing. */
  private static boolean isCredible(Delay delay, long lowestMicros) {
    return isWithin(delay.getMinMicros(), lowestMicros, delay.getMeanMicros())
        && isWithin(delay.getMaxMicros(), delay.getMeanMicros(), LONGEST_DELAY_MICROS)
        && delay.getSketch().size() <= LARGEST_SKETCH_BYTES;
  }

  /**
   * @throws IllegalArgumentException when the sketch is none
   */
  private static PathWindow.RoundTrips roundTrips(Delay delay) {
    DelaySketch sketch = DelaySketch.parse(delay.getSketch().toByteArray());
    if (sketch.isEmpty()) {
      sketch.add(delay.getMeanMicros());
    }
    return new PathWindow.RoundTrips(delay(delay), sketch);
  }

  private static PathWindow.Delay delay(Delay delay) {
    return new PathWindow.Delay(
        delay.getMinMicros() / 1_000.0,
        delay.getMeanMicros() / 1_000.0,
        delay.getMaxMicros() / 1_000.0);
  }

  private static OptionalDouble jitter(int micros) {
    return micros < 0 ? OptionalDouble.empty() : OptionalDouble.of(micros / 1_000.0);
  }

  private static Optional<ClassWindow> trafficClass(
      io.isthmus.southbound.api.v1.ClassWindow window, EdgeTerms terms) {
    int measured = window.getMeasuredMillis();
    boolean credible =
        isWithin(measured, 0, LONGEST_WINDOW_MILLIS)
            && isWithin(window.getViolatedMillis(), 0, measured)
            && isWithin(window.getShadowViolatedMillis(), 0, measured)
            && isWithin(window.getShadowMoves(), 0, MOST_PROBES);
    if (!credible) {
      return Optional.empty();
    }
    return terms
        .trafficClass(window.getTrafficClass())
        .flatMap(name ->
            terms
                .remoteEdge(window.getDestinationEdge())
                .map(destination ->
                    new ClassWindow(
                        name,
                        destination,
                        instant(window.getBeginMicros()),
                        Duration.ofMillis(measured),
                        Duration.ofMillis(window.getViolatedMillis()),
                        Duration.ofMillis(window.getShadowViolatedMillis()),
                        window.getShadowMoves())));
  }

  private static boolean isWithin(long value, long least, long most) {
    return value >= least && value <= most;
  }
}
