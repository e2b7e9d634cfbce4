package io.isthmus.lab.flow;

import io.isthmus.lab.kernel.Namespace;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Numbered HTTP requests to a microservice, one after the other over a single connection, each
 * checked against its answer. The connection is opened once; when it breaks, the flow is over.
 */
public final class TcpFlow implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 10_000;

  private final Socket socket;
  private final InputStream in;
  private final String host;
  private final long intervalNanos;
  private final Thread running;
  private volatile long answered;
  private volatile boolean stopping;
  private volatile @Nullable IOException broken;
  private long lastAnswer;
  private long longestGap;
  private long longestAnswer;

  public TcpFlow(Namespace from, String address, int port, int requestsPerSecond)
      throws IOException {
    host = address;
    intervalNanos = 1_000_000_000L / requestsPerSecond;
    socket =
        from.call(() -> {
          Socket made = new Socket();
          made.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port), TIMEOUT_MILLIS);
          return made;
        });
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
    running = Thread.ofPlatform().daemon().name("tcp flow").unstarted(this::run);
  }

  public TcpFlow start() {
    running.start();
    return this;
  }

  public int localPort() {
    return socket.getLocalPort();
  }

  public long answered() {
    return answered;
  }

  private void run() {
    long begin = System.nanoTime();
    lastAnswer = begin;
    try {
      for (long number = 0; !stopping; number++) {
        awaitTurn(begin + number * intervalNanos);
        exchange(number);
      }
    } catch (IOException e) {
      broken = e;
    }
  }

  private static void awaitTurn(long turn) {
    for (long left = turn - System.nanoTime(); left > 0; left = turn - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void exchange(long number) throws IOException {
    long asked = System.nanoTime();
    String request = "GET /?number=%d HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(number, host);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    String body = new String(in.readNBytes(contentLength()), StandardCharsets.UTF_8);
    if (!body.contains("\"query\":\"number=%d\"".formatted(number))
        || !body.contains("\"callerPort\":%d,".formatted(localPort()))) {
      throw new IOException("request %d was answered with %s".formatted(number, body));
    }
    long now = System.nanoTime();
    longestGap = Math.max(longestGap, now - lastAnswer);
    longestAnswer = Math.max(longestAnswer, now - asked);
    lastAnswer = now;
    answered = number + 1;
  }

  /** Reads the head of an answer. */
  private int contentLength() throws IOException {
    int length = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(lower.indexOf(':') + 1).strip());
      }
    }
    return length;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the microservice closed the connection");
      }
      line.append((char) c);
    }
    return line.toString().strip();
  }

  /** Ends after the request under way, and counts. */
  public Report stop() throws InterruptedException {
    stopping = true;
    running.join();
    IOException failure = broken;
    return new Report(
        localPort(),
        answered,
        failure == null ? "" : String.valueOf(failure.getMessage()),
        longestGap / 1e6,
        longestAnswer / 1e6);
  }

  @Override
  public void close() throws IOException {
    stopping = true;
    socket.close();
  }

  /**
   * What became of the requests.
   *
   * @param answered requests that were answered rightly, in order, over the one connection
   * @param failure what broke the connection; empty while it holds
   * @param longestGapMs longest time between two answers
   * @param longestAnswerMs longest time from a request to its answer
   */
  public record Report(
      int localPort, long answered, String failure, double longestGapMs, double longestAnswerMs) {
    public boolean unbroken() {
      return failure.isEmpty();
    }
  }
}
