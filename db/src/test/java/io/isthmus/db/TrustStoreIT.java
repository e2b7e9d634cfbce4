package io.isthmus.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.domain.admission.Admission;
import io.isthmus.domain.admission.EnrollmentTokens;
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
import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.ApiToken;
import io.isthmus.domain.trust.ApiTokens;
import io.isthmus.domain.trust.AuditEntry;
import io.isthmus.domain.trust.AuditLog;
import io.isthmus.domain.trust.AuditQuery;
import io.isthmus.domain.trust.Authentication;
import io.isthmus.domain.trust.EnrollmentToken;
import io.isthmus.domain.trust.Grant;
import io.isthmus.domain.trust.IdentityStore;
import io.isthmus.domain.trust.Refusals;
import io.isthmus.domain.trust.Role;
import io.isthmus.domain.trust.TokenStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tokens and audit of changes on the database, where secrets would stay if they could. */
@StoreTest
@Timeout(60)
class TrustStoreIT {
  private static final Actor ALICE = Actor.user("alice", "192.0.2.9");
  private static final Name OTHER = Name.of("other");

  @Autowired private IntentStore intentStore;
  @Autowired private OperationStore operations;
  @Autowired private EventLog events;
  @Autowired private TokenStore tokenStore;
  @Autowired private IdentityStore identities;
  @Autowired private AuditLog audit;
  @Autowired private TestClock clock;
  @Autowired private PostgresState postgres;
  @Autowired private JdbcClient jdbc;

  private IntentService intents;
  private ApiTokens tokens;

  @BeforeEach
  void reset() {
    postgres.reset();
    intents = new IntentService(intentStore, new EdgeFleet(operations, events, clock), clock);
    tokens = new ApiTokens(tokenStore, clock);
  }

  @Test
  void aTokenThatIsRevokedOnOneReplicaIsRefusedOnAnother() {
    ApiTokens other = new ApiTokens(tokenStore, clock);
    ApiTokens.Created created =
        tokens.create(ALICE, "ci", List.of(Grant.of(Stores.DEFAULT, Role.ADMIN)), never());
    assertThat(other.authenticate(created.secret()))
        .isEqualTo(new Authentication.Accepted(created.token()));

    tokens.revoke(ALICE, created.token().id());

    assertThat(reason(tokens, created)).isEqualTo(Authentication.Reason.TOKEN_REVOKED);
    clock.advance(Duration.ofSeconds(1));
    assertThat(reason(other, created)).isEqualTo(Authentication.Reason.TOKEN_REVOKED);
  }

  @Test
  void whatIsKnownOfATokenComesBackAsItWas() {
    List<Grant> grants =
        List.of(Grant.everywhere(Role.VIEWER), Grant.of(Stores.DEFAULT, Role.OPERATOR));
    Instant end = clock.instant().plus(Duration.ofDays(1));
    ApiTokens.Created created = tokens.create(ALICE, "ci", grants, Optional.of(end));
    assertThat(tokens.find(created.token().id())).contains(created.token());
    assertThat(tokens.list(Optional.empty())).containsExactly(created.token());
    assertThat(tokens.list(Optional.of(Stores.DEFAULT))).isEmpty();
    assertThat(tokens.hasAdmin()).isFalse();

    tokens.authenticate(created.secret());
    tokens.flush();
    assertThat(tokens.find(created.token().id()).flatMap(ApiToken::lastUsedAt))
        .contains(clock.instant());

    clock.advance(Duration.ofDays(1));
    assertThat(reason(tokens, created)).isEqualTo(Authentication.Reason.TOKEN_EXPIRED);
  }

  @Test
  void grantsGoWithTheirTenant() {
    intents.createTenant(ALICE, OTHER);
    Grant ofOther = Grant.of(OTHER, Role.ADMIN);
    ApiTokens.Created only = tokens.create(ALICE, "only", List.of(ofOther), never());
    ApiTokens.Created both =
        tokens.create(
            ALICE, "both", List.of(ofOther, Grant.of(Stores.DEFAULT, Role.ADMIN)), never());

    intents.removeTenant(ALICE, OTHER);
    intents.createTenant(ALICE, OTHER);

    assertThat(reason(tokens, only)).isEqualTo(Authentication.Reason.TOKEN_REVOKED);
    assertThat(tokens.find(both.token().id()).orElseThrow().grants())
        .containsExactly(Grant.of(Stores.DEFAULT, Role.ADMIN));
  }

  @Test
  void aGrantNeedsItsTenant() {
    assertThatThrownBy(() ->
            tokens.create(ALICE, "x", List.of(Grant.of(Name.of("none"), Role.ADMIN)), never()))
        .isInstanceOfSatisfying(
            InvalidValue.class, e -> assertThat(e.code()).isEqualTo("TENANT_UNKNOWN"));

    assertThat(tokens.list(Optional.empty())).isEmpty();
  }

  @Test
  void eachResourceOfAChangeIsAuditedWithIt() {
    long before = newestAudited();
    intents.change(
        ALICE,
        Stores.DEFAULT,
        "two",
        network ->
            List.of(new Change.PutSite(Samples.site("s")), new Change.PutEdge(Samples.edge(1))));
    long revision = intents.snapshot().revision();
    assertThatThrownBy(() ->
            intents.change(
                ALICE,
                Stores.DEFAULT,
                "broken",
                network -> List.of(new Change.PutEdge(Samples.edge(1)), orphan())))
        .isInstanceOf(RuntimeException.class);
    intents.change(
        ALICE, Stores.DEFAULT, "same", network -> List.of(new Change.PutSite(Samples.site("s"))));

    List<AuditEntry> entries = since(before);

    assertThat(entries)
        .extracting(AuditEntry::subject)
        .containsExactlyInAnyOrder("sites/s", "edges/e1");
    assertThat(entries)
        .allSatisfy(entry -> {
          assertThat(entry.actor()).isEqualTo(ALICE);
          assertThat(entry.action()).isEqualTo("CREATE");
          assertThat(entry.revision()).hasValue(revision);
          assertThat(entry.before()).isEmpty();
        });
    assertThat(entries.stream().filter(entry -> entry.subject().equals("edges/e1")).findFirst())
        .hasValueSatisfying(entry ->
            assertThat(entry.after().orElseThrow())
                .containsEntry("name", "e1")
                .containsEntry("site", "s")
                .extractingByKey("wanLinks")
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .first()
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("address", "198.18.0.1"));
  }

  @Test
  void noSecretIsInAnyTable() {
    intents.change(
        ALICE,
        Stores.DEFAULT,
        "edge",
        network ->
            List.of(new Change.PutSite(Samples.site("s")), new Change.PutEdge(Samples.edge(1))));
    Refusals refusals = new Refusals(audit, clock);
    FakeIssuer issuer = new FakeIssuer(clock);
    Admission admission =
        new Admission(intents, identities, issuer, refusals, Duration.ofHours(24), clock);
    ApiTokens.Created api =
        tokens.create(ALICE, "ci", List.of(Grant.everywhere(Role.ADMIN)), never());
    EnrollmentTokens.IssuedToken enrollment =
        new EnrollmentTokens(intents, identities, issuer, clock)
            .issue(
                ALICE,
                Stores.DEFAULT,
                new EnrollmentToken.Target.OneEdge(Name.of("e1")),
                1,
                clock.instant().plus(Duration.ofHours(1)),
                EnrollmentToken.Approval.GIVEN);
    String wrong = enrollment.secret().replaceAll(".$", "!");
    admission.enroll(wrong, FakeIssuer.request("k1"), Optional.empty(), "1.0", "192.0.2.1");
    admission.enroll(
        enrollment.secret(), FakeIssuer.request("k1"), Optional.empty(), "1.0", "192.0.2.1");
    admission.enroll(
        enrollment.secret(), FakeIssuer.request("k2"), Optional.empty(), "1.0", "192.0.2.1");
    admission.revoke(ALICE, new EdgeKey(Stores.DEFAULT, Name.of("e1")), "test");
    tokens.revoke(ALICE, api.token().id());
    refusals.close();

    String everything = everythingInTheDatabase();

    assertThat(everything).contains(api.token().id().toString()).contains("TOKEN_USED_UP");
    for (String secret : List.of(api.secret(), enrollment.secret())) {
      byte[] bytes = secretBytes(secret);
      assertThat(everything.contains(secret.substring(5))).isFalse();
      assertThat(everything.contains(HexFormat.of().formatHex(bytes))).isFalse();
      assertThat(everything.contains(Base64.getEncoder().encodeToString(bytes).substring(0, 40)))
          .isFalse();
    }
  }

  private static byte[] secretBytes(String text) {
    byte[] all = Base64.getUrlDecoder().decode(text.substring(5));
    byte[] secret = new byte[32];
    System.arraycopy(all, 16, secret, 0, 32);
    return secret;
  }

  /** Every row of every table as text, binary columns in hexadecimal. */
  private String everythingInTheDatabase() {
    List<String> tables =
        jdbc.sql(
                """
                SELECT oid::regclass::text FROM pg_class
                WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
                """)
            .query(String.class)
            .list();
    List<String> rows = new ArrayList<>();
    for (String table : tables) {
      rows.addAll(
          jdbc.sql("SELECT row_to_json(t)::text FROM %s AS t".formatted(table))
              .query(String.class)
              .list());
    }
    return String.join("\n", rows);
  }

  private static Change orphan() {
    return new Change.Remove(Kind.SITE, Name.of("none"));
  }

  private long newestAudited() {
    return audit.find(AuditQuery.all(), 1).stream()
        .mapToLong(AuditEntry::sequence)
        .findFirst()
        .orElse(0);
  }

  private List<AuditEntry> since(long sequence) {
    return audit.find(AuditQuery.all(), 100).stream()
        .filter(entry -> entry.sequence() > sequence)
        .toList();
  }

  private static Authentication.Reason reason(ApiTokens tokens, ApiTokens.Created created) {
    Authentication outcome = tokens.authenticate(created.secret());
    assertThat(outcome).isInstanceOf(Authentication.Refused.class);
    return ((Authentication.Refused) outcome).reason();
  }

  private static Optional<Instant> never() {
    return Optional.empty();
  }
}
