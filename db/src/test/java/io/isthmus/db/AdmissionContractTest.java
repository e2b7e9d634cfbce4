package io.isthmus.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.domain.admission.Admission;
import io.isthmus.domain.admission.EnrollmentOutcome;
import io.isthmus.domain.admission.EnrollmentRequests;
import io.isthmus.domain.admission.EnrollmentTokens;
import io.isthmus.domain.admission.Refusal;
import io.isthmus.domain.admission.Standing;
import io.isthmus.domain.fake.FakeIssuer;
import io.isthmus.domain.fake.Samples;
import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.EventLog;
import io.isthmus.domain.operation.OperationStore;
import io.isthmus.domain.reconcile.EdgeFleet;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.reconcile.IntentStore;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.topology.EdgeProfile;
import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.AuditEntry;
import io.isthmus.domain.trust.AuditLog;
import io.isthmus.domain.trust.AuditQuery;
import io.isthmus.domain.trust.Der;
import io.isthmus.domain.trust.EdgeIdentity;
import io.isthmus.domain.trust.EnrollmentRequest;
import io.isthmus.domain.trust.EnrollmentToken;
import io.isthmus.domain.trust.EnrollmentToken.Approval;
import io.isthmus.domain.trust.EnrollmentToken.Target;
import io.isthmus.domain.trust.IdentityStore;
import io.isthmus.domain.trust.Refusals;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How devices become edges and cease to be, over whatever keeps the ledger. */
abstract class AdmissionContractTest {
  static final Actor ALICE = Actor.user("alice", "192.0.2.9");
  static final Name TENANT = Stores.DEFAULT;
  static final EdgeKey E1 = new EdgeKey(TENANT, Name.of("e1"));
  static final EdgeKey E2 = new EdgeKey(TENANT, Name.of("e2"));
  static final Duration LIFE = Duration.ofHours(24);
  private static final String FROM = "198.51.100.7";

  final List<EdgeIdentity> ended = new ArrayList<>();
  private FakeIssuer issuer;
  private IntentService intents;
  private Refusals refusals;
  Admission admission;
  EnrollmentTokens tokens;
  private EnrollmentRequests requests;

  abstract IntentStore intentStore();

  abstract OperationStore operations();

  abstract EventLog events();

  abstract IdentityStore identities();

  abstract AuditLog audit();

  abstract TestClock clock();

  @BeforeEach
  void setUp() {
    issuer = new FakeIssuer(clock());
    refusals = new Refusals(audit(), clock());
    intents = intents();
    intents.change(
        ALICE,
        TENANT,
        "set up",
        network ->
            List.of(
                new Change.PutSite(Samples.site("s")),
                new Change.PutSite(Samples.site("empty")),
                new Change.PutEdge(Samples.edge(1)),
                new Change.PutEdge(Samples.edge(2))));
    admission = admission(intents);
    tokens = new EnrollmentTokens(intents, identities(), issuer, clock());
    requests = new EnrollmentRequests(identities(), clock());
    admission.listen(ended::add);
  }

  IntentService intents() {
    return new IntentService(
        intentStore(), new EdgeFleet(operations(), events(), clock()), clock());
  }

  /** As another replica would have it, too. */
  Admission admission(IntentService ofReplica) {
    return new Admission(ofReplica, identities(), issuer, refusals, LIFE, clock());
  }

  @Test
  void aTokenLetsOneKeyIn() {
    String token = token(1, Approval.GIVEN);

    EnrollmentOutcome.Issued issued = issued(enroll(token, "k1"));

    assertThat(issued.edge()).isEqualTo(E1);
    assertThat(issued.trustBundle()).hasSize(1);
    EdgeIdentity identity = admission.identity(E1).orElseThrow();
    assertThat(identity.isActive()).isTrue();
    assertThat(identity.key()).isEqualTo(FakeIssuer.key("k1"));
    assertThat(check(admission, issued)).isInstanceOf(Standing.InForce.class);
    assertThat(tokens.list(TENANT))
        .singleElement()
        .satisfies(kept ->
            assertThat(kept.state(clock().instant())).isEqualTo(EnrollmentToken.State.USED_UP));
  }

  @Test
  void anotherKeyFindsTheTokenUsedUp() {
    String token = token(1, Approval.GIVEN);
    enroll(token, "k1");

    assertThat(refusal(enroll(token, "k2"))).isEqualTo(Refusal.TOKEN_USED_UP);

    assertThat(refusals("TOKEN_USED_UP"))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.subject()).isEqualTo("edges/e1");
          assertThat(entry.actor().remoteAddress()).contains(FROM);
          assertThat(entry.actor().tokenId()).contains(tokens.list(TENANT).getFirst().id());
        });
  }

  @Test
  void anAnswerThatWasLostIsGivenAgainUntilItsCertificateIsUsed() {
    String token = token(1, Approval.GIVEN);
    enroll(token, "k1");

    EnrollmentOutcome.Issued again = issued(enroll(token, "k1"));
    assertThat(check(admission, again)).isInstanceOf(Standing.InForce.class);

    assertThat(refusal(enroll(token, "k1"))).isEqualTo(Refusal.REPLAYED);
    assertThat(ended).isEmpty();
  }

  @Test
  void anAnswerIsNotGivenAgainLongAfter() {
    String token = token(1, Approval.GIVEN);
    enroll(token, "k1");
    clock().advance(Duration.ofMinutes(11));

    assertThat(refusal(enroll(token, "k1"))).isEqualTo(Refusal.REPLAYED);
  }

  @Test
  void anEdgeThatEnrolsAnewSupersedesItsIdentity() {
    String first = token(1, Approval.GIVEN);
    EnrollmentOutcome.Issued before = issued(enroll(first, "k1"));
    clock().advance(Duration.ofMinutes(1));

    EnrollmentOutcome.Issued after = issued(enroll(token(1, Approval.GIVEN), "k2"));

    assertThat(ended)
        .singleElement()
        .satisfies(identity -> {
          assertThat(identity.state()).isEqualTo(EdgeIdentity.State.SUPERSEDED);
          assertThat(identity.key()).isEqualTo(FakeIssuer.key("k1"));
        });
    assertThat(check(admission, after)).isInstanceOf(Standing.InForce.class);
    assertThat(reason(check(admission, before))).isEqualTo(Refusal.IDENTITY_SUPERSEDED);
    assertThat(refusal(enroll(first, "k1"))).isEqualTo(Refusal.IDENTITY_SUPERSEDED);
    assertThat(refusal(rejoin(before, "k1"))).isEqualTo(Refusal.IDENTITY_SUPERSEDED);
  }

  @Test
  void aRevokedEdgeIsOutUntilAnewTokenLetsItIn() {
    String token = token(1, Approval.GIVEN);
    EnrollmentOutcome.Issued issued = issued(enroll(token, "k1"));
    String spare = token(5, Approval.GIVEN);

    admission.revoke(ALICE, E1, "stolen");

    assertThat(ended)
        .singleElement()
        .extracting(EdgeIdentity::state)
        .isEqualTo(EdgeIdentity.State.REVOKED);
    assertThat(standing()).isEqualTo(EdgeProfile.Standing.REVOKED);
    assertThat(reason(check(admission, issued))).isEqualTo(Refusal.IDENTITY_REVOKED);
    assertThat(refusal(rejoin(issued, "k1"))).isEqualTo(Refusal.IDENTITY_REVOKED);
    assertThat(refusal(renew(issued, "k1"))).isEqualTo(Refusal.IDENTITY_REVOKED);
    assertThat(refusal(enroll(token, "k1"))).isEqualTo(Refusal.TOKEN_WITHDRAWN);
    assertThat(refusal(enroll(spare, "k2"))).isEqualTo(Refusal.TOKEN_WITHDRAWN);
    assertThat(audited("REVOKE", "edges/e1"))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.actor()).isEqualTo(ALICE);
          assertThat(entry.reason()).contains("stolen");
        });

    clock().advance(Duration.ofMinutes(1));
    issued(enroll(token(1, Approval.GIVEN), "k3"));

    assertThat(standing()).isEqualTo(EdgeProfile.Standing.ADMITTED);
    assertThat(reason(check(admission, issued))).isEqualTo(Refusal.IDENTITY_REVOKED);
  }

  @Test
  void toRevokeAgainChangesNothing() {
    enroll(token(1, Approval.GIVEN), "k1");
    admission.revoke(ALICE, E1, "stolen");
    long revision = intents.snapshot().revision();

    Optional<EdgeIdentity> again = admission.revoke(ALICE, E1, "once more");

    assertThat(again.orElseThrow().reason()).contains("stolen");
    assertThat(intents.snapshot().revision()).isEqualTo(revision);
    assertThat(admission.revoke(ALICE, E2, "never was")).isEmpty();
  }

  @Test
  void anotherReplicaHearsOfARevocation() {
    EnrollmentOutcome.Issued issued = issued(enroll(token(1, Approval.GIVEN), "k1"));
    Admission other = admission(intents());
    List<EdgeIdentity> heard = new ArrayList<>();
    other.listen(heard::add);
    assertThat(check(other, issued)).isInstanceOf(Standing.InForce.class);

    admission.revoke(ALICE, E1, "stolen");
    other.refresh();

    assertThat(heard).extracting(EdgeIdentity::edge).containsExactly(E1);
    assertThat(reason(check(other, issued))).isEqualTo(Refusal.IDENTITY_REVOKED);
  }

  @Test
  void anotherReplicaKnowsANewEdgeWithoutBeingTold() {
    Admission other = admission(intents());

    EnrollmentOutcome.Issued issued = issued(enroll(token(1, Approval.GIVEN), "k1"));

    assertThat(check(other, issued)).isInstanceOf(Standing.InForce.class);
  }

  @Test
  void whatWasInterruptedIsMended() {
    enroll(token(1, Approval.GIVEN), "k1");
    // As if the controller had died between the two.
    identities()
        .change(ledger -> {
          EdgeIdentity identity = ledger.identities(E1).getFirst();
          return ledger.save(
              identity.ended(EdgeIdentity.State.REVOKED, "stolen", clock().instant()));
        });
    admission.refresh();
    assertThat(standing()).as("not yet").isEqualTo(EdgeProfile.Standing.ADMITTED);

    clock().advance(Duration.ofSeconds(3));
    admission.refresh();

    assertThat(standing()).isEqualTo(EdgeProfile.Standing.REVOKED);
  }

  @Test
  void anOperatorAgreesFirstWhereTheTokenSaysSo() {
    String token = token(1, Approval.NEEDED);
    EnrollmentOutcome.Pending pending = (EnrollmentOutcome.Pending) enroll(token, "k1");

    assertThat(enroll(token, "k1")).as("asking again").isEqualTo(pending);
    assertThat(tokens.list(TENANT).getFirst().used()).isOne();
    assertThat(refusal(enroll(token, "k2"))).isEqualTo(Refusal.TOKEN_USED_UP);
    assertThat(admission.identity(E1)).isEmpty();

    requests.approve(ALICE, TENANT, pending.request());

    issued(enroll(token, "k1"));
    assertThat(requests.list(TENANT))
        .singleElement()
        .satisfies(request -> {
          assertThat(request.state()).isEqualTo(EnrollmentRequest.State.ISSUED);
          assertThat(request.decidedBy()).contains("alice");
        });
    assertThat(audited("APPROVE", "enrollment-requests/" + pending.request())).hasSize(1);
  }

  @Test
  void whoIsRejectedStaysSo() {
    String token = token(3, Approval.NEEDED);
    EnrollmentOutcome.Pending pending = (EnrollmentOutcome.Pending) enroll(token, "k1");

    requests.reject(ALICE, TENANT, pending.request());

    assertThat(refusal(enroll(token, "k1"))).isEqualTo(Refusal.REJECTED);
    assertThat(requests.approve(ALICE, TENANT, pending.request()).orElseThrow().state())
        .isEqualTo(EnrollmentRequest.State.REJECTED);
    assertThat(requests.approve(ALICE, Name.of("other"), pending.request())).isEmpty();
  }

  @Test
  void aWithdrawnTokenAdmitsNobodyNotEvenWhoWaits() {
    String token = token(3, Approval.NEEDED);
    EnrollmentOutcome.Pending pending = (EnrollmentOutcome.Pending) enroll(token, "k1");
    EnrollmentToken kept = tokens.list(TENANT).getFirst();

    assertThat(tokens.withdraw(ALICE, Name.of("other"), kept.id())).isEmpty();
    tokens.withdraw(ALICE, TENANT, kept.id());

    assertThat(refusal(enroll(token, "k1"))).isEqualTo(Refusal.TOKEN_WITHDRAWN);
    assertThat(requests.find(TENANT, pending.request()).orElseThrow().state())
        .isEqualTo(EnrollmentRequest.State.REJECTED);
  }

  @Test
  void whoIsRevokedWhileItsCertificateIsMadeGetsNone() {
    String token = token(1, Approval.GIVEN);
    issuer.beforeIssue(() -> admission.revoke(ALICE, E1, "stolen"));

    assertThat(refusal(enroll(token, "k1"))).isEqualTo(Refusal.REJECTED);

    assertThat(admission.identity(E1)).isEmpty();
  }

  @Test
  void aTokenExpires() {
    String token = token(1, Approval.GIVEN);
    clock().advance(Duration.ofHours(1));

    assertThat(refusal(enroll(token, "k1"))).isEqualTo(Refusal.TOKEN_EXPIRED);
  }

  @Test
  void aTokenWithAnotherSecretIsUnknown() {
    String token = token(1, Approval.GIVEN);
    // A character within the secret, which no padding can hide.
    char old = token.charAt(40);
    String guessed = token.substring(0, 40) + (old == 'A' ? 'B' : 'A') + token.substring(41);

    assertThat(refusal(enroll(guessed, "k1"))).isEqualTo(Refusal.TOKEN_UNKNOWN);
    assertThat(refusal(enroll("ise1_nonsense", "k1"))).isEqualTo(Refusal.TOKEN_MALFORMED);
    assertThat(refusal(enroll("", "k1"))).isEqualTo(Refusal.TOKEN_MALFORMED);
    issued(enroll(token, "k1"));
  }

  @Test
  void aTokenOfASiteLetsItsEdgesInButSupersedesNone() {
    String token = token(new Target.AnyOfSite(Name.of("s")), 9, Approval.GIVEN);
    String elsewhere = token(new Target.AnyOfSite(Name.of("empty")), 9, Approval.GIVEN);

    assertThat(refusal(enroll(token, "k1"))).isEqualTo(Refusal.EDGE_MISSING);
    assertThat(refusal(enroll(elsewhere, "k1", E1.edge()))).isEqualTo(Refusal.EDGE_UNKNOWN);
    assertThat(refusal(enroll(token, "k1", Name.of("none")))).isEqualTo(Refusal.EDGE_UNKNOWN);
    issued(enroll(token, "k1", E1.edge()));
    issued(enroll(token, "k2", E2.edge()));

    assertThat(refusal(enroll(token, "k3", E1.edge()))).isEqualTo(Refusal.ALREADY_ENROLLED);
    assertThat(refusal(enroll(token, "k2", E1.edge()))).isEqualTo(Refusal.EDGE_MISMATCH);
    assertThat(ended).isEmpty();
  }

  @Test
  void aTokenOfOneEdgeIsForNoOther() {
    assertThat(refusal(enroll(token(1, Approval.GIVEN), "k1", E2.edge())))
        .isEqualTo(Refusal.EDGE_MISMATCH);
  }

  @Test
  void anEdgeThatIsRemovedHasToEnrolAnew() {
    EnrollmentOutcome.Issued issued = issued(enroll(token(1, Approval.GIVEN), "k1"));
    String left = token(1, Approval.GIVEN);
    intents.change(
        ALICE, TENANT, "remove", network -> List.of(new Change.Remove(Kind.EDGE, E1.edge())));
    intents.change(ALICE, TENANT, "again", network -> List.of(new Change.PutEdge(Samples.edge(1))));
    admission.refresh();

    assertThat(admission.identity(E1)).isEmpty();
    assertThat(reason(check(admission, issued))).isEqualTo(Refusal.EDGE_UNKNOWN);
    assertThat(refusal(rejoin(issued, "k1"))).isEqualTo(Refusal.EDGE_UNKNOWN);
    assertThat(refusal(enroll(left, "k2"))).isEqualTo(Refusal.TOKEN_WITHDRAWN);
    assertThat(ended).as("its stream ends after it carries nothing").isEmpty();
    assertThat(standing()).isEqualTo(EdgeProfile.Standing.ADMITTED);
    issued(enroll(token(1, Approval.GIVEN), "k3"));
  }

  @Test
  void anEdgeThatSleptPastItsCertificateRejoinsWithItsKey() {
    EnrollmentOutcome.Issued first = issued(enroll(token(1, Approval.GIVEN), "k1"));
    clock().advance(Duration.ofDays(30));
    assertThat(reason(check(admission, first))).isEqualTo(Refusal.CERTIFICATE_EXPIRED);

    EnrollmentOutcome.Issued second = issued(rejoin(first, "k1"));

    assertThat(check(admission, second)).isInstanceOf(Standing.InForce.class);
    assertThat(refusal(rejoin(second, "k2"))).isEqualTo(Refusal.KEY_MISMATCH);
    assertThat(refusal(admission.rejoin(der("not a certificate"), csr("k1"), FROM)))
        .isEqualTo(Refusal.CERTIFICATE_FOREIGN);
    assertThat(
            refusal(
                admission.rejoin(
                    der("cert default e1 7 k1 2026-03-01T00:00:00Z"), csr("k1"), FROM)))
        .isEqualTo(Refusal.IDENTITY_UNKNOWN);
    assertThat(ended).isEmpty();
  }

  @Test
  void aRenewalMayChangeTheKeyAndTheOldOneGoesOnceTheNewOneIsShown() {
    EnrollmentOutcome.Issued first = issued(enroll(token(1, Approval.GIVEN), "k1"));
    EnrollmentOutcome.Issued second = issued(renew(first, "k2"));

    assertThat(check(admission, first)).isInstanceOf(Standing.InForce.class);
    assertThat(check(admission, second)).isInstanceOf(Standing.InForce.class);

    EnrollmentOutcome.Issued third = issued(renew(second, "k2"));

    assertThat(check(admission, third)).isInstanceOf(Standing.InForce.class);
    assertThat(reason(check(admission, first))).isEqualTo(Refusal.IDENTITY_UNKNOWN);
    assertThat(refusal(rejoin(first, "k1"))).isEqualTo(Refusal.IDENTITY_UNKNOWN);
    assertThat(ended).isEmpty();
  }

  @Test
  void aCertificateStandsForItsOwnEdgeAlone() {
    EnrollmentOutcome.Issued issued = issued(enroll(token(1, Approval.GIVEN), "k1"));
    var certificate = issuer.readIssued(issued.chain().getFirst());

    assertThat(reason(admission.check(E2, certificate.serial(), certificate.key())))
        .isEqualTo(Refusal.IDENTITY_UNKNOWN);
    assertThat(reason(admission.check(E1, certificate.serial(), FakeIssuer.key("other"))))
        .isEqualTo(Refusal.IDENTITY_UNKNOWN);
    assertThat(refusal(admission.renew(E2, certificate.serial(), csr("k1"))))
        .isEqualTo(Refusal.IDENTITY_UNKNOWN);
  }

  @Test
  void tokensThatMakeNoSenseAreRefused() {
    Target target = new Target.OneEdge(E1.edge());

    assertThatThrownBy(() -> token(new Target.OneEdge(Name.of("none")), 1, Approval.GIVEN))
        .isInstanceOfSatisfying(
            InvalidValue.class, e -> assertThat(e.code()).isEqualTo("EDGE_UNKNOWN"));
    assertThatThrownBy(() -> token(new Target.AnyOfSite(Name.of("none")), 1, Approval.GIVEN))
        .isInstanceOfSatisfying(
            InvalidValue.class, e -> assertThat(e.code()).isEqualTo("SITE_UNKNOWN"));
    assertThatThrownBy(() -> token(target, 0, Approval.GIVEN))
        .isInstanceOfSatisfying(
            InvalidValue.class, e -> assertThat(e.code()).isEqualTo("INVALID_USES"));
    assertThatThrownBy(
            () -> tokens.issue(ALICE, TENANT, target, 1, clock().instant(), Approval.GIVEN))
        .isInstanceOfSatisfying(
            InvalidValue.class, e -> assertThat(e.code()).isEqualTo("EXPIRY_PASSED"));
  }

  String token(int uses, Approval approval) {
    return token(new Target.OneEdge(E1.edge()), uses, approval);
  }

  private String token(Target target, int uses, Approval approval) {
    return tokens
        .issue(ALICE, TENANT, target, uses, clock().instant().plus(Duration.ofHours(1)), approval)
        .secret();
  }

  EnrollmentOutcome enroll(String token, String key) {
    return admission.enroll(token, csr(key), Optional.empty(), "1.0", FROM);
  }

  private EnrollmentOutcome enroll(String token, String key, Name edge) {
    return admission.enroll(token, csr(key), Optional.of(edge), "1.0", FROM);
  }

  private EnrollmentOutcome rejoin(EnrollmentOutcome.Issued last, String key) {
    return admission.rejoin(last.chain().getFirst(), csr(key), FROM);
  }

  private EnrollmentOutcome renew(EnrollmentOutcome.Issued last, String key) {
    return admission.renew(
        last.edge(), issuer.readIssued(last.chain().getFirst()).serial(), csr(key));
  }

  Standing check(Admission ofReplica, EnrollmentOutcome.Issued issued) {
    var certificate = issuer.readIssued(issued.chain().getFirst());
    return ofReplica.check(certificate.edge(), certificate.serial(), certificate.key());
  }

  static Der csr(String key) {
    return FakeIssuer.request(key);
  }

  private static Der der(String text) {
    return Der.of(text.getBytes(StandardCharsets.UTF_8));
  }

  static EnrollmentOutcome.Issued issued(EnrollmentOutcome outcome) {
    assertThat(outcome).isInstanceOf(EnrollmentOutcome.Issued.class);
    return (EnrollmentOutcome.Issued) outcome;
  }

  static Refusal refusal(EnrollmentOutcome outcome) {
    assertThat(outcome).isInstanceOf(EnrollmentOutcome.Refused.class);
    return ((EnrollmentOutcome.Refused) outcome).reason();
  }

  private static Refusal reason(Standing standing) {
    assertThat(standing).isInstanceOf(Standing.NotInForce.class);
    return ((Standing.NotInForce) standing).reason();
  }

  private EdgeProfile.Standing standing() {
    var profile = intents.network(TENANT).profiles().get(E1.edge());
    return profile == null ? EdgeProfile.Standing.ADMITTED : profile.value().standing();
  }

  private List<AuditEntry> refusals(String reason) {
    refusals.close();
    return audit().find(AuditQuery.of(TENANT), 1_000).stream()
        .filter(entry -> entry.outcome() == AuditEntry.Outcome.REFUSED)
        .filter(entry -> entry.reason().equals(Optional.of(reason)))
        .filter(entry -> entry.actor().tokenId().isPresent())
        .filter(entry -> tokens.find(TENANT, entry.actor().tokenId().orElseThrow()).isPresent())
        .toList();
  }

  private List<AuditEntry> audited(String action, String subject) {
    List<AuditEntry> entries = audit().find(AuditQuery.of(TENANT), 1_000);
    return entries.stream()
        .filter(entry -> entry.action().equals(action) && entry.subject().equals(subject))
        .limit(1)
        .toList();
  }
}
