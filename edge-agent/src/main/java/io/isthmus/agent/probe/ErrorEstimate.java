package io.isthmus.agent.probe;

/**
 * How far off a clock may be, as it stands in packets (RFC 4656, section 4.1.2): whether the clock
 * is synchronised, and {@code multiplier * 2^scale / 2^32} seconds.
 */
final class ErrorEstimate {

  private static final int SYNCHRONISED = 0x8000;
  private static final int OTHER_FORMAT = 0x4000;
  private static final int MAX_SCALE = 63;
  private static final double UNITS_PER_NANO = 4.294967296;

  private ErrorEstimate() {}

  static int of(boolean synchronised, long errorNanos) {
    double units = Math.max(1, Math.ceil(errorNanos * UNITS_PER_NANO));
    int scale = 0;
    while (units > 255 && scale < MAX_SCALE) {
      units = Math.ceil(units / 2);
      scale++;
    }
    int multiplier = (int) Math.min(255, units);
    return (synchronised ? SYNCHRONISED : 0) | scale << 8 | multiplier;
  }

  /** Timestamps in PTP's format are not read, and a multiplier of 0 is no estimate (ibid.). */
  static boolean isSynchronised(int estimate) {
    return (estimate & (SYNCHRONISED | OTHER_FORMAT)) == SYNCHRONISED && (estimate & 0xff) != 0;
  }

  static boolean isNtpFormat(int estimate) {
    return (estimate & OTHER_FORMAT) == 0;
  }

  static long errorNanos(int estimate) {
    double units = (estimate & 0xff) * Math.pow(2, estimate >> 8 & 0x3f);
    return (long) Math.min(1e18, units / UNITS_PER_NANO);
  }
}
