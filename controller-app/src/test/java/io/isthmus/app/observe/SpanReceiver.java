package io.isthmus.app.observe;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** Takes OTLP over HTTP, as a collector would, and keeps the spans. */
public final class SpanReceiver implements AutoCloseable {
  /**
   * A span as it was sent.
   *
   * @param parent empty where it has none
   * @param begin nanoseconds since 1970, as {@code end}
   */
  public record Received(
      String trace,
      String id,
      String parent,
      String name,
      long begin,
      long end,
      Map<String, String> attributes) {}

  private final HttpServer server;
  private final List<Received> spans = new CopyOnWriteArrayList<>();

  private SpanReceiver(HttpServer server) {
    this.server = server;
  }

  public static SpanReceiver start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    SpanReceiver receiver = new SpanReceiver(server);
    server.createContext(
        "/v1/traces",
        exchange -> {
          boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
          try (InputStream body =
              zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
            receiver.take(UnknownFieldSet.parseFrom(body.readAllBytes()));
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return receiver;
  }

  String endpoint() {
    return root() + "/v1/traces";
  }

  /** As exporters take it for all that they export. */
  public String root() {
    return "http://127.0.0.1:%d".formatted(server.getAddress().getPort());
  }

  public List<Received> spans() {
    return List.copyOf(spans);
  }

  List<Received> ofTrace(String trace) {
    return spans.stream().filter(span -> span.trace().equals(trace)).toList();
  }

  /** ExportTraceServiceRequest: resource_spans 1, scope_spans 2, spans 2. */
  private void take(UnknownFieldSet request) throws IOException {
    for (ByteString resource : request.getField(1).getLengthDelimitedList()) {
      for (ByteString scope : parsed(resource).getField(2).getLengthDelimitedList()) {
        for (ByteString span : parsed(scope).getField(2).getLengthDelimitedList()) {
          UnknownFieldSet fields = parsed(span);
          spans.add(
              new Received(
                  hex(fields, 1),
                  hex(fields, 2),
                  hex(fields, 4),
                  fields.getField(5).getLengthDelimitedList().getFirst().toStringUtf8(),
                  fields.getField(7).getFixed64List().getFirst(),
                  fields.getField(8).getFixed64List().getFirst(),
                  attributes(fields.getField(9))));
        }
      }
    }
  }

  /** KeyValue: key 1, value 2; AnyValue: string 1, bool 2, int 3. */
  private static Map<String, String> attributes(UnknownFieldSet.Field pairs) throws IOException {
    Map<String, String> attributes = new HashMap<>();
    for (ByteString pair : pairs.getLengthDelimitedList()) {
      UnknownFieldSet fields = parsed(pair);
      UnknownFieldSet value = parsed(fields.getField(2).getLengthDelimitedList().getFirst());
      String text =
          value.hasField(1)
              ? value.getField(1).getLengthDelimitedList().getFirst().toStringUtf8()
              : value.getField(value.hasField(2) ? 2 : 3).getVarintList().toString();
      attributes.put(fields.getField(1).getLengthDelimitedList().getFirst().toStringUtf8(), text);
    }
    return attributes;
  }

  private static UnknownFieldSet parsed(ByteString message) throws IOException {
    return UnknownFieldSet.parseFrom(message);
  }

  private static String hex(UnknownFieldSet fields, int number) {
    List<ByteString> values = fields.getField(number).getLengthDelimitedList();
    return values.isEmpty() ? "" : HexFormat.of().formatHex(values.getFirst().toByteArray());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
