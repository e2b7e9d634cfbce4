package io.isthmus.southbound.session;

import io.isthmus.domain.topology.EdgeKey;
import org.slf4j.MDC;

/** Names the edge in every line that the thread logs until it is closed. */
final class LogContext implements AutoCloseable {
  static final String TENANT = "tenant";
  static final String EDGE = "edge";

  private LogContext() {}

  static LogContext of(EdgeKey edge) {
    MDC.put(TENANT, edge.tenant().value());
    MDC.put(EDGE, edge.edge().value());
    return new LogContext();
  }

  @Override
  public void close() {
    MDC.remove(TENANT);
    MDC.remove(EDGE);
  }
}
