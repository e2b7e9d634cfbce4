package io.isthmus.lab.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class OracleTest {
  private static final int SECONDS = 7;

  @Test
  void noSequenceOfChoicesIsCheaper() {
    Random random = new Random(7);
    for (int round = 0; round < 40; round++) {
      Cell cell = Drawn.cell(drawn(random), drawn(random), drawn(random));

      double oracle = Score.of(cell, Oracle.choose(cell)).effPct();

      assertThat(oracle).as("round %d", round).isEqualTo(cheapestOfAll(cell));
    }
  }

  private static String drawn(Random random) {
    StringBuilder seconds = new StringBuilder();
    for (int t = 0; t < SECONDS; t++) {
      seconds.append(random.nextInt(5) < 2 ? 'x' : '.');
    }
    return seconds.toString();
  }

  private static double cheapestOfAll(Cell cell) {
    double cheapest = Double.MAX_VALUE;
    for (int code = 0; code < Math.pow(3, SECONDS); code++) {
      int[] chosen = new int[SECONDS];
      for (int t = 0, rest = code; t < SECONDS; t++, rest /= 3) {
        chosen[t] = rest % 3;
      }
      cheapest = Math.min(cheapest, Score.of(cell, chosen).effPct());
    }
    return cheapest;
  }
}
