package io.isthmus.agent.control;

import com.google.protobuf.ByteString;
import com.google.protobuf.TextFormat;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.stub.StreamObserver;
import io.isthmus.agent.desired.ConfigSet;
import io.isthmus.agent.identity.ControllerAddress;
import io.isthmus.agent.identity.Identity;
import io.isthmus.agent.identity.IdentityStore;
import io.isthmus.agent.testbed.TestAuthority;
import io.isthmus.southbound.api.v1.ConfigDelta;
import io.isthmus.southbound.api.v1.ConfigResource;
import io.isthmus.southbound.api.v1.ConfigResult;
import io.isthmus.southbound.api.v1.ConfigUpdate;
import io.isthmus.southbound.api.v1.ControllerMessage;
import io.isthmus.southbound.api.v1.Drain;
import io.isthmus.southbound.api.v1.EdgeControlGrpc;
import io.isthmus.southbound.api.v1.EdgeEnrollmentGrpc;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.EnrollReply;
import io.isthmus.southbound.api.v1.EnrollRequest;
import io.isthmus.southbound.api.v1.FullConfig;
import io.isthmus.southbound.api.v1.Hello;
import io.isthmus.southbound.api.v1.NoticeAck;
import io.isthmus.southbound.api.v1.Welcome;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** The controller's side of the contract, on a real socket, doing what a test says. */
final class ScriptedController extends EdgeControlGrpc.EdgeControlImplBase {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final BlockingQueue<EdgeMessage> inbox = new LinkedBlockingQueue<>();
  private final AtomicLong sessions = new AtomicLong();
  private final AtomicLong completed = new AtomicLong();
  private final AtomicLong nonces = new AtomicLong();
  private final EventLoopGroup loop = new NioEventLoopGroup(1);
  private final Server server;
  private final TestAuthority authority;
  private final List<EnrollRequest> enrollments = new CopyOnWriteArrayList<>();
  private final List<SSLSession> tls = new CopyOnWriteArrayList<>();
  private volatile Function<EnrollRequest, EnrollReply> enroller =
      request -> {
        throw refusal("TOKEN_UNKNOWN");
      };
  private volatile Optional<StatusRuntimeException> greeting = Optional.empty();
  private volatile StreamObserver<ControllerMessage> edge;

  ScriptedController(int port) throws IOException {
    this(new TestAuthority("root"), port);
  }

  /** Listens on the loopback of the calling thread's namespace. */
  ScriptedController(TestAuthority authority, int port) throws IOException {
    this.authority = authority;
    // The group's own thread, started from here, is in this namespace; shared ones may be
    // elsewhere.
    loop.submit(() -> {}).syncUninterruptibly();
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
            .bossEventLoopGroup(loop)
            .workerEventLoopGroup(loop)
            .channelType(NioServerSocketChannel.class)
            .directExecutor()
            .permitKeepAliveTime(1, TimeUnit.SECONDS)
            .sslContext(authority.serverTls(authority.controller(), "TLSv1.3"))
            .addService(this)
            .addService(new Enrollment())
            .intercept(new Sessions())
            .build()
            .start();
  }

  TestAuthority authority() {
    return authority;
  }

  /** Makes the device of this state directory an edge that may connect here. */
  Identity admit(Path state, String tenant, String name, Duration life) throws IOException {
    List<ControllerAddress> here = List.of(new ControllerAddress("127.0.0.1", port()));
    Identity identity = authority.identity(tenant, name, life, here);
    new IdentityStore(state).save(identity);
    return identity;
  }

  void admit(Path state) throws IOException {
    admit(state, "acme", "edge-1", Duration.ofDays(1));
  }

  static StatusRuntimeException refusal(String reason) {
    Metadata trailers = new Metadata();
    trailers.put(Metadata.Key.of("isthmus-refusal", Metadata.ASCII_STRING_MARSHALLER), reason);
    return Status.UNAUTHENTICATED.withDescription("in words").asRuntimeException(trailers);
  }

  /** Every stream from now on ends so; empty: is heard. */
  void greet(Optional<StatusRuntimeException> with) {
    greeting = with;
  }

  void enrollBy(Function<EnrollRequest, EnrollReply> with) {
    enroller = with;
  }

  List<EnrollRequest> enrollments() {
    return enrollments;
  }

  /** TLS sessions of the streams so far, with the certificate of the edge. */
  List<SSLSession> tls() {
    return tls;
  }

  BigInteger lastSerial() {
    try {
      return ((X509Certificate) tls.getLast().getPeerCertificates()[0]).getSerialNumber();
    } catch (SSLPeerUnverifiedException e) {
      throw new AssertionError("the edge showed no certificate", e);
    }
  }

  private final class Sessions implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      if (call.getMethodDescriptor().getFullMethodName().endsWith("/Connect")) {
        tls.add(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
      }
      return next.startCall(call, headers);
    }
  }

  private final class Enrollment extends EdgeEnrollmentGrpc.EdgeEnrollmentImplBase {
    @Override
    public void enroll(EnrollRequest request, StreamObserver<EnrollReply> responses) {
      enrollments.add(request);
      try {
        responses.onNext(enroller.apply(request));
        responses.onCompleted();
      } catch (StatusRuntimeException e) {
        responses.onError(e);
      }
    }
  }

  int port() {
    return server.getPort();
  }

  void stop() throws InterruptedException {
    server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
  }

  @Override
  public StreamObserver<EdgeMessage> connect(StreamObserver<ControllerMessage> responses) {
    if (greeting.isPresent()) {
      responses.onError(greeting.get());
      return new Deaf();
    }
    edge = responses;
    return new StreamObserver<>() {
      @Override
      public void onNext(EdgeMessage message) {
        inbox.add(message);
      }

      @Override
      public void onError(Throwable error) {}

      @Override
      public void onCompleted() {
        completed.incrementAndGet();
        responses.onCompleted();
      }
    };
  }

  private static final class Deaf implements StreamObserver<EdgeMessage> {
    @Override
    public void onNext(EdgeMessage message) {}

    @Override
    public void onError(Throwable error) {}

    @Override
    public void onCompleted() {}
  }

  /** Waits for the next hello and answers it. */
  Hello welcome(int heartbeatMillis) throws InterruptedException {
    Hello hello = next(EdgeMessage::hasHello).getHello();
    send(
        ControllerMessage.newBuilder()
            .setWelcome(
                Welcome.newBuilder()
                    .setSessionEpoch(sessions.incrementAndGet())
                    .setHeartbeatIntervalMillis(heartbeatMillis))
            .build());
    return hello;
  }

  ConfigResult full(long revision, Collection<ConfigResource> resources)
      throws InterruptedException {
    return update(
        ConfigUpdate.newBuilder()
            .setRevision(revision)
            .setHash(hash(ConfigSet.of(resources)))
            .setFull(FullConfig.newBuilder().addAllResources(resources)));
  }

  ConfigResult delta(
      long revision, ConfigSet base, Collection<ConfigResource> upserts, List<String> removed)
      throws InterruptedException {
    return update(
        ConfigUpdate.newBuilder()
            .setRevision(revision)
            .setHash(hash(base.with(upserts, removed)))
            .setDelta(
                ConfigDelta.newBuilder()
                    .setBaseHash(hash(base))
                    .addAllUpserts(upserts)
                    .addAllRemovedKeys(removed)));
  }

  ConfigResult update(ConfigUpdate.Builder update) throws InterruptedException {
    String nonce = "n" + nonces.incrementAndGet();
    send(ControllerMessage.newBuilder().setConfigUpdate(update.setNonce(nonce)).build());
    return next(m -> m.hasConfigResult() && m.getConfigResult().getNonce().equals(nonce))
        .getConfigResult();
  }

  static ByteString hash(ConfigSet config) {
    return ByteString.copyFrom(config.hash());
  }

  void drain(int millis) {
    send(
        ControllerMessage.newBuilder()
            .setDrain(Drain.newBuilder().setReconnectAfterMillis(millis))
            .build());
  }

  void acknowledge(long sequence) {
    send(
        ControllerMessage.newBuilder()
            .setNoticeAck(NoticeAck.newBuilder().setSequence(sequence))
            .build());
  }

  void abort() {
    end(Status.ABORTED.withDescription("a newer session").asRuntimeException());
  }

  void end(StatusRuntimeException with) {
    edge.onError(with);
  }

  /** How many streams the edge ended in good order. */
  long completed() {
    return completed.get();
  }

  void send(ControllerMessage message) {
    edge.onNext(message);
  }

  /** The next message that fits; others are left out. */
  EdgeMessage next(java.util.function.Predicate<EdgeMessage> fits) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<EdgeMessage> others = new ArrayList<>();
    while (true) {
      EdgeMessage message = inbox.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (message == null) {
        throw new AssertionError(
            "nothing that fits within "
                + PATIENCE
                + ", but: "
                + others.stream()
                    .filter(m -> !m.hasMeasurements() && !m.hasHeartbeat())
                    .map(TextFormat.printer()::shortDebugString)
                    .toList());
      }
      if (fits.test(message)) {
        return message;
      }
      others.add(message);
    }
  }
}
