package io.isthmus.app.observe;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.stub.StreamObserver;
import io.isthmus.domain.trust.Der;
import io.isthmus.pki.TestAuthority;
import io.isthmus.pki.TestRequests;
import io.isthmus.southbound.api.v1.Applied;
import io.isthmus.southbound.api.v1.ConfigResult;
import io.isthmus.southbound.api.v1.ConfigUpdate;
import io.isthmus.southbound.api.v1.ControllerMessage;
import io.isthmus.southbound.api.v1.EdgeControlGrpc;
import io.isthmus.southbound.api.v1.EdgeEnrollmentGrpc;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.EnrollReply;
import io.isthmus.southbound.api.v1.EnrollRequest;
import io.isthmus.southbound.api.v1.Hello;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Edge e1 without a kernel: joins, connects, and says of every configuration that it carries it.
 */
final class TestEdge implements StreamObserver<ControllerMessage>, AutoCloseable {
  private final int port;
  private final List<X509Certificate> roots;
  private final List<ManagedChannel> channels = new ArrayList<>();
  private StreamObserver<EdgeMessage> up;

  /** What came, in order. */
  final BlockingQueue<ConfigUpdate> updates = new LinkedBlockingQueue<>();

  private TestEdge(int port, List<X509Certificate> roots) {
    this.port = port;
    this.roots = roots;
  }

  static TestEdge join(int port, List<X509Certificate> roots, String token) throws Exception {
    TestEdge edge = new TestEdge(port, roots);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair key = generator.generateKeyPair();
    EnrollReply reply =
        EdgeEnrollmentGrpc.newBlockingStub(edge.dial(Optional.empty()))
            .enroll(
                EnrollRequest.newBuilder()
                    .setToken(token)
                    .setCertificateRequest(
                        ByteString.copyFrom(TestRequests.of(key, "CN=e").bytes()))
                    .build());
    TestAuthority.Credentials credentials =
        TestAuthority.credentials(
            key,
            reply.getIssued().getCertificateChainList().stream()
                .map(der -> Der.of(der.toByteArray()))
                .toList());
    edge.up = EdgeControlGrpc.newStub(edge.dial(Optional.of(credentials))).connect(edge);
    edge.up.onNext(
        EdgeMessage.newBuilder()
            .setHello(Hello.newBuilder().setTenant("default").setEdge("e1").setBootId("b"))
            .build());
    return edge;
  }

  private ManagedChannel dial(Optional<TestAuthority.Credentials> credentials) throws Exception {
    SslContextBuilder tls =
        GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
            .trustManager(TestAuthority.trusting(roots))
            .protocols("TLSv1.3");
    credentials.ifPresent(
        own -> tls.keyManager(own.key(), own.chain().toArray(X509Certificate[]::new)));
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port).sslContext(tls.build()).build();
    channels.add(channel);
    return channel;
  }

  @Override
  public void onNext(ControllerMessage message) {
    if (!message.hasConfigUpdate()) {
      return;
    }
    ConfigUpdate update = message.getConfigUpdate();
    long began = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    updates.add(update);
    up.onNext(
        EdgeMessage.newBuilder()
            .setConfigResult(
                ConfigResult.newBuilder()
                    .setNonce(update.getNonce())
                    .setRevision(update.getRevision())
                    .setBeganMicros(began)
                    .setEndedMicros(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()))
                    .setApplied(Applied.newBuilder().setHash(update.getHash())))
            .build());
  }

  @Override
  public void onError(Throwable error) {}

  @Override
  public void onCompleted() {}

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }
}
