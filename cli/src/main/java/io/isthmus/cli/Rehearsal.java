package io.isthmus.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.isthmus.cli.show.Terminal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/**
 * A controller for the commands to talk to while their ahead-of-time cache is made, so that the
 * cache holds what a command needs that is answered. It knows one edge, and is gone with the
 * process. No part of the command line: a program of its own.
 */
final class Rehearsal {
  private static final String EDGE =
      """
      {"name": "e", "site": "s", "number": 1, "wanLinks": [{"name": "w", "transport": "mpls"}],
       "lanSegments": [{"name": "l", "prefixes": ["10.0.0.0/24"]}], "steering": {"overlays": ["o"]},
       "quality": {"state": "UP", "rttMs": {"mean": 1.5}, "lossPct": 0.1, "jitterForwardMs": 0.2},
       "trafficClass": "c", "sourceEdge": "e", "destinationEdge": "f", "decidedBy": "EDGE",
       "decidedAt": "2026-01-01T00:00:00Z", "tunnels": [], "members": [], "overlays": []}\
      """;
  private static final String ANSWER =
      """
      {"items": [%s], "nodes": [], "revision": 1, "changed": true, "affectedEdges": ["e"],
       "differences": {"edges": {"created": ["e"], "replaced": [], "removed": []}}}\
      """
          .formatted(EDGE);

  private Rehearsal() {}

  public static void main(String[] args) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", Rehearsal::answer);
    server.start();
    String url = "http://127.0.0.1:%d".formatted(server.getAddress().getPort());
    for (List<String> command :
        List.of(
            List.of("get", "edges"),
            List.of("get", "paths"),
            List.of("get", "classes", "-o", "json"),
            List.of("get", "overlays", "-o", "yaml"),
            List.of("plan", "-f", "-"),
            List.of("apply", "-f", "-"),
            List.of("reroute", "c", "--to", "o"),
            List.of("why", "c"),
            List.of("get", "--help"))) {
      run(url, command);
    }
    server.stop(0);
  }

  private static void run(String url, List<String> command) {
    Map<String, String> environment = Map.of("ISTHMUS_URL", url, "ISTHMUS_TOKEN", "rehearsal");
    CommandLine commandLine =
        IsthmusCommand.commandLine(
            new Invocation(
                environment,
                Terminal.ofProcess(environment),
                new ByteArrayInputStream("sites: []".getBytes(StandardCharsets.UTF_8))));
    commandLine.setOut(new PrintWriter(OutputStream.nullOutputStream()));
    commandLine.setErr(new PrintWriter(OutputStream.nullOutputStream()));
    commandLine.execute(command.toArray(String[]::new));
  }

  private static void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    byte[] bytes = ANSWER.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
