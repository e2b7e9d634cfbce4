package io.isthmus.agent.control;

import java.time.Duration;

/**
 * When it has been quiet for a while after work, garbage goes back to the system: an edge is small.
 * Confined to the agent's thread.
 */
final class Tidying {

  private static final long AFTER = Duration.ofSeconds(2).toNanos();
  private static final long NEVER = Long.MAX_VALUE;

  private long at = System.nanoTime() + AFTER;

  void worked(long now) {
    at = now + AFTER;
  }

  long dueIn(long now) {
    return at == NEVER ? NEVER : at - now;
  }

  void runIfDue(long now) {
    if (at != NEVER && now >= at) {
      at = NEVER;
      System.gc();
    }
  }
}
