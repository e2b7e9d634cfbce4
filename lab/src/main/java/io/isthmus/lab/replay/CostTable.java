package io.isthmus.lab.replay;

import java.util.List;

/**
 * The costs of a cell's paths by each fit, so that a recipe is tried without weighing features
 * again. Chooses exactly as the selector does, which a test holds it to.
 */
final class CostTable {
  private static final int RETURN_SECONDS = 60;
  private static final double HEAD_START = 1e6;

  private final TrainingCell cell;

  /** By fit, path and second. */
  private final float[][][] costs;

  private final float[] lowestSlowRate;

  CostTable(TrainingCell cell, List<double[]> fits) {
    this.cell = cell;
    this.costs = new float[fits.size()][cell.paths()][cell.seconds()];
    this.lowestSlowRate = new float[cell.seconds()];
    for (int t = 0; t < cell.seconds(); t++) {
      float lowest = 1;
      for (int path = 0; path < cell.paths(); path++) {
        lowest = Math.min(lowest, cell.slowRate(path, t));
        for (int fit = 0; fit < costs.length; fit++) {
          costs[fit][path][t] = cell.cost(path, t, fits.get(fit));
        }
      }
      lowestSlowRate[t] = lowest;
    }
  }

  TrainingCell cell() {
    return cell;
  }

  /** The mean over all rotations of the order of paths, without a lag. */
  Score score(Recipe recipe) {
    double[][] mixed = mixed(recipe);
    double violPct = 0;
    double movesPerHour = 0;
    double flapsPerHour = 0;
    double effPct = 0;
    int paths = cell.paths();
    for (int start = 0; start < paths; start++) {
      Score score = Score.of(cell.cell(), choices(recipe, mixed, start));
      violPct += score.violPct() / paths;
      movesPerHour += score.movesPerHour() / paths;
      flapsPerHour += score.flapsPerHour() / paths;
      effPct += score.effPct() / paths;
    }
    return new Score(violPct, movesPerHour, flapsPerHour, effPct);
  }

  private double[][] mixed(Recipe recipe) {
    double[][] mixed = new double[cell.paths()][cell.seconds()];
    for (int fit = 0; fit < costs.length; fit++) {
      double share = recipe.mixture()[fit];
      for (int path = 0; path < mixed.length; path++) {
        float[] column = costs[fit][path];
        for (int t = 0; t < column.length; t++) {
          mixed[path][t] += share * column[t];
        }
      }
    }
    return mixed;
  }

  int[] choices(Recipe recipe, double[][] mixed, int start) {
    int[] chosen = new int[cell.seconds()];
    double fading = Math.pow(0.5, 1 / recipe.halfLifeSeconds());
    int current = start;
    int left = -1;
    int sinceMove = 0;
    double recentMoves = 0;
    chosen[0] = start;
    for (int t = 1; t < chosen.length; t++) {
      sinceMove++;
      recentMoves *= fading;
      double scale = 1 + recipe.crowding() * lowestSlowRate[t - 1];
      double threshold = scale * (1 + recipe.growth() * recentMoves);
      boolean impatient = cell.run(current, t - 1) >= recipe.patienceSeconds();
      int best = current;
      double bestCost = mixed[current][t - 1];
      for (int turn = 0; turn < mixed.length; turn++) {
        int path = (start + turn) % mixed.length;
        if (path == current || path == left && sinceMove <= recipe.holdDownSeconds()) {
          continue;
        }
        double cost = mixed[path][t - 1] + threshold;
        cost += path == left && sinceMove <= RETURN_SECONDS ? scale * recipe.returnCost() : 0;
        cost -= impatient && cell.run(path, t - 1) == 0 ? HEAD_START : 0;
        if (cost < bestCost) {
          bestCost = cost;
          best = path;
        }
      }
      if (best != current) {
        left = current;
        sinceMove = 0;
        recentMoves++;
        current = best;
      }
      chosen[t] = current;
    }
    return chosen;
  }

  /** The choices by a recipe when the given path comes first. */
  int[] choices(Recipe recipe, int start) {
    return choices(recipe, mixed(recipe), start);
  }
}
