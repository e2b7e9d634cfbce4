package io.isthmus.selection.sla;

/**
 * What was measured of a path in a window; NaN where nothing was.
 *
 * @param oneWayDelayMs to the remote edge
 * @param halfRtt whether the one-way delay is half the round trip
 * @param freeBps free capacity
 */
public record Measured(
    double rttMs,
    double oneWayDelayMs,
    boolean halfRtt,
    double jitterMs,
    double lossPct,
    double freeBps) {
  public static final Measured NOTHING =
      new Measured(Double.NaN, Double.NaN, false, Double.NaN, Double.NaN, Double.NaN);

  /** What a threshold on the metric is compared with. */
  public double value(Metric metric) {
    return switch (metric) {
      case ONE_WAY_DELAY_MS -> oneWayDelayMs;
      case RTT_MS -> rttMs;
      case JITTER_MS -> jitterMs;
      case LOSS_PCT -> lossPct;
      case RATE_BPS -> freeBps;
      case PATH_DOWN -> Double.NaN;
    };
  }
}
