package io.isthmus.selection.choice;

import io.isthmus.selection.sla.Measured;
import io.isthmus.selection.sla.Metric;
import io.isthmus.selection.sla.Objective;
import io.isthmus.selection.sla.Threshold;
import java.util.Map;

/**
 * One number for how good a path is to a class, lower is better: how much of its tightest threshold
 * it uses up (1 is the threshold itself), and, among those that are equal in that or where there is
 * no objective, how much people would notice it.
 */
final class Quality {

  /** Of a path of which nothing is known. */
  static final double UNKNOWN = 1_000;

  private static final double MOST = 100;
  private static final double IMPAIRMENT_SHARE = 0.01;

  private Quality() {}

  static double score(Measured measured, Objective objective) {
    if (Double.isNaN(measured.rttMs()) && Double.isNaN(measured.lossPct())) {
      return UNKNOWN;
    }
    double worst = 0;
    for (Map.Entry<Metric, Threshold> entry : objective.thresholds().entrySet()) {
      double share = share(entry.getKey(), entry.getValue(), measured);
      if (!Double.isNaN(share)) {
        worst = Math.max(worst, Math.min(share, MOST));
      }
    }
    return worst + IMPAIRMENT_SHARE * impairment(measured);
  }

  static boolean isKnown(double score) {
    return score < UNKNOWN;
  }

  /** What is told of it: 0, which is no score, where nothing is known. */
  static double told(double score) {
    return isKnown(score) ? score : 0;
  }

  private static double share(Metric metric, Threshold threshold, Measured measured) {
    double value = measured.value(metric);
    return metric == Metric.RATE_BPS
        ? threshold.enter() / Math.max(1, value)
        : value / Math.max(1e-9, threshold.enter());
  }

  /**
   * Points lost on the R scale of the E model (ITU-T G.107) in its usual simplification: delay
   * costs little to 160 ms and much beyond, jitter counts as twice its length in delay, a per cent
   * of loss costs 2.5 points.
   */
  private static double impairment(Measured measured) {
    double delay = orElse(measured.oneWayDelayMs(), measured.rttMs() / 2);
    double effective = orElse(delay, MOST) + 2 * orElse(measured.jitterMs(), 0);
    double byDelay = effective < 160 ? effective / 40 : 4 + (effective - 160) / 10;
    return Math.min(MOST, byDelay + 2.5 * orElse(measured.lossPct(), 0));
  }

  private static double orElse(double value, double otherwise) {
    return Double.isNaN(value) ? otherwise : value;
  }
}
