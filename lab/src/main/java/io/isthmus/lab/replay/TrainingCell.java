package io.isthmus.lab.replay;

import io.isthmus.selection.predict.PathHistory;
import io.isthmus.selection.predict.PathSecond;
import java.util.Set;
import java.util.stream.Collectors;

/** A cell with what is known of each path after each second: computed once, read many times. */
final class TrainingCell {
  static final int FEATURES = PathHistory.FEATURES.size();

  private final Cell cell;

  /** By path, then second, then feature, the latter two in one row. */
  private final float[][] features;

  private final float[][] slowRates;
  private final int[][] runs;

  TrainingCell(Cell cell) {
    this.cell = cell;
    this.features = new float[cell.paths()][cell.seconds() * FEATURES];
    this.slowRates = new float[cell.paths()][cell.seconds()];
    this.runs = new int[cell.paths()][cell.seconds()];
    PathSecond second = new PathSecond(cell.paths());
    PathHistory[] histories = new PathHistory[cell.paths()];
    for (int t = 0; t < cell.seconds(); t++) {
      cell.fill(second, t);
      for (int path = 0; path < histories.length; path++) {
        if (t == 0) {
          histories[path] = new PathHistory(cell.demand().bounds());
        }
        histories[path].add(second, path);
        note(path, t, histories[path]);
      }
    }
  }

  private void note(int path, int t, PathHistory history) {
    for (int i = 0; i < FEATURES; i++) {
      features[path][t * FEATURES + i] = (float) history.feature(i);
    }
    slowRates[path][t] = (float) history.slowRate();
    runs[path][t] = history.run();
  }

  Cell cell() {
    return cell;
  }

  int paths() {
    return cell.paths();
  }

  int seconds() {
    return cell.seconds();
  }

  float feature(int path, int second, int index) {
    return features[path][second * FEATURES + index];
  }

  float slowRate(int path, int second) {
    return slowRates[path][second];
  }

  int run(int path, int second) {
    return runs[path][second];
  }

  /** The cost of a path after a second, by one weight for each feature. */
  float cost(int path, int second, double[] weights) {
    int row = second * FEATURES;
    double sum = 0;
    for (int i = 0; i < FEATURES; i++) {
      sum += weights[i] * features[path][row + i];
    }
    return (float) sum;
  }

  /** The recordings that it is cut from. */
  Set<String> traces() {
    return cell.scenario().paths().stream().map(Scenario.Part::trace).collect(Collectors.toSet());
  }
}
