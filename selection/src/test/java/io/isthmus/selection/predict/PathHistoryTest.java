package io.isthmus.selection.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PathHistoryTest {
  private final PathHistory history = new PathHistory(new Bounds(100, Bounds.NONE, 1));
  private final PathSecond second = new PathSecond(1);

  @Test
  void measurementsAreSharesOfTheirBounds() {
    second.measured(0, 50, 80, 0.2, Double.NaN);

    history.add(second, 0);

    assertThat(feature("violated")).isZero();
    assertThat(feature("rtt")).isEqualTo(0.5);
    assertThat(feature("jitter")).isZero();
    assertThat(feature("stress")).isEqualTo(0.5);
    assertThat(feature("lossy")).isEqualTo(1);
  }

  @Test
  void aRunOfViolationsIsCountedAndRemembered() {
    answers(20);
    second.silent(0);
    history.add(second, 0);
    history.add(second, 0);

    assertThat(history.run()).isEqualTo(2);
    assertThat(feature("run")).isCloseTo(Math.log(3), within(1e-9));
    assertThat(feature("silent")).isEqualTo(1);
    assertThat(feature("rate2")).isGreaterThan(0.5);

    answers(1);

    assertThat(history.run()).isZero();
    assertThat(feature("burst")).isLessThan(Math.log1p(3));
  }

  @Test
  void aSecondWithoutAMeasurementChangesNothing() {
    answers(20);
    double before = feature("rate60");

    second.unmeasured(0);
    history.add(second, 0);

    assertThat(feature("rate60")).isEqualTo(before);
  }

  @Test
  void whatWasNeverMeasuredIsUnknown() {
    second.unmeasured(0);
    history.add(second, 0);

    assertThat(history.isKnown()).isFalse();
  }

  private void answers(int seconds) {
    second.measured(0, 50, 1, 0, Double.NaN);
    for (int i = 0; i < seconds; i++) {
      history.add(second, 0);
    }
  }

  private double feature(String name) {
    return history.feature(PathHistory.FEATURES.indexOf(name));
  }
}
