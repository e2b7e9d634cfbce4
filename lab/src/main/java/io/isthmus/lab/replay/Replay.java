package io.isthmus.lab.replay;

import io.isthmus.selection.predict.PathSecond;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs contenders through cells. For second t a contender has been given the seconds up to t − 1 −
 * lag, of all paths.
 */
record Replay(int lag) {
  Verdict judge(List<Cell> cells, Contender contender) {
    List<Verdict.Row> rows =
        cells.stream()
            .map(cell ->
                new Verdict.Row(
                    cell.scenario().family(),
                    cell.scenario().name(),
                    cell.demand().label(),
                    score(cell, contender)))
            .toList();
    return Verdict.of(contender.name(), contender.description(), rows);
  }

  /** The mean over all rotations of the order of paths: each path is the preferred one once. */
  Score score(Cell cell, Contender contender) {
    List<Score> rotations = new ArrayList<>();
    for (int by = 0; by < cell.paths(); by++) {
      Cell rotated = cell.rotated(by);
      rotations.add(Score.of(rotated, choices(rotated, contender)));
    }
    return Score.mean(rotations);
  }

  int[] choices(Cell cell, Contender contender) {
    return switch (contender) {
      case Contender.Clairvoyant clairvoyant -> clairvoyant.foresight().choose(cell);
      case Contender.Causal causal ->
          choices(cell, causal.maker().make(cell.demand().bounds(), cell.paths()));
    };
  }

  private int[] choices(Cell cell, Contender.Chooser chooser) {
    PathSecond second = new PathSecond(cell.paths());
    int[] chosen = new int[cell.seconds()];
    int current = 0;
    for (int t = 0; t < chosen.length; t++) {
      int newest = t - 1 - lag;
      if (newest >= 0) {
        cell.fill(second, newest);
        current = chooser.choose(current, second);
      }
      chosen[t] = current;
    }
    return chosen;
  }
}
