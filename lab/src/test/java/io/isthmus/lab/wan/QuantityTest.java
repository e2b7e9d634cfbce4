package io.isthmus.lab.wan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

  @Test
  void unitsAreRead() {
    assertThat(Quantity.millis("20ms")).isEqualTo(20);
    assertThat(Quantity.millis("1.5s")).isEqualTo(1_500);
    assertThat(Quantity.millis("250us")).isEqualTo(0.25);
    assertThat(Quantity.percent("0.5%")).isEqualTo(0.5);
    assertThat(Quantity.bitsPerSecond("10Mbit")).isEqualTo(1e7);
    assertThat(Quantity.bitsPerSecond("0")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ms", "-1ms", "1 hour", "10mbit", "1e3ms"})
  void otherThingsAreNoDurations(String text) {
    assertThatThrownBy(() -> Quantity.millis(text)).hasMessageContaining("such as 20ms");
  }
}
