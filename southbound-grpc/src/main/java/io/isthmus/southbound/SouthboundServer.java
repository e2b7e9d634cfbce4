package io.isthmus.southbound;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.isthmus.southbound.enrollment.EdgeEnrollmentService;
import io.isthmus.southbound.session.EdgeControlService;
import io.isthmus.southbound.session.EdgeSessions;
import io.isthmus.southbound.session.EdgeTrust;
import io.isthmus.southbound.session.SessionCounts;
import io.isthmus.southbound.tls.EdgeTls;
import io.isthmus.southbound.tls.HandshakeWatch;
import io.isthmus.southbound.tls.PeerInterceptor;
import io.isthmus.southbound.tls.SourceLimit;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The listener that edges dial, from the controller's start to its stop. Opens before the REST API
 * and closes after it, so that requests which wait for edges get their answers.
 */
public final class SouthboundServer implements SmartLifecycle {
  /** From an edge; the largest are a second's windows of thousands of paths. */
  static final int LARGEST_INBOUND_BYTES = 4 << 20;

  private static final Logger log = LoggerFactory.getLogger(SouthboundServer.class);

  /** Boot stops its web server in the phases 1,024 and 2,048 below the default. */
  private static final int PHASE = DEFAULT_PHASE - 4_096;

  private static final int MOST_STREAMS_PER_CONNECTION = 1_000;
  private static final int LARGEST_HEADERS_BYTES = 16 << 10;
  private static final Duration TICK = Duration.ofMillis(50);
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final SouthboundProperties properties;
  private final EdgeSessions sessions;
  private final EdgeTrust trust;
  private final Executor executor;
  private final SourceLimit enrolments;
  private final HandshakeWatch handshakes;

  @GuardedBy("this")
  private @Nullable Running running;

  private record Running(Server server, EdgeListener listener, ScheduledExecutorService ticks) {}

  SouthboundServer(
      SouthboundProperties properties, EdgeSessions sessions, EdgeTrust trust, Executor executor) {
    this.properties = properties;
    this.sessions = sessions;
    this.trust = trust;
    this.executor = executor;
    this.enrolments = limit(properties.enrolmentsPerSecond());
    this.handshakes = new HandshakeWatch(limit(properties.handshakesPerSecond()), trust.refused());
  }

  /**
   * @throws ListenerException when the addresses cannot be listened on
   */
  @Override
  public synchronized void start() {
    if (running != null) {
      return;
    }
    List<InetSocketAddress> addresses = ListenAddresses.of(properties.address(), properties.port());
    EdgeListener listener = new EdgeListener();
    Server server = listen(listener, addresses);
    ScheduledExecutorService ticks =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("southbound-ticks").factory());
    ticks.scheduleAtFixedRate(
        sessions::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    running = new Running(server, listener, ticks);
    log.info("edges are served on {} over TLS 1.3", server.getListenSockets());
  }

  @Override
  public synchronized void stop() {
    Running stopping = running;
    if (stopping == null) {
      return;
    }
    running = null;
    stopping.server().shutdown();
    sessions.drain();
    try {
      if (!sessions.awaitRecorded(GRACE)) {
        log.warn("stopping without having recorded all that the edges said");
      }
      if (!stopping.server().awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        stopping.server().shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping.server().shutdownNow();
    }
    stopping.ticks().shutdownNow();
    stopping.listener().close();
  }

  @Override
  public synchronized boolean isRunning() {
    return running != null;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  /** Where it listens; with several addresses and port 0, each has a port of its own. */
  public synchronized List<SocketAddress> addresses() {
    return running == null ? List.of() : List.copyOf(running.server().getListenSockets());
  }

  /**
   * The port of the first address.
   *
   * @throws IllegalStateException before the start and after the stop
   */
  public synchronized int port() {
    if (running == null) {
      throw new IllegalStateException("the southbound server is not running");
    }
    return running.server().getPort();
  }

  /** Whether edges can dial in now. */
  public synchronized boolean isListening() {
    return running != null
        && !running.server().isShutdown()
        && !running.server().getListenSockets().isEmpty();
  }

  /** When the first of the certificates that edges are connected by runs out; empty without any. */
  public Optional<Instant> soonestExpiry() {
    return sessions.soonestExpiry();
  }

  /** How many edges are connected, and what they wait for. */
  public SessionCounts sessions() {
    return sessions.counts();
  }

  private Server listen(EdgeListener listener, List<InetSocketAddress> addresses) {
    NettyServerBuilder builder = listener.builder(addresses, handshakes);
    builder
        .sslContext(EdgeTls.context(trust.identity(), trust.certificates()))
        .intercept(new PeerInterceptor(trust.certificates()))
        .addService(new EdgeControlService(sessions))
        .addService(new EdgeEnrollmentService(trust.admission(), trust.refused(), enrolments))
        .executor(executor)
        .maxInboundMessageSize(LARGEST_INBOUND_BYTES)
        .maxInboundMetadataSize(LARGEST_HEADERS_BYTES)
        .maxConcurrentCallsPerConnection(MOST_STREAMS_PER_CONNECTION)
        .handshakeTimeout(20, TimeUnit.SECONDS)
        .keepAliveTime(20, TimeUnit.SECONDS)
        .keepAliveTimeout(10, TimeUnit.SECONDS)
        .permitKeepAliveTime(5, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true);
    try {
      return builder.build().start();
    } catch (IOException e) {
      listener.close();
      throw new ListenerException(
          "The southbound listener cannot be opened on %s: %s".formatted(addresses, words(e)),
          "Free the port, or set isthmus.southbound.port and isthmus.southbound.address to what this machine has",
          e);
    }
  }

  /** Ten seconds' worth may come at once. */
  private static SourceLimit limit(int perSecond) {
    return new SourceLimit(perSecond, perSecond * 10, System::nanoTime);
  }

  private static String words(IOException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage());
  }
}
