package io.isthmus.selection.predict;

/**
 * What a class asks of a path, as numbers: a second beyond any of them violates. {@link #NONE}
 * bounds nothing.
 *
 * @param rttMillis the longest round trip; with such a bound a second without an answer violates,
 *     too
 * @param jitterMillis the largest delay variation
 * @param lossPct the highest loss, 0-100
 */
public record Bounds(double rttMillis, double jitterMillis, double lossPct) {
  /** No bound. */
  public static final double NONE = Double.POSITIVE_INFINITY;

  public Bounds {
    requireBound("rttMillis", rttMillis);
    requireBound("jitterMillis", jitterMillis);
    requireBound("lossPct", lossPct);
  }

  private static void requireBound(String name, double value) {
    if (Double.isNaN(value) || value < 0) {
      throw new IllegalArgumentException(
          "%s %s is no bound: give a number from 0 up, or Bounds.NONE".formatted(name, value));
    }
  }

  /** Whether a second of this path violates. What was not measured does not. */
  public boolean violated(PathSecond second, int path) {
    return switch (second.state(path)) {
      case UNMEASURED -> false;
      case UNUSABLE -> true;
      case MEASURED ->
          (second.isSilent(path) && rttMillis < NONE)
              || second.rttMillis(path) > rttMillis
              || second.jitterMillis(path) > jitterMillis
              || second.lossPct(path) > lossPct
              || second.rateShare(path) < 1;
    };
  }
}
