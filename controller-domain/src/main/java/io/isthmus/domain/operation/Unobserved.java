package io.isthmus.domain.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Work that nobody looks at. */
final class Unobserved implements WorkObserver, Work {
  @Override
  public Work begin(Kind kind) {
    return this;
  }

  @Override
  public Work follow(Kind kind, Optional<TraceParent> cause) {
    return this;
  }

  @Override
  public boolean isTracing() {
    return false;
  }

  @Override
  public void finished(Operation operation, Instant at) {}

  @Override
  public Work about(String key, Object value) {
    return this;
  }

  @Override
  public Optional<TraceParent> trace() {
    return Optional.empty();
  }

  @Override
  public void part(Kind kind, Instant begin, Duration length) {}

  @Override
  public void end(String outcome) {}
}
