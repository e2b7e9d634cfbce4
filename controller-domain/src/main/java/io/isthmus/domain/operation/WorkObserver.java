package io.isthmus.domain.operation;

import java.time.Instant;
import java.util.Optional;

/**
 * Told of work that takes time, for metrics, logs and traces. Never fails and never waits; safe for
 * any thread.
 */
public interface WorkObserver {
  /** Looks at nothing. */
  WorkObserver NONE = new Unobserved();

  /** What there is to tell apart. */
  enum Kind {
    /** A request to change the intent, from the lock to the publication. */
    CHANGE,
    /** Planning the edges that a change touches. */
    PLAN,
    /** A configuration on its way: from sending it to the edge's answer. */
    PUSH,
    /** What the edge did with it, as it told. */
    APPLY,
    /** Recording the edge's answer. */
    RECORD
  }

  /**
   * Begins work of the caller's thread: whatever begins in the thread before it ends is a part of
   * it. Has to end in the same thread.
   */
  Work begin(Kind kind);

  /** Begins work that follows from what has this place in a trace, in whatever thread. */
  Work follow(Kind kind, Optional<TraceParent> cause);

  /** Whether anybody traces, so that places in traces are worth keeping. */
  boolean isTracing();

  /** Every edge has answered. */
  void finished(Operation operation, Instant at);
}
