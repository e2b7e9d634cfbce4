package io.isthmus.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.stub.StreamObserver;
import io.isthmus.db.FreshDatabase;
import io.isthmus.domain.admission.Admission;
import io.isthmus.domain.admission.EnrollmentTokens;
import io.isthmus.domain.fake.Samples;
import io.isthmus.domain.intent.Change;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.AuditEntry;
import io.isthmus.domain.trust.AuditLog;
import io.isthmus.domain.trust.AuditQuery;
import io.isthmus.domain.trust.Der;
import io.isthmus.domain.trust.EnrollmentToken;
import io.isthmus.pki.BuiltInAuthority;
import io.isthmus.pki.TestAuthority;
import io.isthmus.pki.TestRequests;
import io.isthmus.southbound.SouthboundServer;
import io.isthmus.southbound.api.v1.ControllerMessage;
import io.isthmus.southbound.api.v1.EdgeControlGrpc;
import io.isthmus.southbound.api.v1.EdgeEnrollmentGrpc;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.EnrollReply;
import io.isthmus.southbound.api.v1.EnrollRequest;
import io.isthmus.southbound.api.v1.Hello;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How devices join the whole controller, over real sockets, and what the audit log has of it. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "isthmus.southbound.port=0",
      "isthmus.security.master-key-file=target/it/master.key",
      "isthmus.security.admin-token-file=target/it/admin-token"
    })
@Import(FreshDatabase.class)
class EnrolmentIT {
  private static final Name TENANT = Name.of("default");
  private static final EdgeKey E1 = TestAuthority.key("default", "e1");

  @Autowired private IntentService intents;
  @Autowired private Admission admission;
  @Autowired private EnrollmentTokens tokens;
  @Autowired private BuiltInAuthority authority;
  @Autowired private SouthboundServer server;
  @Autowired private AuditLog audit;
  @Autowired private JdbcClient jdbc;

  private final List<ManagedChannel> channels = new ArrayList<>();

  @BeforeEach
  void declare() {
    intents.change(
        Actor.SYSTEM,
        TENANT,
        "test",
        network ->
            List.of(new Change.PutSite(Samples.site("s")), new Change.PutEdge(Samples.edge(1))));
  }

  @AfterEach
  void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }

  @Test
  void tokenAdmitsOnceAndNeverAgain() throws Exception {
    String token = token(Duration.ofHours(1));
    KeyPair key = p256();

    TestAuthority.Credentials edge = credentials(key, enroll(token, key));
    // Asking again before the certificate was used is no second use.
    assertThat(enroll(token, key).hasIssued()).isTrue();
    Stream stream = connect(edge);
    assertThat(stream.next().hasWelcome()).isTrue();

    assertThat(refusal(token, p256())).isEqualTo("TOKEN_USED_UP");
    assertThat(refusal(token, key)).isEqualTo("REPLAYED");
    assertAudited("TOKEN_USED_UP", "REPLAYED");
  }

  @Test
  void tokenIsNeverStoredInClearAndPinsTheRoot() {
    String token = token(Duration.ofHours(1));
    byte[] raw = Base64.getUrlDecoder().decode(token.substring("ise1_".length()));

    assertThat(raw).hasSize(80);
    assertThat(raw).endsWith(authority.currentRoot().bytes());
    assertThat(jdbc.sql("SELECT * FROM enrollment_token").query().listOfRows().toString())
        .doesNotContain(token)
        .doesNotContain(new String(raw, 16, 32, StandardCharsets.ISO_8859_1));
  }

  @Test
  void badTokensAreRefused() throws Exception {
    String expired = token(Duration.ofMillis(300));
    Thread.sleep(400);
    byte[] raw =
        Base64.getUrlDecoder().decode(token(Duration.ofHours(1)).substring("ise1_".length()));
    raw[20] ^= 1;
    String forged = "ise1_" + Base64.getUrlEncoder().withoutPadding().encodeToString(raw);

    assertThat(refusal(expired, p256())).isEqualTo("TOKEN_EXPIRED");
    assertThat(refusal(forged, p256())).isEqualTo("TOKEN_UNKNOWN");
    assertThat(refusal("rubbish", p256())).isEqualTo("TOKEN_MALFORMED");
    assertAudited("TOKEN_EXPIRED", "TOKEN_UNKNOWN", "TOKEN_MALFORMED");
  }

  @Test
  void foreignCertificatesAreRefusedInTheHandshake() throws Exception {
    TestAuthority other = new TestAuthority(Clock.systemUTC());

    assertThat(connect(other.edge("default", "e1")).end().getCode())
        .isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(connect(other.selfSigned(E1)).end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertAudited("CERTIFICATE_UNTRUSTED", "CERTIFICATE_SELF_SIGNED");
  }

  @Test
  void revokedEdgeIsOutWithinTwoSecondsAndStaysOut() throws Exception {
    KeyPair key = p256();
    TestAuthority.Credentials edge = credentials(key, enroll(token(Duration.ofHours(1)), key));
    Stream stream = connect(edge);
    assertThat(stream.next().hasWelcome()).isTrue();

    long begin = System.nanoTime();
    admission.revoke(Actor.SYSTEM, E1, "lost");

    assertThat(stream.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    assertThat(connect(edge).end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(
            refusal(
                EnrollRequest.newBuilder()
                    .setLastCertificate(ByteString.copyFrom(edge.certificate().getEncoded())),
                key))
        .isEqualTo("IDENTITY_REVOKED");
    assertAudited("IDENTITY_REVOKED");
  }

  @Test
  void rotationOfTheRootKeepsStreamsAndIsAudited() throws Exception {
    KeyPair key = p256();
    TestAuthority.Credentials edge = credentials(key, enroll(token(Duration.ofHours(1)), key));
    Stream stream = connect(edge);
    assertThat(stream.next().hasWelcome()).isTrue();
    assertThat(stream.next().getTrustBundle().getCertificatesCount()).isEqualTo(1);

    authority.rotate(Actor.SYSTEM);

    ControllerMessage told = stream.next();
    while (!told.hasTrustBundle()) {
      told = stream.next();
    }
    assertThat(told.getTrustBundle().getCertificatesCount()).isEqualTo(2);
    assertThat(told.getTrustBundle().getRenewCertificate()).isTrue();
    assertThat(connect(edge).next().hasWelcome()).isTrue();
    assertThat(
            audit.find(AuditQuery.all(), 1_000).stream()
                .filter(entry -> entry.outcome() == AuditEntry.Outcome.DONE)
                .map(AuditEntry::action))
        .contains("ROTATE_ROOT");
    assertThat(
            jdbc.sql("SELECT count(*) FROM root_certificate WHERE sealed_key IS NOT NULL")
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  // ------------------------------------------------------------------------------

  private String token(Duration life) {
    return tokens
        .issue(
            Actor.SYSTEM,
            TENANT,
            new EnrollmentToken.Target.OneEdge(E1.edge()),
            1,
            Instant.now().plus(life),
            EnrollmentToken.Approval.GIVEN)
        .secret();
  }

  private EnrollReply enroll(String token, KeyPair key) {
    return enroll(EnrollRequest.newBuilder().setToken(token), key);
  }

  private EnrollReply enroll(EnrollRequest.Builder request, KeyPair key) {
    return EdgeEnrollmentGrpc.newBlockingStub(dial(Optional.empty()))
        .enroll(
            request
                .setCertificateRequest(ByteString.copyFrom(TestRequests.of(key, "CN=e").bytes()))
                .build());
  }

  private String refusal(String token, KeyPair key) {
    return refusal(EnrollRequest.newBuilder().setToken(token), key);
  }

  private String refusal(EnrollRequest.Builder request, KeyPair key) {
    StatusRuntimeException refused =
        catchThrowableOfType(StatusRuntimeException.class, () -> enroll(request, key));
    return refused
        .getTrailers()
        .get(Metadata.Key.of("isthmus-refusal", Metadata.ASCII_STRING_MARSHALLER));
  }

  private static TestAuthority.Credentials credentials(KeyPair key, EnrollReply reply) {
    return TestAuthority.credentials(
        key,
        reply.getIssued().getCertificateChainList().stream()
            .map(der -> Der.of(der.toByteArray()))
            .toList());
  }

  /** Within a few seconds; refusals are written once a second. */
  private void assertAudited(String... reasons) throws InterruptedException {
    for (int i = 0; i < 100 && !reasons().containsAll(List.of(reasons)); i++) {
      Thread.sleep(100);
    }
    assertThat(reasons()).contains(reasons);
  }

  private List<String> reasons() {
    return audit.find(AuditQuery.all(), 1_000).stream()
        .filter(entry -> entry.outcome() == AuditEntry.Outcome.REFUSED)
        .flatMap(entry -> entry.reason().stream())
        .toList();
  }

  private Stream connect(TestAuthority.Credentials credentials) {
    Stream stream = new Stream();
    StreamObserver<EdgeMessage> up =
        EdgeControlGrpc.newStub(dial(Optional.of(credentials))).connect(stream);
    up.onNext(
        EdgeMessage.newBuilder()
            .setHello(Hello.newBuilder().setTenant("default").setEdge("e1").setBootId("b"))
            .build());
    return stream;
  }

  private ManagedChannel dial(Optional<TestAuthority.Credentials> credentials) {
    SslContextBuilder tls =
        GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
            .trustManager(TestAuthority.trusting(authority.material().trusted()))
            .protocols("TLSv1.3");
    credentials.ifPresent(
        own -> tls.keyManager(own.key(), own.chain().toArray(X509Certificate[]::new)));
    try {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress("127.0.0.1", server.port())
              .sslContext(tls.build())
              .build();
      channels.add(channel);
      return channel;
    } catch (SSLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair p256() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  /** What came down. */
  private static final class Stream implements StreamObserver<ControllerMessage> {
    private final BlockingQueue<ControllerMessage> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();

    ControllerMessage next() throws InterruptedException {
      ControllerMessage message = heard.poll(20, TimeUnit.SECONDS);
      assertThat(message).as("a message, unless the stream ended: %s", end).isNotNull();
      return message;
    }

    Status end() throws Exception {
      return end.get(20, TimeUnit.SECONDS);
    }

    @Override
    public void onNext(ControllerMessage message) {
      heard.add(message);
    }

    @Override
    public void onError(Throwable error) {
      end.complete(Status.fromThrowable(error));
    }

    @Override
    public void onCompleted() {
      end.complete(Status.OK);
    }
  }
}
