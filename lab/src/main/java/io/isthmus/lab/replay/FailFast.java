package io.isthmus.lab.replay;

import io.isthmus.selection.predict.Bounds;
import io.isthmus.selection.predict.PathSecond;

/**
 * Leaves a path as soon as it violates, for the one with the least violations of late (smoothed
 * over a minute) among those that do not, and goes where violations are clearly fewer of late.
 */
final class FailFast implements Contender.Chooser {
  private static final double SMOOTH_SECONDS = 60;

  /** By what share of seconds in violation another path has to be better of late. */
  private static final double CLEARLY = 0.2;

  private static final double MEMORY = Math.exp(-1 / SMOOTH_SECONDS);

  private final Bounds bounds;
  private final double[] smoothed;

  FailFast(Bounds bounds, int paths) {
    this.bounds = bounds;
    this.smoothed = new double[paths];
  }

  @Override
  public int choose(int current, PathSecond ended) {
    int best = -1;
    for (int path = 0; path < smoothed.length; path++) {
      boolean violated = bounds.violated(ended, path);
      smoothed[path] = smoothed[path] * MEMORY + (violated ? 1 - MEMORY : 0);
      if (!violated && (best < 0 || smoothed[path] < smoothed[best])) {
        best = path;
      }
    }
    if (best < 0) {
      return current;
    }
    boolean leaves =
        bounds.violated(ended, current) || smoothed[best] + CLEARLY < smoothed[current];
    return leaves ? best : current;
  }
}
