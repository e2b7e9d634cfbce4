package io.isthmus.northbound;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An orchestrator's end of webhooks, which answers as it is told. */
final class Receiver implements AutoCloseable {
  /** Never answers. */
  static final int HANG = 0;

  private final HttpServer server;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final BlockingQueue<Message> taken = new LinkedBlockingQueue<>();
  private final BlockingQueue<Message> refused = new LinkedBlockingQueue<>();
  private final Map<String, Integer> attempts = new ConcurrentHashMap<>();

  /** What to answer to the n-th attempt of a message, counted from 1. */
  private volatile Function<Message, Integer> answers = message -> 204;

  Receiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** What arrived. */
  record Message(Map<String, String> headers, String text, int attempt) {
    JsonNode event() {
      return JsonMapper.shared().readTree(text);
    }

    String type() {
      return event().path("type").asString();
    }

    String id() {
      return event().path("id").asString();
    }

    String summary() {
      return event().at("/data/summary").asString("");
    }
  }

  Receiver answering(Function<Message, Integer> newAnswers) {
    answers = newAnswers;
    return this;
  }

  String url() {
    return "http://127.0.0.1:%d/hook".formatted(server.getAddress().getPort());
  }

  /** The next message that was answered with 2xx. */
  Message next() throws InterruptedException {
    Message message = taken.poll(20, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("nothing arrived");
    }
    return message;
  }

  Message nextRefused() throws InterruptedException {
    Message message = refused.poll(20, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("nothing arrived");
    }
    return message;
  }

  boolean isQuietFor(int millis) throws InterruptedException {
    return taken.poll(millis, TimeUnit.MILLISECONDS) == null;
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> headers = new ConcurrentHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) ->
            headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
    int attempt = attempts.merge(headers.getOrDefault("webhook-id", ""), 1, Integer::sum);
    Message message = new Message(headers, text, attempt);
    int status = answers.apply(message);
    if (status == HANG) {
      refused.add(message);
      await();
      return;
    }
    byte[] body =
        status == 204 ? new byte[0] : "no, thanks\u0007\n".getBytes(StandardCharsets.UTF_8);
    // Before the answer, after which the next message may come.
    (status / 100 == 2 ? taken : refused).add(message);
    exchange.getResponseHeaders().set("Location", "/elsewhere");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void await() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
