package io.isthmus.southbound;

import static io.isthmus.southbound.fake.Eventually.eventually;
import static io.isthmus.southbound.fake.TestController.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.trust.AuditEntry;
import io.isthmus.domain.trust.Der;
import io.isthmus.domain.trust.TrustDomain;
import io.isthmus.pki.TestAuthority;
import io.isthmus.pki.TestRequests;
import io.isthmus.southbound.api.v1.CertificateRenewal;
import io.isthmus.southbound.api.v1.ConfigUpdate;
import io.isthmus.southbound.api.v1.ControllerMessage;
import io.isthmus.southbound.api.v1.EdgeEnrollmentGrpc;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.EnrollReply;
import io.isthmus.southbound.api.v1.EnrollRequest;
import io.isthmus.southbound.api.v1.IssuedIdentity;
import io.isthmus.southbound.api.v1.TrustBundle;
import io.isthmus.southbound.fake.FakeEdge;
import io.isthmus.southbound.fake.MutualTls;
import io.isthmus.southbound.fake.TestController;
import io.isthmus.southbound.session.EdgeSessions;
import io.isthmus.southbound.session.SessionLimits;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is let in, and who is not, over real sockets. */
class MutualTlsTest {
  private static final EdgeKey E1 = key("e1");

  private final TestController controller = new TestController();
  private final TestAuthority authority = controller.authority();
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final List<SouthboundServer> servers = new ArrayList<>();
  private SouthboundServer server;

  @BeforeEach
  void start() {
    controller.declareEdges(2);
    server = server(1_000, 1_000);
  }

  @AfterEach
  void stop() {
    channels.forEach(ManagedChannel::shutdownNow);
    servers.forEach(SouthboundServer::stop);
  }

  // ------------------------------------------------------------------------------ refused by TLS

  @Test
  void certificateOfAnotherAuthorityIsRefused() throws Exception {
    TestAuthority other = new TestAuthority(Clock.systemUTC());

    assertRefusedInHandshake(other.edge(E1, Duration.ofHours(1)), "CERTIFICATE_UNTRUSTED");
  }

  @Test
  void selfSignedCertificateIsRefused() throws Exception {
    assertRefusedInHandshake(authority.selfSigned(E1), "CERTIFICATE_SELF_SIGNED");
  }

  @Test
  void expiredCertificateIsRefused() throws Exception {
    assertRefusedInHandshake(authority.expired(E1), "CERTIFICATE_EXPIRED");
  }

  @Test
  void certificateThatNamesNoEdgeOfHereIsRefused() throws Exception {
    String elsewhere = new TrustDomain("elsewhere").edge(E1);

    assertRefusedInHandshake(authority.named(elsewhere), "CERTIFICATE_WRONG_NAME");
    assertRefusedInHandshake(
        authority.named("spiffe://isthmus/controller"), "CERTIFICATE_WRONG_NAME");
  }

  @Test
  void certificateForServersIsRefused() throws Exception {
    assertRefusedInHandshake(authority.forServers(E1), "CERTIFICATE_WRONG_USAGE");
  }

  @Test
  void olderTlsIsRefused() throws Exception {
    FakeEdge edge =
        new FakeEdge(
            track(
                MutualTls.dial(
                    address(), authority, Optional.of(authority.edge("default", "e1")), "TLSv1.2")),
            "e1");

    assertThat(edge.connect().end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertAudited("TLS_VERSION");
  }

  @Test
  void plaintextIsRefused() throws Exception {
    ManagedChannel plain = track(NettyChannelBuilder.forAddress(address()).usePlaintext().build());

    assertThat(new FakeEdge(plain, "e1").connect().end().isOk()).isFalse();
    assertAudited("NOT_TLS");
  }

  @Test
  void portScanIsNoRefusal() throws Exception {
    new Socket(address().getAddress(), address().getPort()).close();
    try (Socket garbage = new Socket(address().getAddress(), address().getPort())) {
      garbage.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      assertThat(garbage.getInputStream().read()).as("closed").isEqualTo(-1);
    }

    eventually(() -> assertThat(controller.audit().reasons()).containsExactly("NOT_TLS"));
  }

  @Test
  void tooManyConnectionsFromOneAddressAreTurnedAway() throws Exception {
    SouthboundServer strict = server(1, 1_000);
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      sockets.add(new Socket("127.0.0.1", strict.port()));
    }

    eventually(() -> assertThat(controller.audit().reasons()).contains("TOO_MANY_ATTEMPTS"));
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  // ------------------------------------------------------------------------------ refused streams

  @Test
  void connectWithoutACertificateIsRefused() throws Exception {
    FakeEdge edge = new FakeEdge(track(MutualTls.dial(address(), authority)), "e1");

    assertThat(edge.connect().end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(edge.refusal()).isEqualTo("CERTIFICATE_MISSING");
    assertAudited("CERTIFICATE_MISSING");
  }

  @Test
  void edgeSpeaksForItselfAlone() throws Exception {
    FakeEdge own = edge("e1").connect();
    eventually(() -> assertThat(own.updates()).isNotEmpty());

    FakeEdge impostor = new FakeEdge(track(dial(authority.edge("default", "e2"))), "e1");
    FakeEdge stranger = new FakeEdge(track(dial(authority.edge("other", "e1"))), "e1");

    assertThat(impostor.connect().end().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(impostor.refusal()).isEqualTo("EDGE_MISMATCH");
    assertThat(stranger.connect().end().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(own.isOpen()).as("the edge itself stays").isTrue();
    eventually(() ->
        assertThat(controller.audit().entries())
            .extracting(AuditEntry::actor)
            .extracting(actor -> actor.name())
            .containsExactlyInAnyOrder("default/e2", "other/e1"));
  }

  /** Of tenant and edge, a session knows those of the certificate alone. */
  @Test
  void edgeAcknowledgesAndMeasuresForItselfAlone() throws Exception {
    Optional<Operation> change = controller.declareEdges(3);
    FakeEdge silent = edge("e3").answering(update -> List.of()).connect();
    eventually(() -> assertThat(silent.updates()).isNotEmpty());
    ConfigUpdate others = silent.updates().getFirst();

    FakeEdge liar =
        edge("e1")
            .answering(update ->
                List.of(
                    EdgeMessage.newBuilder()
                        .setConfigResult(
                            io.isthmus.southbound.api.v1.ConfigResult.newBuilder()
                                .setNonce(others.getNonce())
                                .setRevision(others.getRevision())
                                .setApplied(
                                    io.isthmus.southbound.api.v1.Applied.newBuilder()
                                        .setHash(others.getHash())))
                        .build()))
            .connect();
    eventually(() -> assertThat(liar.updates()).isNotEmpty());
    liar.beat();

    Thread.sleep(200);
    assertThat(controller.state(change)).isEqualTo(Operation.State.PENDING);
  }

  @Test
  void revokedEdgeIsOutAtOnceAndStaysOut() throws Exception {
    FakeEdge edge = edge("e1").connect();
    FakeEdge other = edge("e2").connect();
    eventually(() -> assertThat(edge.updates()).isNotEmpty());
    eventually(() -> assertThat(other.updates()).isNotEmpty());

    long begin = System.nanoTime();
    controller.admission().revoke(E1);

    assertThat(edge.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    assertThat(edge.refusal()).isEqualTo("IDENTITY_REVOKED");
    // On the same connection, whose handshake was before.
    assertThat(edge.connect().end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(edge.refusal()).isEqualTo("IDENTITY_REVOKED");
    assertThat(other.isOpen()).isTrue();
    assertAudited("IDENTITY_REVOKED");
  }

  // ------------------------------------------------------------------------------ certificates

  @Test
  void certificateThatRunsOutEndsItsStream() throws Exception {
    FakeEdge edge =
        new FakeEdge(track(dial(authority.edge(E1, Duration.ofSeconds(6)))), "e1").connect();
    eventually(() -> assertThat(edge.updates()).isNotEmpty());

    assertThat(edge.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(edge.refusal()).isEqualTo("CERTIFICATE_EXPIRED");
    // And a new stream on that connection is refused though its handshake was in time.
    assertThat(edge.connect().end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(edge.refusal()).isEqualTo("CERTIFICATE_EXPIRED");
  }

  @Test
  void renewalKeepsTheStreamAlive() throws Exception {
    FakeEdge edge =
        new FakeEdge(track(dial(authority.edge(E1, Duration.ofSeconds(6)))), "e1").connect();
    eventually(() -> assertThat(edge.updates()).isNotEmpty());

    edge.say(renewal(p256()));

    eventually(() -> assertThat(issued(edge)).hasSize(1));
    assertThat(issued(edge).getFirst().getEdge()).isEqualTo("e1");
    assertThat(issued(edge).getFirst().getTrustBundleList()).hasSize(1);
    Thread.sleep(6_500);
    assertThat(edge.isOpen()).isTrue();
  }

  @Test
  void renewalWithRubbishEndsTheStream() throws Exception {
    FakeEdge edge = edge("e1").connect();
    eventually(() -> assertThat(edge.updates()).isNotEmpty());

    edge.say(
        EdgeMessage.newBuilder()
            .setCertificateRenewal(
                CertificateRenewal.newBuilder()
                    .setCertificateRequest(ByteString.copyFromUtf8("rubbish")))
            .build());

    assertThat(edge.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(edge.refusal()).isEqualTo("REQUEST_INVALID");
  }

  @Test
  void rootsAreToldAfterTheWelcome() throws Exception {
    FakeEdge edge = edge("e1").connect();

    eventually(() -> assertThat(bundles(edge)).hasSize(1));
    assertThat(edge.heard().get(1).hasTrustBundle()).isTrue();
    assertThat(bundles(edge).getFirst().getRenewCertificate()).isFalse();
    assertThat(bundles(edge).getFirst().getCertificatesList())
        .containsExactly(
            ByteString.copyFrom(authority.authority().material().active().getEncoded()));
  }

  @Test
  void rotationOfTheRootDropsNoStream() throws Exception {
    TestAuthority.Credentials before = authority.edge("default", "e1");
    var trustBefore = authority.trust();
    FakeEdge edge = new FakeEdge(track(dial(before)), "e1").connect();
    eventually(() -> assertThat(bundles(edge)).hasSize(1));

    authority.rotate();

    eventually(() -> assertThat(bundles(edge)).hasSize(2));
    assertThat(bundles(edge).getLast().getCertificatesCount()).isEqualTo(2);
    assertThat(bundles(edge).getLast().getRenewCertificate()).isTrue();
    edge.say(renewal(p256()));
    eventually(() -> assertThat(issued(edge)).hasSize(1));
    assertThat(edge.isOpen()).isTrue();
    // Old certificate and old trust, on a new connection: the controller shows the crossing.
    FakeEdge sleeper =
        new FakeEdge(track(MutualTls.dial(address(), trustBefore, before)), "e1").connect();
    eventually(() -> assertThat(sleeper.updates()).isNotEmpty());
    FakeEdge renewed = edge("e1").connect();
    eventually(() -> assertThat(renewed.updates()).isNotEmpty());
    assertThat(bundles(renewed).getFirst().getRenewCertificate()).isFalse();
  }

  // ------------------------------------------------------------------------------ enrolment

  @Test
  void deviceEnrolsWithoutACertificateAndThenConnects() throws Exception {
    KeyPair key = p256();

    EnrollReply reply = enroll(EnrollRequest.newBuilder().setToken("good").setEdge("e1"), key);

    assertThat(reply.getIssued().getTenant()).isEqualTo("default");
    assertThat(reply.getIssued().getTrustBundleCount()).isEqualTo(1);
    FakeEdge edge = new FakeEdge(track(dial(credentials(key, reply.getIssued()))), "e1").connect();
    eventually(() -> assertThat(edge.updates()).isNotEmpty());
  }

  @Test
  void edgeComesBackWithItsExpiredCertificate() throws Exception {
    ByteString last = ByteString.copyFrom(authority.expired(E1).certificate().getEncoded());

    assertThat(enroll(EnrollRequest.newBuilder().setLastCertificate(last), p256()).hasIssued())
        .isTrue();
    controller.admission().revoke(E1);
    assertRefused(
        EnrollRequest.newBuilder().setLastCertificate(last),
        Status.Code.UNAUTHENTICATED,
        "IDENTITY_REVOKED");
  }

  @Test
  void enrolmentThatWaitsIsToldSo() throws Exception {
    EnrollReply reply = enroll(EnrollRequest.newBuilder().setToken("waiting"), p256());

    assertThat(reply.getPending().getRetryAfterMillis()).isEqualTo(3_000);
  }

  @Test
  void badEnrolmentsAreRefusedWithAReason() {
    assertRefused(
        EnrollRequest.newBuilder().setToken("bad"), Status.Code.UNAUTHENTICATED, "TOKEN_UNKNOWN");
    assertRefused(EnrollRequest.newBuilder(), Status.Code.INVALID_ARGUMENT, "REQUEST_INVALID");
    assertRefused(
        EnrollRequest.newBuilder().setToken("x".repeat(1_000)),
        Status.Code.INVALID_ARGUMENT,
        "REQUEST_INVALID");
    assertRefused(
        EnrollRequest.newBuilder().setToken("good").setEdge("Not A Name"),
        Status.Code.INVALID_ARGUMENT,
        "REQUEST_INVALID");
  }

  @Test
  void tooManyEnrolmentsFromOneAddressAreTurnedAway() throws Exception {
    server = server(1_000, 1);
    ManagedChannel channel = track(MutualTls.dial(address(), authority));
    List<String> refusals = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 15; i++) {
      try {
        EdgeEnrollmentGrpc.newBlockingStub(channel)
            .enroll(EnrollRequest.newBuilder().setToken("bad").build());
      } catch (StatusRuntimeException e) {
        refusals.add(reason(e));
      }
    }

    assertThat(refusals.subList(0, 10)).containsOnly("TOKEN_UNKNOWN");
    assertThat(refusals).last().isEqualTo("TOO_MANY_ATTEMPTS");
    assertAudited("TOO_MANY_ATTEMPTS");
  }

  // ------------------------------------------------------------------------------

  private SouthboundServer server(int handshakes, int enrolments) {
    EdgeSessions sessions =
        new EdgeSessions(
            controller.fleet(),
            controller.watch(),
            controller.trust(),
            SessionLimits.withHeartbeat(Duration.ofSeconds(20)),
            Clock.systemUTC(),
            Thread::startVirtualThread,
            System::nanoTime,
            new Random(1));
    controller.fleet().attach(sessions);
    controller.admission().listen(sessions::identityEnded);
    authority.authority().whenChanged(sessions::rootsChanged);
    SouthboundServer made =
        new SouthboundServer(
            new SouthboundProperties(
                List.of("127.0.0.1"), 0, Duration.ofSeconds(20), handshakes, enrolments),
            sessions,
            controller.trust(),
            Thread::startVirtualThread);
    made.start();
    servers.add(made);
    return made;
  }

  private void assertRefusedInHandshake(TestAuthority.Credentials credentials, String reason)
      throws Exception {
    FakeEdge edge = new FakeEdge(track(dial(credentials)), "e1").connect();

    assertThat(edge.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertAudited(reason);
  }

  private void assertAudited(String reason) throws Exception {
    eventually(() -> assertThat(controller.audit().reasons()).contains(reason));
    assertThat(controller.audit().entries())
        .allSatisfy(entry -> {
          assertThat(entry.action()).isEqualTo("CONNECT_EDGE");
          assertThat(entry.outcome()).isEqualTo(AuditEntry.Outcome.REFUSED);
          assertThat(entry.actor().remoteAddress()).contains("127.0.0.1");
        });
  }

  private EnrollReply enroll(EnrollRequest.Builder request, KeyPair key) {
    return EdgeEnrollmentGrpc.newBlockingStub(track(MutualTls.dial(address(), authority)))
        .enroll(
            request
                .setCertificateRequest(ByteString.copyFrom(TestRequests.of(key, "CN=edge").bytes()))
                .build());
  }

  private void assertRefused(EnrollRequest.Builder request, Status.Code code, String reason) {
    assertThatThrownBy(() -> enroll(request, p256()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(code);
              assertThat(reason(e)).isEqualTo(reason);
            });
  }

  private static String reason(StatusRuntimeException e) {
    return e.getTrailers()
        .get(Metadata.Key.of("isthmus-refusal", Metadata.ASCII_STRING_MARSHALLER));
  }

  private static TestAuthority.Credentials credentials(KeyPair key, IssuedIdentity issued) {
    return TestAuthority.credentials(
        key,
        issued.getCertificateChainList().stream().map(der -> Der.of(der.toByteArray())).toList());
  }

  private static EdgeMessage renewal(KeyPair key) {
    return EdgeMessage.newBuilder()
        .setCertificateRenewal(
            CertificateRenewal.newBuilder()
                .setCertificateRequest(
                    ByteString.copyFrom(TestRequests.of(key, "CN=edge").bytes())))
        .build();
  }

  private static List<IssuedIdentity> issued(FakeEdge edge) {
    return edge.heard().stream()
        .filter(ControllerMessage::hasCertificate)
        .map(ControllerMessage::getCertificate)
        .toList();
  }

  private static List<TrustBundle> bundles(FakeEdge edge) {
    return edge.heard().stream()
        .filter(ControllerMessage::hasTrustBundle)
        .map(ControllerMessage::getTrustBundle)
        .toList();
  }

  private static KeyPair p256() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private FakeEdge edge(String name) {
    return new FakeEdge(track(dial(authority.edge("default", name))), name);
  }

  private ManagedChannel dial(TestAuthority.Credentials credentials) {
    return MutualTls.dial(address(), authority, credentials);
  }

  private InetSocketAddress address() {
    return new InetSocketAddress("127.0.0.1", server.port());
  }

  private ManagedChannel track(ManagedChannel channel) {
    channels.add(channel);
    return channel;
  }
}
