package io.isthmus.selection.predict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PredictiveSelectorTest {
  private static final Bounds BOUNDS = new Bounds(150, 30, 1);
  private final PathSecond second = new PathSecond(3);

  @Test
  void aViolatedPathIsLeftForTheCalmest() {
    PredictiveSelector selector = selector(Models.failFast(5, 60));
    for (int i = 0; i < 30; i++) {
      see(true, i < 3, true);
      assertThat(selector.choose(0, second)).isZero();
    }

    see(false, true, true);

    assertThat(selector.choose(0, second)).isEqualTo(2);
  }

  @Test
  void thePathJustLeftIsClosedForTheHoldDown() {
    PredictiveSelector selector = selector(Models.failFast(5, 60));
    see(true, true, false);
    selector.choose(0, second);
    see(false, true, false);
    assertThat(selector.choose(0, second)).isEqualTo(1);

    see(true, false, false);
    for (int i = 1; i <= 5; i++) {
      assertThat(selector.choose(1, second)).as("second %d", i).isEqualTo(1);
    }

    assertThat(selector.choose(1, second)).isZero();
  }

  @Test
  void anUnusablePathIsLeftAtOnceEvenForTheOneJustLeft() {
    PredictiveSelector selector = selector(Models.indifferent(60));
    see(true, true, true);
    assertThat(selector.choose(0, second)).isZero();
    assertThat(selector.choose(1, second)).isEqualTo(1);

    second.unusable(1);
    second.unusable(2);

    assertThat(selector.choose(1, second)).isZero();
  }

  @Test
  void anUnusablePathIsNotChosen() {
    PredictiveSelector selector = selector(Models.failFast(5, 60));
    see(false, true, true);
    second.unusable(1);

    assertThat(selector.choose(0, second)).isEqualTo(2);
  }

  @Test
  void whereAllAreUnusableItStays() {
    PredictiveSelector selector = selector(Models.failFast(5, 60));
    second.unusable(0);
    second.unusable(1);
    second.unusable(2);

    assertThat(selector.choose(1, second)).isEqualTo(1);
  }

  @Test
  void aPathOfWhichNothingIsKnownIsNotChosen() {
    PredictiveSelector selector = selector(Models.failFast(5, 60));
    see(false, true, false);
    second.unmeasured(1);

    assertThat(selector.choose(0, second)).isZero();
  }

  @Test
  void withoutASignalAViolatedPathIsLeftOncePatienceIsOver() {
    PredictiveSelector selector = selector(Models.indifferent(4));
    see(false, false, true);

    for (int i = 1; i < 4; i++) {
      assertThat(selector.choose(0, second)).as("second %d", i).isZero();
    }

    assertThat(selector.choose(0, second)).isEqualTo(2);
  }

  @Test
  void aMoveByOthersIsAMove() {
    PredictiveSelector selector = selector(Models.failFast(5, 60));
    see(true, true, true);
    selector.choose(0, second);
    selector.choose(1, second); // a request has moved the class
    see(true, false, false);

    assertThat(selector.choose(1, second)).isEqualTo(1);
  }

  @Test
  void aChoiceThatIsNotFollowedIsNoMove() {
    PredictiveSelector selector = selector(Models.failFast(5, 60));
    see(true, true, false);
    selector.choose(0, second);
    see(false, true, false);

    for (int i = 0; i < 3; i++) {
      assertThat(selector.choose(0, second)).isEqualTo(1);
    }
  }

  @Test
  void otherPathsTakeOverWhatIsKnown() {
    PredictiveSelector selector = selector(Models.failFast(5, 60));
    for (int i = 0; i < 60; i++) {
      see(true, i % 2 == 0, true);
      selector.choose(0, second);
    }

    PredictiveSelector other = selector.withPaths(2, 0, -1, 1);
    PathSecond now = new PathSecond(4);
    now.measured(0, 20, 1, 0, Double.NaN);
    now.silent(1);
    now.measured(3, 20, 1, 0, Double.NaN);

    assertThat(other.choose(1, now)).isZero();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void theShippedModelLeavesADeadPathAndGoesNowhereWithoutCause(Mode mode) {
    PredictiveSelector selector = new PredictiveSelector(Model.shipped(), mode, BOUNDS, 3);
    for (int i = 0; i < 600; i++) {
      see(true, true, true);
      assertThat(selector.choose(0, second)).isZero();
    }

    see(false, true, true);
    int seconds = 0;
    while (selector.choose(0, second) == 0) {
      seconds++;
    }

    assertThat(seconds).isLessThan(mode == Mode.QUALITY ? 5 : 60);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void theShippedModelNeverReturnsWithinItsHoldDown(Mode mode) {
    Random random = new Random(5);
    PredictiveSelector selector = new PredictiveSelector(Model.shipped(), mode, BOUNDS, 3);
    int current = 0;
    int left = -1;
    int leftAt = 0;
    for (int t = 0; t < 20_000; t++) {
      see(random.nextInt(3) > 0, random.nextInt(3) > 0, random.nextInt(3) > 0);
      int next = selector.choose(current, second);
      if (next != current) {
        boolean returns = next == left && t - leftAt <= selector.holdDownSeconds();
        assertThat(returns).as("second %d", t).isFalse();
        left = current;
        leftAt = t;
        current = next;
      }
    }
    assertThat(leftAt).isPositive();
  }

  private static PredictiveSelector selector(Model model) {
    return new PredictiveSelector(model, Mode.QUALITY, BOUNDS, 3);
  }

  private void see(boolean... answers) {
    for (int path = 0; path < answers.length; path++) {
      if (answers[path]) {
        second.measured(path, 20, 1, 0, Double.NaN);
      } else {
        second.silent(path);
      }
    }
  }
}
