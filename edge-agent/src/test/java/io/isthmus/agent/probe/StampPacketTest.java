package io.isthmus.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StampPacketTest {

  private final ByteBuffer packet = ByteBuffer.allocate(64);

  @Test
  void aProbeIsWhatTheStandardDraws() {
    StampPacket.writeProbe(packet, 7, 0x0102030405060708L, 0x8001, 0xabcd);

    assertThat(HexFormat.of().formatHex(packet.array(), 0, 44))
        .isEqualTo("00000007" + "0102030405060708" + "8001" + "abcd" + "00".repeat(28));
  }

  @Test
  void anAnswerCarriesTheProbeAndLeavesWhatIsBehindAlone() {
    StampPacket.writeProbe(packet, 7, 0x0102030405060708L, 0x8001, 0xabcd);
    packet.put(44, (byte) 0x5a);

    StampPacket.reflect(packet, 3, 0x1112131415161718L, 254);
    StampPacket.stamp(packet, 0x2122232425262728L, 0x0002);

    assertThat(HexFormat.of().formatHex(packet.array(), 0, 45))
        .isEqualTo(
            "00000003"
                + "2122232425262728"
                + "0002"
                + "abcd"
                + "1112131415161718"
                + "00000007"
                + "0102030405060708"
                + "8001"
                + "0000"
                + "fe"
                + "000000"
                + "5a");
    assertThat(StampPacket.senderTtl(packet)).isEqualTo(254);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 999_999_999, 1_790_000_000_123_456_789L, 2_085_978_495_999_999_999L})
  void timesComeBackToTheNanosecond(long epochNanos) {
    assertThat(NtpTime.epochNanos(NtpTime.of(epochNanos))).isEqualTo(epochNanos);
  }

  /** 7 February 2036, 06:28:16: seconds begin anew. */
  @Test
  void secondsMayWrap() {
    long wrap = 2_085_978_496_000_000_000L;

    assertThat(NtpTime.of(wrap)).isZero();
    assertThat(NtpTime.epochNanos(NtpTime.of(wrap + 5))).isEqualTo(wrap + 5);
    assertThat(NtpTime.epochNanos(NtpTime.of(wrap)) - NtpTime.epochNanos(NtpTime.of(wrap - 1)))
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 59, 60, 1_000, 250_000, 16_000_000_000L})
  void anErrorEstimateIsNeverTooSmallNorMuchTooLarge(long nanos) {
    int estimate = ErrorEstimate.of(true, nanos);

    assertThat(ErrorEstimate.isSynchronised(estimate)).isTrue();
    assertThat(ErrorEstimate.errorNanos(estimate)).isBetween(nanos - 1, nanos + nanos / 64 + 1);
    assertThat(estimate & 0xff).isPositive();
  }

  @Test
  void whatIsNoEstimateIsNotTrusted() {
    assertThat(ErrorEstimate.isSynchronised(ErrorEstimate.of(false, 10))).isFalse();
    assertThat(ErrorEstimate.isSynchronised(0x8000)).isFalse();
    assertThat(ErrorEstimate.isSynchronised(0xc001)).isFalse();
    assertThat(ErrorEstimate.isNtpFormat(0xc001)).isFalse();
  }
}
