package io.isthmus.lab.replay;

import java.util.Arrays;

/**
 * The choices with the least seconds in violation plus one second for each move, by dynamic
 * programming over (second, path). It may start on any path.
 */
final class Oracle {
  private Oracle() {}

  static int[] choose(Cell cell) {
    int[][] from = new int[cell.seconds()][cell.paths()];
    int[] cost = new int[cell.paths()];
    Arrays.setAll(cost, path -> cell.violated(path, 0) ? 1 : 0);
    for (int t = 1; t < cell.seconds(); t++) {
      cost = step(cell, t, cost, from[t]);
    }
    return backwards(from, cheapest(cost));
  }

  private static int[] step(Cell cell, int t, int[] before, int[] from) {
    int[] cost = new int[before.length];
    int best = cheapest(before);
    for (int path = 0; path < cost.length; path++) {
      from[path] = before[path] <= before[best] + 1 ? path : best;
      int arrival = from[path] == path ? before[path] : before[best] + 1;
      cost[path] = arrival + (cell.violated(path, t) ? 1 : 0);
    }
    return cost;
  }

  private static int[] backwards(int[][] from, int last) {
    int[] chosen = new int[from.length];
    chosen[chosen.length - 1] = last;
    for (int t = chosen.length - 1; t > 0; t--) {
      chosen[t - 1] = from[t][chosen[t]];
    }
    return chosen;
  }

  private static int cheapest(int[] cost) {
    int best = 0;
    for (int path = 1; path < cost.length; path++) {
      best = cost[path] < cost[best] ? path : best;
    }
    return best;
  }
}
