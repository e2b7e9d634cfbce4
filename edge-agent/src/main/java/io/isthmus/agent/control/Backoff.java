package io.isthmus.agent.control;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waits between attempts to connect: exponential with full jitter, so that a thousand edges that
 * lost one controller at once do not come back at once. The first wait is short: most losses are a
 * restart.
 *
 * <p>Where nobody listens, an attempt costs no controller anything, and the one that starts is
 * awaited: those waits end sooner, and do not lengthen the others. Their ceiling is what spreads
 * the handshakes of a thousand edges over as many seconds as a controller needs for them.
 */
final class Backoff {

  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration MAX = Duration.ofSeconds(10);
  private static final Duration MAX_UNHEARD = Duration.ofSeconds(3);
  private static final int MAX_DOUBLINGS = 10;

  private final RandomGenerator random;
  private int attempts;
  private int unheard;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** After a controller that was reached did not let the edge in. */
  Duration next() {
    return wait(attempts++, MAX);
  }

  /** After nobody was reached at all. */
  Duration unheard() {
    return wait(unheard++, MAX_UNHEARD);
  }

  private Duration wait(int before, Duration most) {
    long ceiling = Math.min(most.toMillis(), FIRST.toMillis() << Math.min(before, MAX_DOUBLINGS));
    return Duration.ofMillis(random.nextLong(ceiling + 1));
  }

  void reset() {
    attempts = 0;
    unheard = 0;
  }
}
