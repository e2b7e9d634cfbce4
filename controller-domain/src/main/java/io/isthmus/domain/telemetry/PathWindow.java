package io.isthmus.domain.telemetry;

import io.isthmus.selection.quality.DelaySketch;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What was measured of a path in one window.
 *
 * @param sent probes whose fate was settled; lost ones are in exactly one of the three counts
 * @param rtt round trips without the time in the reflector; absent when nothing was answered
 * @param forward one-way delay to the remote edge; absent where the clocks do not allow it
 * @param backward the same from the remote edge
 * @param jitterForwardMs packet delay variation (RFC 5481), 95th percentile
 * @param linkTxBps traffic that the local WAN link sends, bits per second
 */
public record PathWindow(
    PathKey path,
    Instant begin,
    Duration length,
    int sent,
    int lostForward,
    int lostBackward,
    int lostUnknown,
    int duplicated,
    int reordered,
    Optional<RoundTrips> rtt,
    Optional<Delay> forward,
    Optional<Delay> backward,
    OptionalDouble jitterForwardMs,
    OptionalDouble jitterBackwardMs,
    long linkTxBps,
    long linkRxBps,
    PathState state) {

  /** Least, mean and most, milliseconds. */
  public record Delay(double minMs, double meanMs, double maxMs) {}

  /** Round trips; the sketch is in microseconds. */
  public record RoundTrips(Delay delay, DelaySketch sketch) {
    private static final double MICROS_PER_MILLI = 1_000;

    /**
     * The value that so many per cent of the round trips do not exceed, within 1 %, and never
     * outside of what was measured.
     */
    public double percentileMs(double percentile) {
      if (sketch.isEmpty()) {
        return delay.meanMs();
      }
      double value = sketch.quantile(percentile / 100) / MICROS_PER_MILLI;
      return Math.clamp(value, delay.minMs(), Math.max(delay.minMs(), delay.maxMs()));
    }
  }

  public int lost() {
    return lostForward + lostBackward + lostUnknown;
  }

  /** Lost probes, per cent; empty when none was settled. */
  public OptionalDouble lossPct() {
    return sent == 0 ? OptionalDouble.empty() : OptionalDouble.of(100.0 * lost() / sent);
  }

  /** The same at another time. */
  public PathWindow movedBy(Duration shift) {
    return new PathWindow(
        path,
        begin.plus(shift),
        length,
        sent,
        lostForward,
        lostBackward,
        lostUnknown,
        duplicated,
        reordered,
        rtt,
        forward,
        backward,
        jitterForwardMs,
        jitterBackwardMs,
        linkTxBps,
        linkRxBps,
        state);
  }
}
