package io.isthmus.selection.quality;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import com.datadoghq.sketch.ddsketch.store.CollapsingLowestDenseStore;
import java.io.IOException;

/**
 * A distribution of delays, microseconds, from which quantiles come with a relative accuracy of 1
 * %, and which merges with others without losing any (DDSketch, VLDB 2019). Not for several
 * threads.
 */
public final class DelaySketch {
  private static final double ACCURACY = 0.01;

  /**
   * Enough for delays from a microsecond to an hour. Bounds what bytes from elsewhere can make of a
   * sketch: beyond it the lowest delays are no longer told apart.
   */
  private static final int MOST_BINS = 2_048;

  private final DDSketch sketch;

  private DelaySketch(DDSketch sketch) {
    this.sketch = sketch;
  }

  public static DelaySketch empty() {
    return new DelaySketch(
        new DDSketch(
            new LogarithmicMapping(ACCURACY), () -> new CollapsingLowestDenseStore(MOST_BINS)));
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException when the bytes are no sketch
   */
  public static DelaySketch parse(byte[] bytes) {
    DelaySketch parsed = empty();
    try {
      parsed.sketch.decodeAndMergeWith(ByteArrayInput.wrap(bytes));
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "these %d bytes are no sketch of delays".formatted(bytes.length), e);
    }
    return parsed;
  }

  public void add(double micros) {
    sketch.accept(Math.max(0, micros));
  }

  public void merge(DelaySketch other) {
    sketch.mergeWith(other.sketch);
  }

  public boolean isEmpty() {
    return sketch.isEmpty();
  }

  public long count() {
    return (long) sketch.getCount();
  }

  /**
   * The delay that the given share of samples does not exceed, microseconds.
   *
   * @param quantile 0-1
   * @throws IllegalStateException when there is no sample
   */
  public double quantile(double quantile) {
    if (isEmpty()) {
      throw new IllegalStateException("an empty sketch has no quantiles");
    }
    return sketch.getValueAtQuantile(quantile);
  }

  public byte[] toBytes() {
    GrowingByteArrayOutput output = GrowingByteArrayOutput.withDefaultInitialCapacity();
    try {
      sketch.encode(output, false);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return output.trimmedCopy();
  }
}
