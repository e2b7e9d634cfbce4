package io.isthmus.lab.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A packet a millisecond; the trouble begins at 1,000 ms. */
class FindingTest {
  private static final long MS = 1_000_000;
  private static final int OLD = 1001;
  private static final int NEW = 1002;
  private static final long BEGIN = 1_000 * MS;

  @Test
  void aBlackoutIsLostPacketsAndAGap() {
    Finding finding =
        find(
            number -> number >= 1_000 && number < 1_250 ? -1 : 5,
            number -> number < 1_250 ? OLD : NEW);

    assertThat(finding.lost()).isEqualTo(250);
    assertThat(finding.firstLostMs()).isEqualTo(OptionalDouble.of(0));
    assertThat(finding.lastOldMs()).isEqualTo(OptionalDouble.of(249));
    assertThat(finding.firstNewMs()).isEqualTo(OptionalDouble.of(250));
    assertThat(finding.gapMs()).isEqualTo(251);
    assertThat(finding.firstLateMs()).isEmpty();
  }

  @Test
  void aBrownoutIsLatePacketsAndNoGapWhenTheFlowMoves() {
    Finding finding =
        find(
            number -> number >= 1_010 && number < 1_400 ? 125 : 5,
            number -> number < 1_400 ? OLD : NEW);

    assertThat(finding.lost()).isZero();
    assertThat(finding.firstLateMs()).isEqualTo(OptionalDouble.of(10));
    assertThat(finding.firstNewMs()).isEqualTo(OptionalDouble.of(400));
    // The first by the new overlay overtake the last by the old one.
    assertThat(finding.reordered()).isPositive();
  }

  @Test
  void whatDoesNotMoveHasNoFirstPacketElsewhere() {
    Finding finding = find(number -> 5, number -> OLD);

    assertThat(finding.moved()).isFalse();
    assertThat(finding.gapMs()).isEqualTo(1);
    assertThat(finding.lost()).isZero();
  }

  private interface OfPacket {
    int at(int number);
  }

  private static Finding find(OfPacket transitMs, OfPacket vni) {
    FlowLog log =
        new FlowLog() {
          @Override
          public int sent() {
            return 3_000;
          }

          @Override
          public long sentAtNanos(int number) {
            return number * MS;
          }

          @Override
          public OptionalLong arrivedAtNanos(int number) {
            int transit = transitMs.at(number);
            return transit < 0 ? OptionalLong.empty() : OptionalLong.of((number + transit) * MS);
          }

          @Override
          public int vni(int number) {
            return vni.at(number);
          }
        };
    return Finding.of(log, OLD, NEW, BEGIN, 2_000 * MS);
  }
}
