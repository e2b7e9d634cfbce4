package io.isthmus.lab.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private static final long MS = 1_000_000;
  private final UdpFlow.Arrivals arrivals = new UdpFlow.Arrivals(100);
  private final long[] sentAt = {0, MS, 2 * MS, 3 * MS, 4 * MS};

  @Test
  void lossReorderingAndGapsAreCounted() {
    arrivals.add(0, MS, sentAt);
    arrivals.add(3, 4 * MS, sentAt);
    arrivals.add(1, 9 * MS, sentAt);
    arrivals.add(1, 10 * MS, sentAt);

    UdpFlow.Report report = arrivals.report(5, MS);

    assertThat(report).isEqualTo(new UdpFlow.Report(5, 3, 2, 1, 1, 5, 1, 8));
  }

  @Test
  void aWholeFlowLosesNothing() {
    for (int i = 0; i < 5; i++) {
      arrivals.add(i, sentAt[i] + MS, sentAt);
    }

    assertThat(arrivals.report(5, MS)).isEqualTo(new UdpFlow.Report(5, 5, 0, 0, 0, 1, 1, 1));
  }
}
