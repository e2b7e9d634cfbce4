package io.isthmus.agent.probe;

import java.util.Arrays;

/**
 * The least of the values of about the last minute, kept as the least of each second. Values may be
 * of any size and sign: one-way delays between clocks that do not agree are.
 */
final class LeastOfMinute {

  private static final int SECONDS = 60;
  private static final long NONE = Long.MAX_VALUE;

  private final long[] seconds = new long[SECONDS];
  private int at;
  private long past = NONE;
  private int samples;

  LeastOfMinute() {
    forget();
  }

  void forget() {
    Arrays.fill(seconds, NONE);
    past = NONE;
    samples = 0;
  }

  void add(long value) {
    seconds[at] = Math.min(seconds[at], value);
    samples++;
  }

  /** Begins the next second. */
  void tick() {
    at = (at + 1) % SECONDS;
    seconds[at] = NONE;
    past = NONE;
    for (long second : seconds) {
      past = Math.min(past, second);
    }
  }

  /** Only meaningful once there is a value. */
  long least() {
    return Math.min(past, seconds[at]);
  }

  int samples() {
    return samples;
  }
}
