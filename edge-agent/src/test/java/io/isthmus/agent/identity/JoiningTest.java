package io.isthmus.agent.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.agent.identity.Joining.Invitation;
import io.isthmus.agent.identity.Joining.NotJoined;
import io.isthmus.agent.testbed.TestAuthority;
import io.isthmus.southbound.api.v1.EnrollReply;
import io.isthmus.southbound.api.v1.EnrollRequest;
import io.isthmus.southbound.api.v1.PendingApproval;
import io.isthmus.southbound.api.v1.RefusalReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoiningTest {

  private static final Duration DAY = Duration.ofDays(1);

  @TempDir private Path state;
  private final TestAuthority authority = new TestAuthority("root");
  private final List<String> said = new ArrayList<>();
  private EnrollmentServer server;
  private IdentityStore store;

  @BeforeEach
  void start() throws Exception {
    server =
        new EnrollmentServer(
            authority.serverTls(authority.controller(), "TLSv1.3"), this::certificate);
    store = new IdentityStore(state);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private EnrollReply certificate(EnrollRequest request) {
    return EnrollReply.newBuilder()
        .setIssued(
            authority.issue(request.getCertificateRequest().toByteArray(), "acme", "edge-1", DAY))
        .build();
  }

  private Identity join(int token, String edge) throws Exception {
    return join(invitation(token, edge, List.of(server.address())));
  }

  private Identity join(Invitation invitation) throws Exception {
    return new Joining(store, InstantSource.system(), said::add).join(invitation);
  }

  private Invitation invitation(int token, String edge, List<ControllerAddress> controllers) {
    EnrollmentToken parsed = EnrollmentToken.parse(authority.token(token));
    return new Invitation(parsed, edge, 3, controllers, Duration.ZERO, "1");
  }

  private String filesOf(Path directory) throws Exception {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        text.append(file.getFileName()).append('\n').append(Files.readString(file));
      }
    }
    return text.toString();
  }

  @Test
  void oneTokenMakesTheDeviceAnEdgeAndItsKeyStaysWithIt() throws Exception {
    Identity identity = join(1, "");

    assertThat(identity.spiffeId()).hasToString("spiffe://isthmus.test/tenant/acme/edge/edge-1");
    assertThat(identity.instance()).isEqualTo(3);
    assertThat(store.find().orElseThrow()).hasToString(identity.toString());
    assertThat(identity.issuerFingerprint())
        .isEqualTo(Certificates.hex(Certificates.fingerprint(authority.root())));

    Path directory = state.resolve("identity");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files)
          .allSatisfy(file ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                  .isEqualTo("rw-------"));
    }
    // The token is used up, and of no use to who finds it; still it is not kept.
    assertThat(filesOf(directory)).doesNotContain(authority.token(1));
    String key = Base64.getEncoder().encodeToString(identity.key().getEncoded()).substring(40, 80);
    assertThat(server.requests().toString()).doesNotContain(key);
    assertThat(said + identity.toString()).doesNotContain(key).doesNotContain(authority.token(1));
  }

  @Test
  void theSameTokenAgainDoesNothingAndAnotherOneMakesAnotherKey() throws Exception {
    Identity first = join(1, "");

    Identity again = join(1, "");
    assertThat(again.keyFingerprint()).isEqualTo(first.keyFingerprint());
    assertThat(server.requests()).hasSize(1);

    Identity other = join(2, "");
    assertThat(other.keyFingerprint()).isNotEqualTo(first.keyFingerprint());
    assertThat(store.find().orElseThrow().keyFingerprint()).isEqualTo(other.keyFingerprint());
  }

  @Test
  void anIdentityThatIsRefusedIsNoReasonToDoNothing() throws Exception {
    Identity first = join(1, "");
    store.refuse(first, "IDENTITY_REVOKED");

    join(1, "");

    assertThat(server.requests()).hasSize(2);
    assertThat(store.refusal(store.find().orElseThrow())).isEmpty();
  }

  @Test
  void approvalIsWaitedForWithTheSameKey() throws Exception {
    PendingApproval pending =
        PendingApproval.newBuilder().setRequestId("r-17").setRetryAfterMillis(1).build();
    server.answer(request ->
        server.requests().size() < 3
            ? EnrollReply.newBuilder().setPending(pending).build()
            : certificate(request));

    join(1, "edge-1");

    assertThat(server.requests()).hasSize(3);
    assertThat(server.requests()).containsOnly(server.requests().getFirst());
    assertThat(said).filteredOn(line -> line.contains("r-17")).hasSize(1);
  }

  @Test
  void anInterruptedJoinGoesOnWithTheSameKey() throws Exception {
    ControllerAddress nobody = new ControllerAddress("127.0.0.1", 1);
    assertThatThrownBy(() -> join(invitation(1, "", List.of(nobody))))
        .isInstanceOf(NotJoined.class)
        .hasMessageContaining("nobody answers");
    assertThat(store.find()).isEmpty();
    String kept = filesOf(state.resolve("identity"));

    Identity identity = join(invitation(1, "", List.of(nobody, server.address())));

    String key = Base64.getEncoder().encodeToString(identity.key().getEncoded()).substring(0, 60);
    assertThat(kept).contains(key);
    assertThat(state.resolve("identity/joining.pem")).doesNotExist();
  }

  @Test
  void whoIsRefusedIsTheEdgeThatItWas() throws Exception {
    join(1, "");
    byte[] before = Files.readAllBytes(state.resolve("identity/identity.pem"));
    server.answer(request -> {
      throw EnrollmentServer.refusal("TOKEN_EXPIRED");
    });

    assertThatThrownBy(() -> join(2, ""))
        .hasMessageContainingAll("TOKEN_EXPIRED", "in words", "make a new token");

    assertThat(Files.readAllBytes(state.resolve("identity/identity.pem"))).isEqualTo(before);
  }

  @Test
  void eachRefusalNamesItsMend() {
    assertThat(Arrays.stream(RefusalReason.values()).map(reason -> new Refusal(reason, "")))
        .allSatisfy(refusal -> assertThat(refusal.mend()).hasSizeGreaterThan(10));
  }

  @Test
  void certificatesThatCannotBeUsedAreNotKept() throws Exception {
    byte[] otherKey =
        authority.identity("acme", "edge-1", DAY, List.of(server.address())).certificateRequest();
    server.answer(request ->
        EnrollReply.newBuilder()
            .setIssued(authority.issue(otherKey, "acme", "edge-1", DAY))
            .build());
    assertThatThrownBy(() -> join(1, "")).hasMessageContaining("another key");

    server.answer(request -> {
      var issued = certificate(request).getIssued().toBuilder().setEdge("edge-2");
      return EnrollReply.newBuilder().setIssued(issued).build();
    });
    assertThatThrownBy(() -> join(1, "")).hasMessageContaining("edge-2");

    TestAuthority other = new TestAuthority("other");
    server.answer(request -> {
      var issued =
          certificate(request).getIssued().toBuilder()
              .clearTrustBundle()
              .addTrustBundle(TestAuthority.der(other.root()));
      return EnrollReply.newBuilder().setIssued(issued).build();
    });
    assertThatThrownBy(() -> join(1, "")).hasMessageContaining("does not lead");

    assertThat(store.find()).isEmpty();
  }

  @Test
  void tokensAreWholeOrRefusedWithoutBeingRepeated() {
    String token = authority.token(7);
    assertThat(EnrollmentToken.parse(token + "\n").toString()).doesNotContain(token);

    for (String bad : new String[] {"", token.substring(5), token.substring(0, 60), token + "!"}) {
      assertThatThrownBy(() -> EnrollmentToken.parse(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("copy it whole")
          .hasMessageNotContaining(token.substring(10, 30));
    }
  }
}
