package io.isthmus.agent.probe;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** A path of the plan with its session, its health, and when it is probed next. */
final class MeasuredPath {

  /** Distance between probes while something is suspected, or about to come up. */
  static final long FAST_NANOS = 25_000_000;

  private static final int SLOW_CAPACITY = 128;
  private static final int FAST_CAPACITY = 256;
  private static final int SLOW_FROM_MILLIS = 20;

  final ProbePlan.Path plan;
  final WanPort port;
  final int sessionId;
  final @Nullable SenderSession session;
  final PathHealth health;

  private final Arena arena = Arena.ofConfined();
  final MemorySegment remote;

  long intervalNanos;
  long nextAt;
  long lastAt;
  long windowBegin;
  long windowBeginWall;
  long windowEnd;

  MeasuredPath(
      ProbePlan.Path plan,
      WanPort port,
      int remotePort,
      int sessionId,
      long firstSequence,
      ProbeListener listener) {
    this.plan = plan;
    this.port = port;
    this.sessionId = sessionId;
    int capacity = plan.intervalMillis() < SLOW_FROM_MILLIS ? FAST_CAPACITY : SLOW_CAPACITY;
    session =
        plan.intervalMillis() == 0
            ? null
            : new SenderSession(plan.key(), capacity, firstSequence, listener);
    health = new PathHealth(plan.key(), plan.remoteEdge(), plan.link().name(), session);
    remote = Datagram.address(arena, plan.remoteAddress(), remotePort);
    stretch(1);
  }

  /** A budget makes the distance between probes longer. */
  final void stretch(double factor) {
    intervalNanos = (long) (plan.intervalMillis() * 1e6 * factor);
  }

  double probesPerSecond() {
    return plan.intervalMillis() == 0 ? 0 : 1e3 / plan.intervalMillis();
  }

  /** When the next probe is to be sent. */
  long dueAt() {
    if (session == null || !port.isOpen()) {
      return Long.MAX_VALUE;
    }
    if (health.wanted) {
      return lastAt;
    }
    return health.isSuspect() || health.isRecovering()
        ? Math.min(nextAt, lastAt + Math.min(intervalNanos, FAST_NANOS))
        : nextAt;
  }

  /** One was sent, or had to be left out. */
  void sent(long now) {
    health.wanted = false;
    lastAt = now;
    // Fast ones in between do not move the beat; what was missed is not made up for.
    if (nextAt <= now) {
      nextAt = Math.max(nextAt + intervalNanos, now + intervalNanos / 2);
    }
  }

  void close() {
    arena.close();
  }
}
