package io.isthmus.agent.probe;

import com.google.protobuf.UnsafeByteOperations;
import io.isthmus.selection.quality.DelaySketch;
import io.isthmus.southbound.api.v1.Delay;
import io.isthmus.southbound.api.v1.PathState;
import io.isthmus.southbound.api.v1.PathWindow;
import java.util.Arrays;

/** What is counted of one path until its window closes, and then begins anew. */
final class Window {

  private static final int NOT_MEASURED = -1;
  private static final double JITTER_QUANTILE = 0.95;

  private final String key;
  private final Extremes rtt = new Extremes();
  private final Extremes forward = new Extremes();
  private final Extremes backward = new Extremes();
  private long[] forwardVariations = new long[32];
  private long[] backwardVariations = new long[32];
  private int variations;
  private DelaySketch sketch = DelaySketch.empty();
  private int settled;
  private int lostForward;
  private int lostBackward;
  private int lostUnknown;
  private int duplicated;
  private int reordered;

  Window(String key) {
    this.key = key;
  }

  void answered(ProbeOutcome outcome) {
    settled++;
    if (!outcome.timed) {
      return;
    }
    rtt.add(outcome.rttNanos);
    sketch.add(outcome.rttNanos / 1e3);
    if (!Double.isNaN(outcome.forwardNanos)) {
      forward.add((long) outcome.forwardNanos);
      backward.add((long) outcome.backwardNanos);
    }
    if (variations == forwardVariations.length) {
      forwardVariations = Arrays.copyOf(forwardVariations, 2 * variations);
      backwardVariations = Arrays.copyOf(backwardVariations, 2 * variations);
    }
    forwardVariations[variations] = outcome.forwardVariationNanos;
    backwardVariations[variations] = outcome.backwardVariationNanos;
    variations++;
  }

  void lost(ProbeOutcome.Fate fate) {
    settled++;
    switch (fate) {
      case LOST_FORWARD -> lostForward++;
      case LOST_BACKWARD -> lostBackward++;
      case LOST_UNKNOWN -> lostUnknown++;
      case ANSWERED -> throw new IllegalStateException("an answered probe is not lost");
    }
  }

  void duplicated() {
    duplicated++;
  }

  void reordered() {
    reordered++;
  }

  /** Of the link that the path begins on. */
  PathWindow close(
      long beginMicros, int lengthMillis, PathState state, long linkTxBps, long linkRxBps) {
    PathWindow.Builder closed =
        PathWindow.newBuilder()
            .setPathKey(key)
            .setBeginMicros(beginMicros)
            .setLengthMillis(lengthMillis)
            .setSent(settled)
            .setLostForward(lostForward)
            .setLostBackward(lostBackward)
            .setLostUnknown(lostUnknown)
            .setDuplicated(duplicated)
            .setReordered(reordered)
            .setJitterForwardMicros(jitter(forwardVariations))
            .setJitterBackwardMicros(jitter(backwardVariations))
            .setLinkTxBps(linkTxBps)
            .setLinkRxBps(linkRxBps)
            .setState(state);
    if (rtt.count > 0) {
      closed.setRtt(rtt.toDelay().setSketch(UnsafeByteOperations.unsafeWrap(sketch.toBytes())));
      sketch = DelaySketch.empty();
    }
    if (forward.count > 0) {
      closed.setForward(forward.toDelay()).setBackward(backward.toDelay());
    }
    forget();
    return closed.build();
  }

  /** The nearest rank, microseconds. */
  private int jitter(long[] values) {
    if (variations == 0) {
      return NOT_MEASURED;
    }
    Arrays.sort(values, 0, variations);
    int rank = (int) Math.ceil(JITTER_QUANTILE * variations);
    return (int) Math.min(Integer.MAX_VALUE, (values[rank - 1] + 500) / 1_000);
  }

  private void forget() {
    rtt.forget();
    forward.forget();
    backward.forget();
    variations = 0;
    settled = 0;
    lostForward = 0;
    lostBackward = 0;
    lostUnknown = 0;
    duplicated = 0;
    reordered = 0;
  }

  /** Nanoseconds in, microseconds out. */
  private static final class Extremes {
    private long min;
    private long max;
    private long sum;
    private int count;

    void add(long nanos) {
      min = count == 0 ? nanos : Math.min(min, nanos);
      max = count == 0 ? nanos : Math.max(max, nanos);
      sum += nanos;
      count++;
    }

    Delay.Builder toDelay() {
      return Delay.newBuilder()
          .setMinMicros((min + 500) / 1_000)
          .setMeanMicros((sum / count + 500) / 1_000)
          .setMaxMicros((max + 500) / 1_000);
    }

    void forget() {
      count = 0;
      sum = 0;
    }
  }
}
