package io.isthmus.domain.telemetry;

import io.isthmus.domain.telemetry.PathWindow.Delay;
import io.isthmus.domain.telemetry.PathWindow.RoundTrips;
import io.isthmus.selection.quality.DelaySketch;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Makes one window of several of the same path. Counts are added and sketches merged, so nothing of
 * them is lost however often it is done. Means are weighted by the probes that came back. Jitter,
 * of which a window tells a percentile only, becomes the mean of the windows', weighted likewise;
 * rates are weighted by length. The state is the newest. Not for several threads; add in order of
 * time, so that sums of the same windows are the same.
 */
public final class WindowMerge {
  private final Instant begin;
  private @Nullable PathWindow newest;
  private Duration length = Duration.ZERO;
  private int sent;
  private int lostForward;
  private int lostBackward;
  private int lostUnknown;
  private int duplicated;
  private int reordered;
  private final DelaySum rtt = new DelaySum();
  private final DelaySketch sketch = DelaySketch.empty();
  private final DelaySum forward = new DelaySum();
  private final DelaySum backward = new DelaySum();
  private final WeightedMean jitterForward = new WeightedMean();
  private final WeightedMean jitterBackward = new WeightedMean();
  private final WeightedMean linkTx = new WeightedMean();
  private final WeightedMean linkRx = new WeightedMean();

  /**
   * @param begin what the result is to begin at
   */
  public WindowMerge(Instant begin) {
    this.begin = begin;
  }

  public void add(PathWindow window) {
    length = length.plus(window.length());
    sent += window.sent();
    lostForward += window.lostForward();
    lostBackward += window.lostBackward();
    lostUnknown += window.lostUnknown();
    duplicated += window.duplicated();
    reordered += window.reordered();
    addDelays(window, Math.max(1, window.sent() - window.lost()));
    double seconds = window.length().toNanos() / 1e9;
    linkTx.add(window.linkTxBps(), seconds);
    linkRx.add(window.linkRxBps(), seconds);
    newest = window;
  }

  private void addDelays(PathWindow window, int answered) {
    window
        .rtt()
        .ifPresent(roundTrips -> {
          rtt.add(roundTrips.delay(), answered);
          sketch.merge(roundTrips.sketch());
        });
    window.forward().ifPresent(delay -> forward.add(delay, answered));
    window.backward().ifPresent(delay -> backward.add(delay, answered));
    window.jitterForwardMs().ifPresent(millis -> jitterForward.add(millis, answered));
    window.jitterBackwardMs().ifPresent(millis -> jitterBackward.add(millis, answered));
  }

  /**
   * The windows as one.
   *
   * @throws IllegalStateException when none was added
   */
  public PathWindow merged() {
    if (newest == null) {
      throw new IllegalStateException("there is no window to merge");
    }
    return new PathWindow(
        newest.path(),
        begin,
        length,
        sent,
        lostForward,
        lostBackward,
        lostUnknown,
        duplicated,
        reordered,
        rtt.result().map(delay -> new RoundTrips(delay, sketch)),
        forward.result(),
        backward.result(),
        jitterForward.result(),
        jitterBackward.result(),
        Math.round(linkTx.result().orElse(0)),
        Math.round(linkRx.result().orElse(0)),
        newest.state());
  }

  private static final class WeightedMean {
    private double sum;
    private double weight;

    void add(double value, double itsWeight) {
      sum += value * itsWeight;
      weight += itsWeight;
    }

    OptionalDouble result() {
      return weight == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / weight);
    }
  }

  private static final class DelaySum {
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;
    private final WeightedMean mean = new WeightedMean();

    void add(Delay delay, int answered) {
      least = Math.min(least, delay.minMs());
      most = Math.max(most, delay.maxMs());
      mean.add(delay.meanMs(), answered);
    }

    Optional<Delay> result() {
      OptionalDouble meanMs = mean.result();
      return meanMs.isEmpty()
          ? Optional.empty()
          : Optional.of(new Delay(least, meanMs.getAsDouble(), most));
    }
  }
}
