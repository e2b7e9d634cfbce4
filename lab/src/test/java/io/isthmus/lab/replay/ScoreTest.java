package io.isthmus.lab.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ScoreTest {
  @Test
  void violationsAndMovesAreCountedByHand() {
    Cell cell = Drawn.cell("..xx......", "xx.......x");

    Score score = Score.of(cell, new int[] {0, 0, 0, 1, 1, 1, 1, 1, 1, 1});

    assertThat(score).isEqualTo(new Score(20, 360, 0, 30));
  }

  @Test
  void aReturnWithinAMinuteIsAFlap() {
    Cell cell = Drawn.cell(".".repeat(3600), ".".repeat(3600), ".".repeat(3600));
    int[] chosen = new int[3600];
    chosen[100] = 1; // and back at once: a flap
    moveTo(chosen, 200, 259, 1); // and back after 60 s: a flap
    moveTo(chosen, 400, 460, 1); // and back after 61 s: none
    moveTo(chosen, 600, 609, 1); // to another, then back to the one before the last: none
    moveTo(chosen, 610, 619, 2);

    Score score = Score.of(cell, chosen);

    assertThat(score.flapsPerHour()).isEqualTo(2);
    assertThat(score.movesPerHour()).isEqualTo(9);
    assertThat(score.effPct()).isCloseTo(0.25, within(1e-9));
  }

  @Test
  void aFlapCountsAfterEachMove() {
    Cell cell = Drawn.cell(".....", ".....");

    Score score = Score.of(cell, new int[] {0, 1, 0, 1, 1});

    assertThat(score.flapsPerHour()).isCloseTo(2 * 3600 / 5.0, within(1e-9));
  }

  private static void moveTo(int[] chosen, int from, int to, int path) {
    Arrays.fill(chosen, from, to + 1, path);
  }
}
