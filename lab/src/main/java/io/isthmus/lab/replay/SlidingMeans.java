package io.isthmus.lab.replay;

import io.isthmus.selection.predict.PathSecond;

/** Means over the last seconds, path by path; what was not measured counts in none of them. */
final class SlidingMeans {
  private static final int COLUMNS = 4;

  private final int paths;

  /** By second modulo the width, path and column. */
  private final double[][][] ring;

  private int added;

  SlidingMeans(int paths, int width) {
    this.paths = paths;
    this.ring = new double[width][paths][COLUMNS];
  }

  void add(PathSecond second) {
    double[][] slot = ring[added % ring.length];
    for (int path = 0; path < paths; path++) {
      slot[path][0] = second.rttMillis(path);
      slot[path][1] = second.jitterMillis(path);
      slot[path][2] = second.lossPct(path);
      slot[path][3] = second.rateShare(path);
    }
    added++;
  }

  void fill(PathSecond mean) {
    for (int path = 0; path < paths; path++) {
      mean.measured(path, mean(path, 0), mean(path, 1), mean(path, 2), mean(path, 3));
    }
  }

  private double mean(int path, int column) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < Math.min(added, ring.length); i++) {
      double value = ring[i][path][column];
      sum += Double.isNaN(value) ? 0 : value;
      count += Double.isNaN(value) ? 0 : 1;
    }
    return count == 0 ? Double.NaN : sum / count;
  }
}
