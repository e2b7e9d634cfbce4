package io.isthmus.lab.replay;

import java.util.Arrays;

/**
 * Ridge regression of differences between paths at the same second: what is common to all paths of
 * a second tells nothing of which to take, so it is taken out of both sides.
 */
final class Regression {
  private static final double RIDGE = 0.01;
  private static final int N = TrainingCell.FEATURES;

  private final double[][] products = new double[N][N];
  private final double[] targets = new double[N];
  private final double[] means = new double[N];
  private final double[] centred = new double[N];
  private double weightSum;

  /** Adds a second of a cell: the features of its paths and what each turned out to cost. */
  void add(TrainingCell cell, int second, double[] costs, double weight) {
    int paths = cell.paths();
    Arrays.fill(means, 0);
    double mean = 0;
    for (int path = 0; path < paths; path++) {
      mean += costs[path] / paths;
      for (int i = 0; i < N; i++) {
        means[i] += cell.feature(path, second, i) / (double) paths;
      }
    }
    weightSum += weight;
    for (int path = 0; path < paths; path++) {
      for (int i = 0; i < N; i++) {
        centred[i] = cell.feature(path, second, i) - means[i];
      }
      accumulate(costs[path] - mean, weight);
    }
  }

  private void accumulate(double target, double weight) {
    for (int i = 0; i < N; i++) {
      double scaled = weight * centred[i];
      if (scaled == 0) {
        continue;
      }
      targets[i] += scaled * target;
      double[] row = products[i];
      for (int j = 0; j <= i; j++) {
        row[j] += scaled * centred[j];
      }
    }
  }

  double[] weights() {
    double[] spread = new double[N];
    for (int i = 0; i < N; i++) {
      spread[i] = Math.sqrt(products[i][i] / weightSum) + 1e-6;
    }
    double[][] matrix = new double[N][N + 1];
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        double product = i >= j ? products[i][j] : products[j][i];
        matrix[i][j] = product / (weightSum * spread[i] * spread[j]) + (i == j ? RIDGE : 0);
      }
      matrix[i][N] = targets[i] / (weightSum * spread[i]);
    }
    double[] solution = solve(matrix);
    for (int i = 0; i < N; i++) {
      solution[i] /= spread[i];
    }
    return solution;
  }

  /** Gaussian elimination; the ridge keeps the matrix positive definite, so no pivot is needed. */
  private static double[] solve(double[][] matrix) {
    for (int i = 0; i < N; i++) {
      for (int row = i + 1; row < N; row++) {
        double factor = matrix[row][i] / matrix[i][i];
        for (int j = i; j <= N; j++) {
          matrix[row][j] -= factor * matrix[i][j];
        }
      }
    }
    double[] solution = new double[N];
    for (int i = N - 1; i >= 0; i--) {
      double rest = matrix[i][N];
      for (int j = i + 1; j < N; j++) {
        rest -= matrix[i][j] * solution[j];
      }
      solution[i] = rest / matrix[i][i];
    }
    return solution;
  }
}
