package io.isthmus.agent.probe;

/** When a path is probed: regularly, and faster while something is to be found out. Pure. */
final class Beat {

  /** Distance between probes while something is suspected, or about to come up. */
  static final long FAST_NANOS = 25_000_000;

  private long intervalNanos;
  private long nextAt;
  private long lastAt;

  Beat(long intervalNanos, long firstAt) {
    this.intervalNanos = intervalNanos;
    nextAt = firstAt;
    lastAt = firstAt - intervalNanos;
  }

  /** The distance between regular probes from now on. */
  void interval(long nanos) {
    intervalNanos = nanos;
  }

  /** When the next probe is to be sent. */
  long dueAt(PathHealth health) {
    if (health.wanted) {
      return lastAt;
    }
    return health.isSuspect() || health.isRecovering()
        ? Math.min(nextAt, lastAt + Math.min(intervalNanos, FAST_NANOS))
        : nextAt;
  }

  /** One was sent, or had to be left out. */
  void sent(long now) {
    lastAt = now;
    // Fast ones in between do not move the beat; what was missed is not made up for.
    if (nextAt <= now) {
      nextAt = Math.max(nextAt + intervalNanos, now + intervalNanos / 2);
    }
  }
}
