package io.isthmus.app.observe;

import io.isthmus.domain.operation.TraceParent;
import io.isthmus.domain.operation.WorkObserver;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Work as spans of OpenTelemetry. Only spans that are sampled are told of to edges. */
final class Spans implements SpanMaker {
  private final Tracer tracer;

  Spans(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public boolean isTracing() {
    return true;
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // closed when the work ends, in the same thread
  public Piece begin(WorkObserver.Kind kind) {
    Span span = tracer.spanBuilder(name(kind)).startSpan();
    return new Traced(span, span.makeCurrent());
  }

  /** What follows from nothing that is traced is not traced: thousands of edges may reconnect. */
  @Override
  public Piece follow(WorkObserver.Kind kind, Optional<TraceParent> cause) {
    if (cause.isEmpty()) {
      return SpanMaker.NOTHING;
    }
    SpanKind spanKind = kind == WorkObserver.Kind.PUSH ? SpanKind.CLIENT : SpanKind.INTERNAL;
    Span span =
        tracer
            .spanBuilder(name(kind))
            .setSpanKind(spanKind)
            .setParent(Context.root().with(Span.wrap(context(cause.get()))))
            .startSpan();
    return new Traced(span, Scope.noop());
  }

  private static SpanContext context(TraceParent parent) {
    return SpanContext.createFromRemoteParent(
        parent.traceId(), parent.spanId(), TraceFlags.getSampled(), TraceState.getDefault());
  }

  private static String name(WorkObserver.Kind kind) {
    return switch (kind) {
      case CHANGE -> "change intent";
      case PLAN -> "plan edges";
      case PUSH -> "push configuration";
      case APPLY -> "apply configuration";
      case RECORD -> "record acknowledgement";
    };
  }

  private final class Traced implements Piece {
    private final Span span;
    private final Scope scope;
    private final Instant begun = Instant.now();

    private Traced(Span span, Scope scope) {
      this.span = span;
      this.scope = scope;
    }

    @Override
    public void about(String key, Object value) {
      if (value instanceof Number number) {
        span.setAttribute("isthmus." + key, number.longValue());
      } else {
        span.setAttribute("isthmus." + key, value.toString());
      }
    }

    @Override
    public Optional<TraceParent> trace() {
      SpanContext context = span.getSpanContext();
      return context.isSampled()
          ? Optional.of(
              new TraceParent("00-%s-%s-01".formatted(context.getTraceId(), context.getSpanId())))
          : Optional.empty();
    }

    /**
     * Where an edge's clock cannot be right, since it did the work within this, its work is put in
     * the middle and marked.
     */
    @Override
    public void part(WorkObserver.Kind kind, Instant begin, Duration length) {
      Instant now = Instant.now();
      boolean possible = !begin.isBefore(begun) && !begin.plus(length).isAfter(now);
      Duration slack = Duration.between(begun, now).minus(length);
      Instant placed =
          possible ? begin : begun.plus(slack.isNegative() ? Duration.ZERO : slack.dividedBy(2));
      Span part =
          tracer
              .spanBuilder(name(kind))
              .setParent(Context.root().with(span))
              .setStartTimestamp(placed)
              .startSpan();
      part.setAttribute("isthmus.told_by", "edge");
      part.setAttribute("isthmus.clock_corrected", !possible);
      part.end(placed.plus(length));
    }

    @Override
    public void end(String outcome) {
      scope.close();
      span.setAttribute("isthmus.outcome", outcome);
      if (outcome.equals("failed") || outcome.equals("refused") || outcome.equals("lost")) {
        span.setStatus(StatusCode.ERROR);
      }
      span.end();
    }
  }
}
