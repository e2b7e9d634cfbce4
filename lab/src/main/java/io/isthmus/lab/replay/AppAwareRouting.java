package io.isthmus.lab.replay;

import io.isthmus.selection.predict.Bounds;
import io.isthmus.selection.predict.PathSecond;
import java.util.Arrays;

/**
 * Application-aware routing as the market leader documents it: path means over a few polls are held
 * against the bounds at each poll, and the first compliant path in order of preference is taken,
 * the best one when none is compliant. The enhanced kind polls every 10 s and takes a path that has
 * broken its bounds only after it has kept them for a while (dampening), unless no other is left.
 */
final class AppAwareRouting implements Contender.Chooser {
  private static final int EVER = -1_000_000;

  private final Bounds bounds;
  private final int pollSeconds;
  private final int dampeningSeconds;
  private final SlidingMeans means;
  private final PathSecond mean;
  private final int[] brokenAt;
  private int seconds;

  AppAwareRouting(Bounds bounds, int paths, int pollSeconds, int polls, int dampeningSeconds) {
    this.bounds = bounds;
    this.pollSeconds = pollSeconds;
    this.dampeningSeconds = dampeningSeconds;
    this.means = new SlidingMeans(paths, pollSeconds * polls);
    this.mean = new PathSecond(paths);
    this.brokenAt = new int[paths];
    Arrays.fill(brokenAt, EVER);
  }

  @Override
  public int choose(int current, PathSecond ended) {
    means.add(ended);
    seconds++;
    if (seconds % pollSeconds != 0) {
      return current;
    }
    means.fill(mean);
    for (int path = 0; path < brokenAt.length; path++) {
      brokenAt[path] = bounds.violated(mean, path) ? seconds : brokenAt[path];
    }
    return poll(current);
  }

  private int poll(int current) {
    for (int path = 0; path < brokenAt.length; path++) {
      boolean stays = path == current && brokenAt[path] < seconds;
      if (stays || seconds - brokenAt[path] >= dampeningSeconds && brokenAt[path] < seconds) {
        return path;
      }
    }
    int best = current;
    for (int path = 0; path < brokenAt.length; path++) {
      if (brokenAt[path] < seconds) {
        return path;
      }
      best = badness(path) < badness(best) ? path : best;
    }
    return best;
  }

  /** A point of loss weighs as much as a second of round trip. */
  private double badness(int path) {
    double rtt = mean.isSilent(path) ? Double.MAX_VALUE : mean.rttMillis(path);
    return mean.lossPct(path) + rtt / 1000;
  }
}
