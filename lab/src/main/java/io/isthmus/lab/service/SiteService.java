package io.isthmus.lab.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A microservice: says over HTTP at which site it runs, who asked, and how many requests it has
 * answered. Repeats the query, so that a caller can number its requests.
 */
public final class SiteService {
  private static final int BACKLOG = 128;
  private final String site;
  private final AtomicLong requests = new AtomicLong();

  private SiteService(String site) {
    this.site = site;
  }

  /** Arguments: site, port. */
  public static void main(String[] arguments) throws IOException {
    // Otherwise each answer waits for the acknowledgement of the one before.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    SiteService service = new SiteService(arguments[0]);
    int port = Integer.parseInt(arguments[1]);
    HttpServer server = HttpServer.create(new InetSocketAddress(port), BACKLOG);
    server.createContext("/", service::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String query = exchange.getRequestURI().getRawQuery();
      InetSocketAddress caller = exchange.getRemoteAddress();
      String body =
          "{\"site\":\"%s\",\"requests\":%d,\"caller\":\"%s\",\"callerPort\":%d,\"query\":\"%s\"}\n"
              .formatted(
                  site,
                  requests.incrementAndGet(),
                  caller.getAddress().getHostAddress(),
                  caller.getPort(),
                  query == null ? "" : query.replace("\"", ""));
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
