package io.isthmus.agent.probe;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** A path of the plan with its session, its health, and when it is probed next. */
final class MeasuredPath {

  private static final int SLOW_CAPACITY = 128;
  private static final int FAST_CAPACITY = 256;
  private static final int SLOW_FROM_MILLIS = 20;
  private static final double NANOS_PER_MILLI = 1e6;

  final ProbePlan.Path plan;
  final WanPort port;
  final int sessionId;
  final @Nullable SenderSession session;
  final PathHealth health;
  final Beat beat;

  private final Arena arena = Arena.ofConfined();
  final MemorySegment remote;

  long windowBegin;
  long windowBeginWall;
  long windowEnd;

  /**
   * @param phase when to begin, as a part of an interval after now
   */
  MeasuredPath(
      ProbePlan.Path plan,
      WanPort port,
      int remotePort,
      int sessionId,
      ProbeListener listener,
      long now,
      double phase) {
    this.plan = plan;
    this.port = port;
    this.sessionId = sessionId;
    int capacity = plan.intervalMillis() < SLOW_FROM_MILLIS ? FAST_CAPACITY : SLOW_CAPACITY;
    session =
        plan.intervalMillis() == 0 ? null : new SenderSession(plan.key(), capacity, 0, listener);
    health = new PathHealth(plan.key(), plan.remoteEdge(), plan.link().name(), session);
    beat = new Beat(intervalNanos(1), now + (long) (intervalNanos(1) * phase));
    remote = Datagram.address(arena, plan.remoteAddress(), remotePort);
  }

  private long intervalNanos(double factor) {
    return (long) (plan.intervalMillis() * NANOS_PER_MILLI * factor);
  }

  /** A budget makes the distance between probes longer. */
  void stretch(double factor) {
    beat.interval(intervalNanos(factor));
  }

  double probesPerSecond() {
    return plan.intervalMillis() == 0 ? 0 : 1e3 / plan.intervalMillis();
  }

  /** When the next probe is to be sent. */
  long dueAt() {
    return session == null || !port.isOpen() ? Long.MAX_VALUE : beat.dueAt(health);
  }

  void sent(long now) {
    health.wanted = false;
    beat.sent(now);
  }

  void close() {
    arena.close();
  }
}
