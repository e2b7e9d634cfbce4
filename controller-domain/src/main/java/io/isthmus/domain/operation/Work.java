package io.isthmus.domain.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A piece of work that somebody {@link WorkObserver observes}. Ends once. */
public interface Work {
  /**
   * What it is about.
   *
   * @param key of a small, fixed set: {@code tenant}, {@code edge}, {@code revision}, {@code
   *     operation}, …
   */
  Work about(String key, Object value);

  /** Its place in a trace, for what follows from it; empty when it is not traced. */
  Optional<TraceParent> trace();

  /** A part of it that somebody else carried out and timed. */
  void part(WorkObserver.Kind kind, Instant begin, Duration length);

  /**
   * It is over.
   *
   * @param outcome one of few words, such as {@code applied}
   */
  void end(String outcome);
}
