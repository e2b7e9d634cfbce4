package io.isthmus.app.observe;

import io.isthmus.domain.operation.TraceParent;
import io.isthmus.domain.operation.WorkObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes spans of work, or nothing. Keeps OpenTelemetry away from a controller that nobody traces.
 */
interface SpanMaker {
  /** A span, or what stands for none. */
  interface Piece {
    void about(String key, Object value);

    Optional<TraceParent> trace();

    void part(WorkObserver.Kind kind, Instant begin, Duration length);

    void end(String outcome);
  }

  Piece NOTHING = new NoPiece();

  /** Traces nothing. */
  SpanMaker OFF = new Off();

  boolean isTracing();

  Piece begin(WorkObserver.Kind kind);

  Piece follow(WorkObserver.Kind kind, Optional<TraceParent> cause);

  /** No span. */
  final class NoPiece implements Piece {
    @Override
    public void about(String key, Object value) {}

    @Override
    public Optional<TraceParent> trace() {
      return Optional.empty();
    }

    @Override
    public void part(WorkObserver.Kind kind, Instant begin, Duration length) {}

    @Override
    public void end(String outcome) {}
  }

  /** No spans. */
  final class Off implements SpanMaker {
    @Override
    public boolean isTracing() {
      return false;
    }

    @Override
    public Piece begin(WorkObserver.Kind kind) {
      return NOTHING;
    }

    @Override
    public Piece follow(WorkObserver.Kind kind, Optional<TraceParent> cause) {
      return NOTHING;
    }
  }
}
