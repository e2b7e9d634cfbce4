package io.isthmus.agent.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.isthmus.agent.identity.EnrollmentClient.Answer;
import io.isthmus.agent.testbed.TestAuthority;
import io.isthmus.agent.testbed.TestAuthority.Leaf;
import io.isthmus.southbound.api.v1.EnrollReply;
import io.isthmus.southbound.api.v1.EnrollRequest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Real handshakes with controllers that are one, and with what pretends to be one. */
class ControllerTrustTest {

  private static final String CONTROLLER = "spiffe://" + TestAuthority.DOMAIN + "/controller";
  private static final KeyPurposeId SERVER = KeyPurposeId.id_kp_serverAuth;
  private static final Duration DAY = Duration.ofDays(1);
  private static final TestAuthority OWN = new TestAuthority("own");

  /** By name the same, as whoever wants to be taken for another would see to. */
  private static final TestAuthority OTHER = new TestAuthority("own");

  private static final TestAuthority NEXT = new TestAuthority("next");

  /** What is wrong with it, and what the message has to say. */
  static Stream<Arguments> impostors() {
    X509Certificate root = OWN.root();
    Leaf stolenRoot = OTHER.controller();
    Leaf named = new Leaf(stolenRoot.key(), List.of(stolenRoot.chain().getFirst(), root));
    return Stream.of(
        wrong("of another authority", OTHER.controller(), "refused", "root"),
        wrong("of another authority, with our root beside", named, "lead"),
        wrong("an edge", OWN.leaf(spiffe("/tenant/a/edge/b"), SERVER, DAY), "no controller"),
        wrong("a web site", OWN.leaf("https://controller", SERVER, DAY), "no SPIFFE id"),
        wrong(
            "for clients",
            OWN.leaf(CONTROLLER, KeyPurposeId.id_kp_clientAuth, DAY),
            "extended key usage"),
        wrong("expired", OWN.leaf(CONTROLLER, SERVER, DAY.negated()), "the clock here says"));
  }

  private static String spiffe(String path) {
    return "spiffe://" + TestAuthority.DOMAIN + path;
  }

  private static Arguments wrong(String what, Leaf leaf, String... words) {
    return arguments(what, OWN.serverTls(leaf, "TLSv1.3"), List.of(words));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("impostors")
  void impostorsAreToldApartByAnEdgeThatHasJoined(String what, SslContext tls, List<String> words)
      throws Exception {
    assertThat(refused(tls, ControllerTrustTest::joined)).contains(words);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("impostors")
  void impostorsAreToldApartByAnEdgeThatJoins(String what, SslContext tls, List<String> words)
      throws Exception {
    assertThat(refused(tls, ControllerTrustTest::pinned)).contains(words);
  }

  @Test
  void anotherTrustDomainIsNoneOfOurs() throws Exception {
    SslContext tls =
        OWN.serverTls(OWN.leaf("spiffe://elsewhere/controller", SERVER, DAY), "TLSv1.3");

    assertThat(refused(tls, ControllerTrustTest::joined)).contains("elsewhere", "trust domain");
  }

  @Test
  void nothingOlderThanTls13IsSpoken() throws Exception {
    assertThat(refused(OWN.serverTls(OWN.controller(), "TLSv1.2"), ControllerTrustTest::pinned))
        .contains("does not speak TLS 1.3");
    assertThat(refused(null, ControllerTrustTest::pinned)).contains("TLS");
  }

  @Test
  void theControllerIsTrustedAlsoByACrossSignedRoot() throws Exception {
    assertThat(ask(OWN.serverTls(OWN.controller(), "TLSv1.3"), ControllerTrustTest::pinned))
        .isInstanceOf(EnrollmentClient.Answered.class);
    assertThat(ask(OWN.serverTls(OWN.controller(), "TLSv1.3"), ControllerTrustTest::joined))
        .isInstanceOf(EnrollmentClient.Answered.class);

    Leaf next = NEXT.controller();
    Leaf crossed =
        new Leaf(next.key(), List.of(next.chain().getFirst(), OWN.crossSign(NEXT), OWN.root()));
    assertThat(ask(OWN.serverTls(crossed, "TLSv1.3"), ControllerTrustTest::joined))
        .isInstanceOf(EnrollmentClient.Answered.class);
    assertThat(ask(OWN.serverTls(crossed, "TLSv1.3"), ControllerTrustTest::pinned))
        .isInstanceOf(EnrollmentClient.Answered.class);
  }

  private static ControllerTrust joined() {
    return ControllerTrust.of(List.of(OWN.root()), TestAuthority.DOMAIN, InstantSource.system());
  }

  private static ControllerTrust pinned() {
    return ControllerTrust.pinned(
        EnrollmentToken.parse(OWN.token(1)).rootFingerprint(), InstantSource.system());
  }

  private static String refused(SslContext tls, Supplier<ControllerTrust> trust) throws Exception {
    Answer answer = ask(tls, trust);
    return switch (answer) {
      case EnrollmentClient.Untrusted untrusted -> untrusted.why();
      case EnrollmentClient.Unavailable unavailable -> unavailable.why();
      default -> throw new AssertionError("it was taken for the controller: " + answer);
    };
  }

  private static Answer ask(SslContext tls, Supplier<ControllerTrust> trust) throws Exception {
    try (EnrollmentServer server =
        new EnrollmentServer(tls, request -> EnrollReply.getDefaultInstance())) {
      Answer answer =
          EnrollmentClient.ask(server.address(), trust.get(), EnrollRequest.getDefaultInstance());
      // Whoever is not trusted does not get the token.
      assertThat(server.requests()).hasSize(answer instanceof EnrollmentClient.Answered ? 1 : 0);
      return answer;
    }
  }
}
