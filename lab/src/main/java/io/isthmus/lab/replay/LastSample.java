package io.isthmus.lab.replay;

import io.isthmus.selection.predict.Bounds;
import io.isthmus.selection.predict.PathSecond;

/** Chooses by the last second alone: always the best, or the best once the current one violates. */
final class LastSample implements Contender.Chooser {
  enum When {
    ALWAYS,
    ONCE_VIOLATED
  }

  private final Bounds bounds;
  private final When when;

  LastSample(Bounds bounds, When when) {
    this.bounds = bounds;
    this.when = when;
  }

  @Override
  public int choose(int current, PathSecond ended) {
    if (when == When.ONCE_VIOLATED && !bounds.violated(ended, current)) {
      return current;
    }
    int best = current;
    for (int path = 0; path < ended.paths(); path++) {
      best = badness(ended, path) < badness(ended, best) ? path : best;
    }
    return best;
  }

  /** The violations first, then how near the worst measurement comes to its bound. */
  private double badness(PathSecond ended, int path) {
    double near =
        Math.max(
            share(ended.rttMillis(path), bounds.rttMillis()),
            Math.max(
                share(ended.jitterMillis(path), bounds.jitterMillis()),
                Math.max(
                    share(ended.lossPct(path), bounds.lossPct()),
                    share(1, ended.rateShare(path)))));
    double shown = ended.isSilent(path) ? Double.MAX_VALUE / 2 : near;
    return bounds.violated(ended, path) ? 1e6 + shown : shown;
  }

  private static double share(double value, double bound) {
    return Double.isNaN(value) || Double.isNaN(bound) ? 0 : value / bound;
  }
}
