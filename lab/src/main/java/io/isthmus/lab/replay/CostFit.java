package io.isthmus.lab.replay;

import io.isthmus.selection.predict.PathHistory;
import java.util.List;

/**
 * Learns what being on a path is going to cost: violations to come, discounted, and moves, if one
 * goes on by a given way to choose. First that way is to stay; then the choices that the weights
 * learnt so far would make, and so on (policy iteration, on what the recordings show would have
 * happened on each path).
 *
 * @param moveCost seconds in violation that a move is worth; infinite to stay for ever
 * @param discount of each second, below 1
 * @param scale by which costs are divided, so that those of different fits compare
 */
record CostFit(double moveCost, double discount, int rounds, double scale) {
  /** How long costs count that begin after the recording's end, which nobody knows. */
  private static final int TAIL_SECONDS = 5;

  /** A move is cheaper in the choices that are followed than in the costs, to see more of them. */
  private static final double EAGERNESS = 0.8;

  /**
   * The costs whose mixtures are tried: violations soon, violations later, and two ways to go on.
   */
  static final List<CostFit> ALL =
      List.of(
          new CostFit(Double.POSITIVE_INFINITY, 0.9, 1, 0.8),
          new CostFit(Double.POSITIVE_INFINITY, 0.992, 1, 8),
          new CostFit(1, 0.97, 4, 0.8),
          new CostFit(3, 0.995, 5, 2.4));

  double[] weights(List<WeightedCell> cells) {
    double[] weights = start();
    for (int round = 0; round < rounds; round++) {
      double[] next = iterate(cells, weights);
      for (int i = 0; i < next.length; i++) {
        weights[i] = round == 0 ? next[i] : (weights[i] + next[i]) / 2;
      }
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= scale;
    }
    return weights;
  }

  /** Leaves what violates, for what has violated least in the last minute. */
  private static double[] start() {
    double[] weights = new double[TrainingCell.FEATURES];
    weights[PathHistory.FEATURES.indexOf("violated")] = 2;
    weights[PathHistory.FEATURES.indexOf("rate60")] = 5;
    return weights;
  }

  private double[] iterate(List<WeightedCell> cells, double[] weights) {
    Regression regression = new Regression();
    for (WeightedCell weighted : cells) {
      rollBack(weighted, weights, regression);
    }
    return regression.weights();
  }

  /** Goes back from the end: what each path costs from each second on. */
  private void rollBack(WeightedCell weighted, double[] weights, Regression regression) {
    TrainingCell cell = weighted.cell();
    int paths = cell.paths();
    double[] after = new double[paths];
    double[] costs = new double[paths];
    float[] chosenBy = new float[paths];
    for (int t = cell.seconds() - 1; t >= 1; t--) {
      for (int path = 0; path < paths; path++) {
        chosenBy[path] = Double.isInfinite(moveCost) ? 0 : cell.cost(path, t, weights);
      }
      for (int path = 0; path < paths; path++) {
        int next = next(path, chosenBy);
        double goingOn = (next == path ? 0 : moveCost) + after[next];
        costs[path] = (cell.cell().violated(path, t) ? 1 : 0) + discount * goingOn;
      }
      if (t < cell.seconds() - TAIL_SECONDS) {
        regression.add(cell, t - 1, costs, weighted.weight());
      }
      System.arraycopy(costs, 0, after, 0, paths);
    }
  }

  private int next(int path, float[] costs) {
    int best = path;
    double bestCost = costs[path];
    for (int other = 0; other < costs.length; other++) {
      double cost = costs[other] + EAGERNESS * moveCost;
      if (other != path && cost < bestCost) {
        bestCost = cost;
        best = other;
      }
    }
    return best;
  }

  /** A cell and how much each of its seconds counts. */
  record WeightedCell(TrainingCell cell, double weight) {}
}
