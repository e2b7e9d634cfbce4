package io.isthmus.agent.probe;

import io.isthmus.agent.net.IpAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** A path of the plan with its session, its health, and when it is probed next. */
final class MeasuredPath {

  private static final int SLOW_CAPACITY = 128;
  private static final int FAST_CAPACITY = 256;
  private static final int SLOW_FROM_MILLIS = 20;
  private static final double NANOS_PER_MILLI = 1e6;

  final WanPort port;
  final int sessionId;
  final @Nullable SenderSession session;
  final PathHealth health;
  final Beat beat;

  private final int usualPort;
  private ProbePlan.Path plan;
  private Target target;
  private Target before;
  private Doorway doorway;

  private long windowBegin;
  private long windowBeginWall;
  private long windowEnd;

  /** Where probes go, also as it is for the kernel. */
  private record Target(IpAddress address, int port, MemorySegment segment) {
    static Target of(ProbePlan.Path plan, int usualPort) {
      int port = plan.remotePort() == 0 ? usualPort : plan.remotePort();
      IpAddress address = plan.remoteAddress();
      return new Target(address, port, Datagram.address(Arena.ofAuto(), address, port));
    }

    boolean isSourceOf(Datagram datagram) {
      return datagram.sourcePort() == port && datagram.isFrom(address);
    }
  }

  /**
   * @param phase when to begin, as a part of an interval after now
   */
  MeasuredPath(
      ProbePlan.Path plan,
      WanPort port,
      int usualPort,
      int sessionId,
      ProbeListener listener,
      long now,
      double phase) {
    this.plan = plan;
    this.port = port;
    this.usualPort = usualPort;
    this.sessionId = sessionId;
    int capacity = plan.intervalMillis() < SLOW_FROM_MILLIS ? FAST_CAPACITY : SLOW_CAPACITY;
    session =
        plan.intervalMillis() == 0 ? null : new SenderSession(plan.key(), capacity, 0, listener);
    health = new PathHealth(plan.key(), plan.remoteEdge(), plan.link().name(), session);
    beat = new Beat(intervalNanos(1), now + (long) (intervalNanos(1) * phase));
    target = Target.of(plan, usualPort);
    before = target;
    doorway = port.doorway(plan.from());
  }

  ProbePlan.Path plan() {
    return plan;
  }

  /** Goes on between other addresses; what is under way is answered between the old ones. */
  void become(ProbePlan.Path other) {
    Target next = Target.of(other, usualPort);
    if (!next.address().equals(target.address()) || next.port() != target.port()) {
      before = target;
      target = next;
    }
    plan = other;
    doorway = port.doorway(other.from());
  }

  Doorway doorway() {
    return doorway;
  }

  /** Why nothing can leave by the path; empty when all is well. */
  String fault() {
    return port.fault().isEmpty() ? doorway.fault() : port.fault();
  }

  MemorySegment remote() {
    return target.segment();
  }

  /** Whether a packet comes from where probes go, or went until lately. */
  boolean leadsTo(Datagram datagram) {
    return target.isSourceOf(datagram) || before.isSourceOf(datagram);
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
    return session == null || !doorway.isOpen() ? Long.MAX_VALUE : beat.dueAt(health);
  }

  void sent(long now) {
    health.wanted = false;
    beat.sent(now);
  }

  long windowEnd() {
    return windowEnd;
  }

  void beginWindow(long now, long wall, long end) {
    windowBegin = now;
    windowBeginWall = wall;
    windowEnd = end;
  }

  /** Windows end a second apart, unless one is closed later than that. */
  void closeWindow(long now, long wall, ProbeListener listener) {
    if (session != null) {
      listener.window(
          session
              .window()
              .close(
                  windowBeginWall / 1_000,
                  (int) ((now - windowBegin + 500_000) / 1_000_000),
                  health.state,
                  port.txBps,
                  port.rxBps));
      session.tick();
    }
    long end = windowEnd + Prober.SECOND;
    beginWindow(now, wall, end > now ? end : now + Prober.SECOND);
  }
}
