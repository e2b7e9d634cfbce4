package io.isthmus.lab.replay;

import java.util.Collection;

/**
 * How a selector fared.
 *
 * @param violPct seconds in violation on the chosen path
 * @param movesPerHour changes of the path
 * @param flapsPerHour returns to the path just left within 60 s
 * @param effPct seconds in violation and one more for each change
 */
record Score(double violPct, double movesPerHour, double flapsPerHour, double effPct) {
  private static final int FLAP_SECONDS = 60;

  /** Scores the paths that were chosen, one for each second; the first is where it starts. */
  static Score of(Cell cell, int[] chosen) {
    int violations = 0;
    int moves = 0;
    int flaps = 0;
    int left = -1;
    int leftAt = 0;
    for (int t = 0; t < chosen.length; t++) {
      violations += cell.violated(chosen[t], t) ? 1 : 0;
      if (t > 0 && chosen[t] != chosen[t - 1]) {
        moves++;
        flaps += chosen[t] == left && t - leftAt <= FLAP_SECONDS ? 1 : 0;
        left = chosen[t - 1];
        leftAt = t;
      }
    }
    double percent = 100.0 / chosen.length;
    double hourly = 3600.0 / chosen.length;
    return new Score(
        violations * percent, moves * hourly, flaps * hourly, (violations + moves) * percent);
  }

  static Score mean(Collection<Score> scores) {
    double n = scores.size();
    return new Score(
        scores.stream().mapToDouble(Score::violPct).sum() / n,
        scores.stream().mapToDouble(Score::movesPerHour).sum() / n,
        scores.stream().mapToDouble(Score::flapsPerHour).sum() / n,
        scores.stream().mapToDouble(Score::effPct).sum() / n);
  }
}
