package io.isthmus.agent.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.isthmus.agent.desired.ConfigSet;
import io.isthmus.agent.identity.ControllerAddress;
import io.isthmus.agent.identity.Identity;
import io.isthmus.agent.identity.IdentityStore;
import io.isthmus.agent.store.ConfigStore;
import io.isthmus.agent.testbed.Edge;
import io.isthmus.agent.testbed.TestAuthority;
import io.isthmus.agent.testbed.Testbed;
import io.isthmus.southbound.api.v1.CertificateRenewal;
import io.isthmus.southbound.api.v1.ControllerMessage;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.EnrollReply;
import io.isthmus.southbound.api.v1.EnrollRequest;
import io.isthmus.southbound.api.v1.Hello;
import io.isthmus.southbound.api.v1.IssuedIdentity;
import io.isthmus.southbound.api.v1.TrustBundle;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent does about its certificate, with a controller that has an authority. */
class TrustIT {

  private static final int HEARTBEAT_MILLIS = 1_000;
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir private Path state;
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final PrintStream standardError = System.err;
  private Testbed testbed;
  private Edge edge;
  private ScriptedController controller;
  private TestAuthority authority;
  private @Nullable RunningAgent agent;

  @BeforeEach
  void start() {
    System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
    testbed = new Testbed(2);
    edge = testbed.edge1();
    controller = edge.call(() -> new ScriptedController(0));
    authority = controller.authority();
  }

  @AfterEach
  void stop() throws Exception {
    stopAgent();
    controller.stop();
    testbed.close();
    System.setErr(standardError);
    System.err.print(logged.toString(StandardCharsets.UTF_8));
  }

  private void stopAgent() throws InterruptedException {
    if (agent != null) {
      agent.stop();
    }
  }

  private void startAgent() {
    agent = RunningAgent.start(edge, state);
  }

  private Identity stored() throws Exception {
    return new IdentityStore(state).find().orElseThrow();
  }

  private IssuedIdentity certify(ByteString request, Duration life) {
    return authority.issue(request.toByteArray(), "acme", "edge-1", life);
  }

  @Test
  void aCertificateIsRenewedInTimeAndTheNextStreamStandsOnIt() throws Exception {
    Identity first = controller.admit(state, "acme", "edge-1", Duration.ofSeconds(8));
    long begin = System.nanoTime();
    startAgent();
    controller.welcome(HEARTBEAT_MILLIS);
    controller.full(3, testbed.mesh(1, 1));

    CertificateRenewal renewal =
        controller.next(EdgeMessage::hasCertificateRenewal).getCertificateRenewal();
    long millis = (System.nanoTime() - begin) / 1_000_000;
    controller.send(
        ControllerMessage.newBuilder()
            .setCertificate(certify(renewal.getCertificateRequest(), DAY))
            .build());
    Hello hello = controller.welcome(HEARTBEAT_MILLIS);

    // Two thirds of eight to nine seconds, of which one was over at once, give or take a twentieth.
    assertThat(millis).isBetween(2_500L, 7_800L);
    assertThat(hello.getAppliedRevision()).isEqualTo(3);
    assertThat(controller.completed()).isEqualTo(1);
    assertThat(controller.lastSerial())
        .isNotEqualTo(first.certificate().getSerialNumber())
        .isEqualTo(stored().certificate().getSerialNumber());
    assertThat(stored().keyFingerprint()).isEqualTo(first.keyFingerprint());
    assertThatNoSecretIsIn(logged.toString(StandardCharsets.UTF_8), first);
  }

  private static void assertThatNoSecretIsIn(String text, Identity identity) {
    String key = Base64.getEncoder().encodeToString(identity.key().getEncoded());
    assertThat(text).isNotEmpty().doesNotContain(key.substring(40, 70), "PRIVATE KEY");
  }

  @Test
  void anEdgeThatSleptPastExpiryComesBackByItsKey() throws Exception {
    Identity expired = controller.admit(state, "acme", "edge-1", Duration.ofHours(-1));
    new ConfigStore(state)
        .save(new io.isthmus.agent.store.StoredConfig(5, ConfigSet.of(testbed.mesh(1, 1))));
    controller.enrollBy(request -> {
      if (controller.enrollments().size() == 1) {
        throw io.grpc.Status.UNAVAILABLE.asRuntimeException();
      }
      return EnrollReply.newBuilder()
          .setIssued(certify(request.getCertificateRequest(), DAY))
          .build();
    });

    startAgent();
    Hello hello = controller.welcome(HEARTBEAT_MILLIS);

    // It carries what it carried, also while it may not talk to a controller.
    assertThat(hello.getAppliedRevision()).isEqualTo(5);
    assertThat(controller.enrollments()).hasSize(2);
    EnrollRequest request = controller.enrollments().getLast();
    assertThat(request.getLastCertificate()).isEqualTo(TestAuthority.der(expired.certificate()));
    assertThat(TestAuthority.publicKey(request.getCertificateRequest().toByteArray()))
        .isEqualTo(expired.certificate().getPublicKey());
    assertThat(stored().expiry()).isAfter(expired.expiry());
  }

  @Test
  void aRevokedEdgeCarriesNothingUntilItJoinsAgain() throws Exception {
    Identity revoked = controller.admit(state, "acme", "edge-1", DAY);
    String before = edge.dump();
    startAgent();
    controller.welcome(HEARTBEAT_MILLIS);
    controller.full(3, testbed.mesh(1, 1));
    assertThat(edge.dump()).isNotEqualTo(before);

    controller.greet(Optional.of(ScriptedController.refusal("IDENTITY_REVOKED")));
    controller.end(ScriptedController.refusal("IDENTITY_REVOKED"));
    await(() -> edge.dump().equals(before));

    assertThat(new ConfigStore(state).peek()).isEmpty();
    assertThat(new IdentityStore(state).refusal(revoked).orElseThrow())
        .contains("IDENTITY_REVOKED", "new token");
    int knocks = controller.tls().size();
    stopAgent();
    // Nor does it after a restart, and it does not insist.
    new ConfigStore(state)
        .save(new io.isthmus.agent.store.StoredConfig(3, ConfigSet.of(testbed.mesh(1, 1))));
    startAgent();
    await(() -> controller.tls().size() > knocks);
    Thread.sleep(1_500);
    assertThat(controller.tls()).hasSize(knocks + 1);
    assertThat(edge.dump()).isEqualTo(before);

    controller.greet(Optional.empty());
    controller.admit(state, "acme", "edge-1", DAY);
    Hello hello = controller.welcome(HEARTBEAT_MILLIS);
    assertThat(hello.getAppliedRevision()).isZero();
    assertThat(controller.full(4, testbed.mesh(1, 1)).hasApplied()).isTrue();
    assertThat(new IdentityStore(state).refusal(stored())).isEmpty();
  }

  @Test
  void refusalsOfOtherKindsTakeNothingDown() throws Exception {
    controller.admit(state);
    startAgent();
    controller.welcome(HEARTBEAT_MILLIS);
    controller.full(3, testbed.mesh(1, 1));
    String carrying = edge.dump();

    for (String reason : List.of("EDGE_UNKNOWN", "SOMETHING_NEWER")) {
      controller.end(ScriptedController.refusal(reason));
      assertThat(controller.welcome(HEARTBEAT_MILLIS).getAppliedRevision()).isEqualTo(3);
    }
    controller.end(ScriptedController.refusal("IDENTITY_UNKNOWN"));
    Thread.sleep(300);

    assertThat(edge.dump()).isEqualTo(carrying);
    assertThat(new ConfigStore(state).peek()).isPresent();
  }

  @Test
  void controllersAreTriedInTurnAndNoSessionIsResumed() throws Exception {
    Identity identity = controller.admit(state, "acme", "edge-1", DAY);
    new IdentityStore(state)
        .save(
            identity.reachedBy(
                List.of(new ControllerAddress("127.0.0.1", 1), identity.controllers().getFirst())));
    startAgent();

    for (int i = 0; i < 3; i++) {
      controller.welcome(HEARTBEAT_MILLIS);
      controller.abort();
    }
    controller.welcome(HEARTBEAT_MILLIS);

    Set<String> sessions = new HashSet<>();
    for (SSLSession session : controller.tls()) {
      sessions.add(session.getCreationTime() + new BigInteger(1, session.getId()).toString(16));
      assertThat(session.getProtocol()).isEqualTo("TLSv1.3");
    }
    assertThat(sessions).hasSize(controller.tls().size());
  }

  @Test
  void newRootsAreTakenOverAndNonsenseIsNot() throws Exception {
    controller.admit(state, "acme", "edge-1", Duration.ofSeconds(90));
    startAgent();
    controller.welcome(HEARTBEAT_MILLIS);
    TestAuthority next = new TestAuthority("next");

    bundle(List.of(next), false);
    bundle(List.of(authority, next), true);
    CertificateRenewal renewal =
        controller.next(EdgeMessage::hasCertificateRenewal).getCertificateRenewal();

    assertThat(stored().trustBundle()).containsExactly(authority.root(), next.root());
    // The new root certifies the edge, and the controller has yet to change.
    IssuedIdentity issued =
        next.issue(renewal.getCertificateRequest().toByteArray(), "acme", "edge-1", DAY);
    controller.send(
        ControllerMessage.newBuilder()
            .setCertificate(issued.toBuilder().addTrustBundle(TestAuthority.der(authority.root())))
            .build());
    await(() -> logged.toString(StandardCharsets.UTF_8).contains("certificate renewed"));
    assertThat(stored().chain().getLast()).isEqualTo(next.root());
    assertThat(Files.readString(state.resolve("identity/identity.pem"))).contains("PRIVATE KEY");
  }

  private void bundle(List<TestAuthority> roots, boolean renew) {
    TrustBundle.Builder bundle = TrustBundle.newBuilder().setRenewCertificate(renew);
    roots.forEach(root -> bundle.addCertificates(TestAuthority.der(root.root())));
    controller.send(ControllerMessage.newBuilder().setTrustBundle(bundle).build());
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition) throws Exception {
    for (int i = 0; i < 600 && !condition.holds(); i++) {
      Thread.sleep(50);
    }
    assertThat(condition.holds()).isTrue();
  }
}
