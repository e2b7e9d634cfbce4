package io.isthmus.selection.predict;

/**
 * Chooses the path of one class to one destination, once a second, by the violations that it
 * foresees. Holds what it has seen of each path; not for several threads.
 */
public final class PredictiveSelector {
  private static final double MEMORY = Math.exp(-1 / 30.0);

  private final Model model;
  private final Mode mode;
  private final Bounds bounds;
  private final double[] violations;

  /**
   * @param paths how many paths there are to choose from, the most preferred first
   */
  public PredictiveSelector(Model model, Mode mode, Bounds bounds, int paths) {
    this(model, mode, bounds, new double[paths]);
  }

  private PredictiveSelector(Model model, Mode mode, Bounds bounds, double[] violations) {
    this.model = model;
    this.mode = mode;
    this.bounds = bounds;
    this.violations = violations;
  }

  /**
   * A selector for other paths that knows what this one has seen of those that stay.
   *
   * @param previous for each path of the new selector its index in this one, or -1 when it is new
   */
  public PredictiveSelector withPaths(int... previous) {
    double[] kept = new double[previous.length];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = previous[i] < 0 ? 0 : violations[previous[i]];
    }
    return new PredictiveSelector(model, mode, bounds, kept);
  }

  /**
   * Takes in the second that has just ended and chooses for the one that begins.
   *
   * @param current the path that the class is on, whoever put it there
   * @return the path that the class should be on; an unusable one only when all are
   */
  public int choose(int current, PathSecond second) {
    int best = current;
    for (int path = 0; path < violations.length; path++) {
      boolean violated = bounds.violated(second, path);
      violations[path] = violations[path] * MEMORY + (violated ? 1 - MEMORY : 0);
    }
    if (!bounds.violated(second, current)) {
      return current;
    }
    for (int path = 0; path < violations.length; path++) {
      if (!bounds.violated(second, path)
          && (bounds.violated(second, best) || violations[path] < violations[best])) {
        best = path;
      }
    }
    return best;
  }
}
