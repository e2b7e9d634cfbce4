package io.isthmus.agent.control;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waits between attempts to connect: exponential with full jitter, so that a thousand edges that
 * lost one controller at once do not come back at once. The first wait is short: most losses are a
 * restart.
 */
final class Backoff {

  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration MAX = Duration.ofSeconds(10);
  private static final int MAX_DOUBLINGS = 10;

  private final RandomGenerator random;
  private int attempts;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  Duration next() {
    long ceiling = Math.min(MAX.toMillis(), FIRST.toMillis() << Math.min(attempts, MAX_DOUBLINGS));
    attempts++;
    return Duration.ofMillis(random.nextLong(ceiling + 1));
  }

  void reset() {
    attempts = 0;
  }
}
