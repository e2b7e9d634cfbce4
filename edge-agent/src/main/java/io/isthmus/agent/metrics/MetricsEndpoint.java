package io.isthmus.agent.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code GET /metrics}, answered by one thread, in the namespace of the thread that opened it. */
public final class MetricsEndpoint implements AutoCloseable {

  private static final int BACKLOG = 4;
  private static final int OK = 200;
  private static final int METHOD_NOT_ALLOWED = 405;

  private final HttpServer server;
  private final List<MetricsText.Source> sources;

  private MetricsEndpoint(HttpServer server, List<MetricsText.Source> sources) {
    this.server = server;
    this.sources = List.copyOf(sources);
  }

  public static MetricsEndpoint open(InetSocketAddress address, List<MetricsText.Source> sources)
      throws IOException {
    HttpServer server = HttpServer.create(address, BACKLOG);
    MetricsEndpoint endpoint = new MetricsEndpoint(server, sources);
    server.createContext("/metrics", endpoint::answer);
    server.start();
    return endpoint;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("GET")) {
        exchange.sendResponseHeaders(METHOD_NOT_ALLOWED, -1);
        return;
      }
      MetricsText text = new MetricsText();
      sources.forEach(source -> source.write(text));
      byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
      exchange.sendResponseHeaders(OK, body.length);
      try (OutputStream stream = exchange.getResponseBody()) {
        stream.write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
