package io.isthmus.agent.probe;

/**
 * Timestamps of RFC 5905, section 6: 32 bits of seconds since 1900 and 32 bits of their fraction.
 * The seconds wrap in 2036; times from 1968 to 2104 are told apart by their first bit (RFC 4330,
 * section 3).
 */
final class NtpTime {

  private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;
  private static final long NANOS = 1_000_000_000L;

  private NtpTime() {}

  /** From nanoseconds since 1970. */
  static long of(long epochNanos) {
    long seconds = Math.floorDiv(epochNanos, NANOS);
    long fraction = (Math.floorMod(epochNanos, NANOS) << 32) / NANOS;
    return (seconds + SECONDS_1900_TO_1970) << 32 | fraction;
  }

  /** To nanoseconds since 1970, to the nearest. */
  static long epochNanos(long timestamp) {
    long seconds = timestamp >>> 32;
    long era = seconds >>> 31 == 1 ? 0 : 1L << 32;
    long nanos = ((timestamp & 0xffff_ffffL) * NANOS + (1L << 31)) >>> 32;
    return (seconds + era - SECONDS_1900_TO_1970) * NANOS + nanos;
  }
}
