package io.isthmus.selection.sla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BinomialTest {

  @Test
  void tailsAreThoseOfTheBooks() {
    assertThat(Binomial.atLeast(2, 10, 0.01)).isCloseTo(0.004266, within(1e-6));
    assertThat(Binomial.atLeast(1, 5, 0.01)).isCloseTo(0.04901, within(1e-5));
    assertThat(Binomial.atLeast(10, 300, 0.01)).isCloseTo(0.00104, within(1e-4));
    assertThat(Binomial.atMost(0, 300, 0.01)).isCloseTo(0.04904, within(1e-5));
  }

  @Test
  void edgesAreCertain() {
    assertThat(Binomial.atLeast(0, 10, 0.01)).isEqualTo(1);
    assertThat(Binomial.atLeast(11, 10, 0.5)).isZero();
    assertThat(Binomial.atLeast(1, 10, 0)).isZero();
    assertThat(Binomial.atLeast(10, 10, 1)).isEqualTo(1);
    assertThat(Binomial.atMost(10, 10, 0.3)).isCloseTo(1, within(1e-12));
  }
}
