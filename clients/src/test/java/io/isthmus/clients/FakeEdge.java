package io.isthmus.clients;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.stub.StreamObserver;
import io.isthmus.client.Isthmus;
import io.isthmus.client.api.EnrolmentApi;
import io.isthmus.client.model.EnrollmentTokenRequest;
import io.isthmus.domain.trust.Der;
import io.isthmus.pki.BuiltInAuthority;
import io.isthmus.pki.TestAuthority;
import io.isthmus.pki.TestRequests;
import io.isthmus.southbound.api.v1.Applied;
import io.isthmus.southbound.api.v1.ConfigResource;
import io.isthmus.southbound.api.v1.ConfigResult;
import io.isthmus.southbound.api.v1.ConfigUpdate;
import io.isthmus.southbound.api.v1.ControllerMessage;
import io.isthmus.southbound.api.v1.EdgeControlGrpc;
import io.isthmus.southbound.api.v1.EdgeEnrollmentGrpc;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.EdgeNotice;
import io.isthmus.southbound.api.v1.EnrollReply;
import io.isthmus.southbound.api.v1.EnrollRequest;
import io.isthmus.southbound.api.v1.ErrorCode;
import io.isthmus.southbound.api.v1.Heartbeat;
import io.isthmus.southbound.api.v1.Hello;
import io.isthmus.southbound.api.v1.Refused;
import io.isthmus.southbound.api.v1.ResourceError;
import io.isthmus.southbound.api.v1.SlaChanged;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An edge without a data plane: it enrols and connects as a device does, and says that it carries
 * what it is told. Messages to the controller are sent under its lock.
 */
public final class FakeEdge implements AutoCloseable, StreamObserver<ControllerMessage> {
  private final Map<String, ConfigResource> carried = new ConcurrentHashMap<>();
  private final AtomicLong sequence = new AtomicLong();
  private final CountDownLatch configured = new CountDownLatch(1);
  private final ManagedChannel channel;
  private final StreamObserver<EdgeMessage> up;
  private final ScheduledExecutorService beats =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private volatile Optional<String> refusal = Optional.empty();

  private FakeEdge(ManagedChannel channel, String tenant, String edge) {
    this.channel = channel;
    this.up = EdgeControlGrpc.newStub(channel).connect(this);
    send(
        EdgeMessage.newBuilder()
            .setHello(Hello.newBuilder().setTenant(tenant).setEdge(edge).setBootId("boot"))
            .build());
    EdgeMessage beat =
        EdgeMessage.newBuilder().setHeartbeat(Heartbeat.getDefaultInstance()).build();
    var unused = beats.scheduleAtFixedRate(() -> send(beat), 1, 1, TimeUnit.SECONDS);
  }

  static FakeEdge join(
      URI controller,
      String admin,
      int port,
      BuiltInAuthority authority,
      String tenant,
      String edge)
      throws Exception {
    String token =
        new EnrolmentApi(Isthmus.connect(controller, admin))
            .postEnrollmentToken(tenant, new EnrollmentTokenRequest().edge(edge))
            .getJoin()
            .getToken();
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair key = generator.generateKeyPair();
    ManagedChannel unknown = dial(port, authority, Optional.empty());
    EnrollReply reply =
        EdgeEnrollmentGrpc.newBlockingStub(unknown)
            .enroll(
                EnrollRequest.newBuilder()
                    .setToken(token)
                    .setCertificateRequest(
                        ByteString.copyFrom(TestRequests.of(key, "CN=e").bytes()))
                    .build());
    unknown.shutdownNow();
    TestAuthority.Credentials credentials =
        TestAuthority.credentials(
            key,
            reply.getIssued().getCertificateChainList().stream()
                .map(der -> Der.of(der.toByteArray()))
                .toList());
    FakeEdge joined = new FakeEdge(dial(port, authority, Optional.of(credentials)), tenant, edge);
    if (!joined.configured.await(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("edge " + edge + " was sent no configuration");
    }
    return joined;
  }

  private static ManagedChannel dial(
      int port, BuiltInAuthority authority, Optional<TestAuthority.Credentials> credentials)
      throws Exception {
    SslContextBuilder tls =
        GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
            .trustManager(TestAuthority.trusting(authority.material().trusted()))
            .protocols("TLSv1.3");
    credentials.ifPresent(
        own -> tls.keyManager(own.key(), own.chain().toArray(X509Certificate[]::new)));
    return NettyChannelBuilder.forAddress("127.0.0.1", port).sslContext(tls.build()).build();
  }

  /** From now on it takes nothing, and says why. */
  public void refuse(String why) {
    refusal = Optional.of(why);
  }

  /** From now on it carries what it is told. */
  public void agree() {
    refusal = Optional.empty();
  }

  /** Its tunnel of this overlay begins to break, or keeps again, the objective of a class. */
  public void judge(String trafficClass, String overlay, String destination, Verdict verdict) {
    String tunnel =
        carried.values().stream()
            .filter(ConfigResource::hasTunnel)
            .filter(resource -> resource.getTunnel().getOverlay().equals(overlay))
            .map(ConfigResource::getKey)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no tunnel of " + overlay));
    send(
        EdgeMessage.newBuilder()
            .setNotice(
                EdgeNotice.newBuilder()
                    .setSequence(sequence.incrementAndGet())
                    .setAtMicros(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()))
                    .setSlaChanged(
                        SlaChanged.newBuilder()
                            .setTrafficClass(trafficClass)
                            .setDestinationEdge(destination)
                            .setTunnelKey(tunnel)
                            .setViolated(verdict == Verdict.BROKEN)
                            .setMetric("loss_pct")
                            .setValue(verdict == Verdict.BROKEN ? 3.2 : 0.1)
                            .setThreshold(1)
                            .setCarrying(true)))
            .build());
  }

  /** Of a tunnel on a class. */
  public enum Verdict {
    BROKEN,
    KEPT
  }

  @Override
  public void onNext(ControllerMessage message) {
    if (message.hasConfigUpdate()) {
      send(EdgeMessage.newBuilder().setConfigResult(answer(message.getConfigUpdate())).build());
      configured.countDown();
    }
  }

  private ConfigResult answer(ConfigUpdate update) {
    ConfigResult.Builder result =
        ConfigResult.newBuilder().setNonce(update.getNonce()).setRevision(update.getRevision());
    Optional<String> why = refusal;
    if (why.isPresent()) {
      return result
          .setRefused(
              Refused.newBuilder()
                  .addErrors(
                      ResourceError.newBuilder()
                          .setCode(ErrorCode.ERROR_CODE_KERNEL)
                          .setMessage(why.get())))
          .build();
    }
    List<ConfigResource> resources =
        update.hasFull() ? update.getFull().getResourcesList() : update.getDelta().getUpsertsList();
    resources.forEach(resource -> carried.put(resource.getKey(), resource));
    return result.setApplied(Applied.newBuilder().setHash(update.getHash())).build();
  }

  private synchronized void send(EdgeMessage message) {
    up.onNext(message);
  }

  @Override
  public void onError(Throwable error) {}

  @Override
  public void onCompleted() {}

  @Override
  public void close() {
    beats.shutdownNow();
    channel.shutdownNow();
  }
}
