package io.isthmus.selection.sla;

import java.util.Arrays;

/** Packet delay variation of a few samples, told apart from a change of the delay itself. */
final class Variation {

  private static final double QUANTILE = 0.95;

  /** A cut leaves at least so many on each side. */
  private static final int LEAST_PART = 2;

  /** More are not cut at each place. */
  private static final int CUTS = 16;

  private Variation() {}

  /** Of the first {@code count} values, in the order of time or against it. */
  static double ofWindow(double[] values, int count, double interest) {
    double whole = spread(values, 0, count);
    if (whole <= interest) {
      return whole;
    }
    double best = whole;
    int step = Math.max(1, count / CUTS);
    for (int cut = LEAST_PART; cut <= count - LEAST_PART; cut += step) {
      double left = spread(values, 0, cut);
      double right = spread(values, cut, count);
      best = Math.min(best, (left * cut + right * (count - cut)) / count);
    }
    return isLevelShift(whole, best) ? best : whole;
  }

  /** A cut always explains something; only one that explains nearly all is a change of delay. */
  private static boolean isLevelShift(double whole, double best) {
    return best < whole / 3;
  }

  /** 95th percentile above the least; with few samples the highest is left out. */
  private static double spread(double[] values, int from, int to) {
    double[] sorted = Arrays.copyOfRange(values, from, to);
    Arrays.sort(sorted);
    int count = sorted.length;
    int rank = (int) Math.ceil(QUANTILE * count) - 1;
    return sorted[Math.clamp(rank, 0, Math.max(0, count - 2))] - sorted[0];
  }
}
