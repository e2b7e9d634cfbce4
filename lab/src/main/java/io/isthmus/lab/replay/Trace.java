package io.isthmus.lab.replay;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * One recorded link, a row per second; NaN where nothing was measured or nothing answered. The
 * arrays are not to be changed.
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record Trace(
    String name, double[] rttMillis, double[] jitterMillis, double[] lossPct, double[] rateMbps) {
  int seconds() {
    return rttMillis.length;
  }

  /** The traces one after the other. */
  static Trace concatenated(String name, List<Trace> parts) {
    return new Trace(
        name,
        joined(parts, Trace::rttMillis),
        joined(parts, Trace::jitterMillis),
        joined(parts, Trace::lossPct),
        joined(parts, Trace::rateMbps));
  }

  private static double[] joined(List<Trace> parts, Function<Trace, double[]> column) {
    return parts.stream().map(column).flatMapToDouble(Arrays::stream).toArray();
  }
}
