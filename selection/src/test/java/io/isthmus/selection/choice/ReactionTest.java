package io.isthmus.selection.choice;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.selection.choice.SimulatedEdge.Line;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How soon a class leaves what broke, and how rarely it moves for nothing. */
class ReactionTest {

  private static final int SEEDS = Integer.getInteger("isthmus.test.seeds", 10);
  private static final int REACTIONS = 101;

  @Test
  void deadPathIsLeftByThreeProbes() {
    List<Double> delays = reactions(line -> line.isDead = true);

    assertThat(median(delays)).isLessThan(0.35);
  }

  @Test
  void delayIsLeftWithinASecond() {
    List<Double> delays = reactions(line -> line.rttMs += 100);

    assertThat(median(delays)).isLessThan(1);
    assertThat(Collections.max(delays)).isLessThan(1);
  }

  @Test
  void jitterIsLeftWithinASecond() {
    List<Double> delays = reactions(line -> line.jitterMs = 80);

    assertThat(median(delays)).isLessThan(1);
  }

  @Test
  void aFifthLostIsLeftWithinASecondInTheMedian() {
    List<Double> delays = reactions(line -> line.lossPct = 20);

    assertThat(median(delays)).isLessThan(1);
  }

  @Test
  void aTenthLostIsLeftWithinTwoSecondsInTheMedian() {
    List<Double> delays = reactions(line -> line.lossPct = 10);

    assertThat(median(delays)).isLessThan(2.5);
  }

  /** Seconds from the harm to the move, over many seeds. */
  private static List<Double> reactions(Consumer<Line> harm) {
    List<Double> delays = new ArrayList<>();
    for (int seed = 0; seed < REACTIONS; seed++) {
      SimulatedEdge edge = new SimulatedEdge(seed, "a", "b");
      edge.steer(Policies.voice(), edge.order("a")).run(40 + seed / 100.0);
      assertThat(edge.carrying()).as("seed %d before", seed).containsExactly("a");
      double at = edge.seconds();
      harm.accept(edge.line("a"));
      for (int i = 0; i < 30 && edge.moveCount() == 0; i++) {
        edge.run(1);
      }
      assertThat(edge.carrying()).as("seed %d", seed).containsExactly("b");
      delays.add(edge.lastMove().at() - at);
    }
    return delays;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.5, 0.7, 1, 1.3, 1.6, 2, 3, 5})
  void hoveringLossMovesNoMoreThanTwice(double lossPct) {
    assertFewMoves(line -> line.lossPct = lossPct, SEEDS / 5);
  }

  @ParameterizedTest
  @ValueSource(doubles = {70, 80, 90, 95, 98, 100, 102, 105})
  void hoveringDelayMovesNoMoreThanTwice(double rttMs) {
    assertFewMoves(
        line -> {
          line.rttMs = rttMs - 15;
          line.jitterMs = 15;
        },
        0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {15, 20, 25, 28, 30, 32, 35, 40, 45})
  void hoveringJitterMovesNoMoreThanTwice(double jitterMs) {
    assertFewMoves(line -> line.jitterMs = jitterMs, 0);
  }

  private static void assertFewMoves(Consumer<Line> noise, int exceptions) {
    List<Integer> seeds = new ArrayList<>();
    int most = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedEdge edge = new SimulatedEdge(seed, "a", "b");
      noise.accept(edge.line("a"));
      edge.steer(Policies.voice(), edge.order("a")).run(600);
      most = Math.max(most, edge.moveCount());
      if (edge.moveCount() > 2) {
        seeds.add(seed);
      }
    }
    assertThat(seeds.size()).as("seeds %s", seeds).isLessThanOrEqualTo(exceptions);
  }
}
