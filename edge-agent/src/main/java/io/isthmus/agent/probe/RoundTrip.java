package io.isthmus.agent.probe;

/**
 * How long an answer may take before it is missed: the smoothed round trip and its variation as TCP
 * has them (RFC 6298), with a margin of our own instead of TCP's whole second. Nanoseconds.
 */
final class RoundTrip {

  static final long LEAST_MARGIN = 20_000_000;
  static final long MOST = 1_000_000_000;

  /** Before anything is known. */
  static final long INITIAL = 500_000_000;

  private long smoothed;
  private long variation;
  private boolean known;

  void sample(long rtt) {
    if (!known) {
      known = true;
      smoothed = rtt;
      variation = rtt / 2;
      return;
    }
    variation += (Math.abs(smoothed - rtt) - variation) / 4;
    smoothed += (rtt - smoothed) / 8;
  }

  /** 0 before the first sample. */
  long smoothed() {
    return smoothed;
  }

  long timeout() {
    return known ? Math.min(MOST, smoothed + Math.max(LEAST_MARGIN, 4 * variation)) : INITIAL;
  }
}
