package io.isthmus.selection.sla;

/**
 * Whether a path keeps an objective.
 *
 * @param metric what broke it, or was the last to mend
 * @param value what was measured, in the metric's unit; NaN where nothing was
 * @param threshold what it was compared with
 * @param halfRtt whether a one-way delay was judged by half the round trip
 */
public record Verdict(State state, Metric metric, double value, double threshold, boolean halfRtt) {

  /** The three answers. */
  public enum State {
    /** Not enough was measured. Nothing is broken for lack of knowledge. */
    UNKNOWN,
    COMPLIANT,
    VIOLATED
  }

  static final Verdict UNKNOWN = new Verdict(State.UNKNOWN, Metric.PATH_DOWN, Double.NaN, 0, false);

  static final Verdict DOWN = new Verdict(State.VIOLATED, Metric.PATH_DOWN, Double.NaN, 0, false);

  public boolean isViolated() {
    return state == State.VIOLATED;
  }

  /** Such as "loss_pct 20.0 > 1.0". */
  public String words() {
    if (metric == Metric.PATH_DOWN) {
      return isViolated() ? "the path is down" : "the path is up";
    }
    boolean beyond = isViolated() ^ metric == Metric.RATE_BPS;
    return "%s %s %s %s%s"
        .formatted(
            metric.fieldName(),
            number(value),
            beyond ? ">" : "<",
            number(threshold),
            halfRtt ? " (half the round trip: the clocks allow no better)" : "");
  }

  private static String number(double value) {
    return Math.abs(value) >= 1e5
        ? String.format(java.util.Locale.ROOT, "%.3g", value)
        : String.format(java.util.Locale.ROOT, "%.4g", value).replaceAll("\\.?0+$", "");
  }
}
