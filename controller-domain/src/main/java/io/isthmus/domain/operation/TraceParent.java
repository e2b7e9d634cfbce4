package io.isthmus.domain.operation;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in a trace, as W3C Trace Context writes it in {@code traceparent}: version 00, trace,
 * span, flags.
 */
public record TraceParent(String value) {
  private static final Pattern FORM =
      Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
  private static final int TRACE_BEGIN = 3;
  private static final int TRACE_END = 35;
  private static final int SPAN_END = 52;

  public TraceParent {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("no traceparent of version 00: " + value);
    }
  }

  /** Empty for what is none. */
  public static Optional<TraceParent> find(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new TraceParent(text)) : Optional.empty();
  }

  /** 32 hexadecimal digits. */
  public String traceId() {
    return value.substring(TRACE_BEGIN, TRACE_END);
  }

  /** 16 hexadecimal digits. */
  public String spanId() {
    return value.substring(TRACE_END + 1, SPAN_END);
  }

  @Override
  public String toString() {
    return value;
  }
}
