package io.isthmus.selection.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BoundsTest {
  private static final double UNKNOWN = Double.NaN;
  private final PathSecond second = new PathSecond(1);

  @Test
  void eachBoundIsHeldByItself() {
    Bounds bounds = new Bounds(150, 30, 1);

    assertThat(violated(bounds, 150, 30, 1, UNKNOWN)).isFalse();
    assertThat(violated(bounds, 150.1, 30, 1, UNKNOWN)).isTrue();
    assertThat(violated(bounds, 150, 30.1, 1, UNKNOWN)).isTrue();
    assertThat(violated(bounds, 150, 30, 1.1, UNKNOWN)).isTrue();
    assertThat(violated(bounds, UNKNOWN, UNKNOWN, 0, UNKNOWN)).isTrue();
    assertThat(violated(bounds, 20, UNKNOWN, 0, UNKNOWN)).isFalse();
  }

  @Test
  void aRateBelowTheDemandViolates() {
    Bounds bounds = new Bounds(Bounds.NONE, Bounds.NONE, 2);

    assertThat(violated(bounds, UNKNOWN, UNKNOWN, 0, 1)).isFalse();
    assertThat(violated(bounds, UNKNOWN, UNKNOWN, 0, 0.99)).isTrue();
  }

  @Test
  void whatIsNotMeasuredKeepsAndWhatIsUnusableViolates() {
    Bounds bounds = new Bounds(150, 30, 1);
    second.unmeasured(0);
    assertThat(bounds.violated(second, 0)).isFalse();
    second.unusable(0);
    assertThat(bounds.violated(second, 0)).isTrue();
  }

  @Test
  void noNumberIsNoBound() {
    assertThatThrownBy(() -> new Bounds(Double.NaN, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rttMillis NaN");
  }

  private boolean violated(Bounds bounds, double rtt, double jitter, double loss, double share) {
    second.measured(0, rtt, jitter, loss, share);
    return bounds.violated(second, 0);
  }
}
