package io.isthmus.domain.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.domain.fake.InMemoryAuditLog;
import io.isthmus.domain.fake.InMemoryTokenStore;
import io.isthmus.domain.fake.MovableClock;
import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTokensTest {
  private static final Actor ALICE = Actor.user("alice", "192.0.2.1");
  private static final Name ACME = Name.of("acme");

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final InMemoryAuditLog log = new InMemoryAuditLog();
  private final CountingStore store = new CountingStore(new InMemoryTokenStore(log));
  private final ApiTokens tokens = new ApiTokens(store, clock);

  @Test
  void theSecretLetsItsHolderInAndIsShownNowhere() {
    ApiTokens.Created created = create(Grant.of(ACME, Role.OPERATOR));

    assertThat(tokens.authenticate(created.secret()))
        .isEqualTo(new Authentication.Accepted(created.token()));
    assertThat(created.secret()).startsWith("ist1_").hasSize(69);
    assertThat(created.toString()).doesNotContain(created.secret().substring(30));
    assertThat(log.find(AuditQuery.all(), 10).toString())
        .contains("api-tokens/" + created.token().id())
        .doesNotContain(created.secret().substring(30));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ist1_", "ist1_AAAA", "ise1_", "Bearer x", "ist1_ÄÖÜ", "ist1_%00"})
  void whatIsNoTokenIsSaidToBeNone(String text) {
    assertThat(reason(text)).isEqualTo(Authentication.Reason.TOKEN_MALFORMED);
    assertThat(store.reads).hasValue(0);
  }

  @Test
  void aTokenThatWasMadeElsewhereIsTakenOverOnce() {
    String text = Secret.forApi().text();

    Optional<ApiToken> adopted =
        tokens.adopt(Actor.SYSTEM, "first-admin", List.of(Grant.everywhere(Role.ADMIN)), text);
    tokens.revoke(Actor.SYSTEM, adopted.orElseThrow().id());

    assertThat(reason(text)).isEqualTo(Authentication.Reason.TOKEN_REVOKED);
    assertThat(tokens.adopt(Actor.SYSTEM, "again", adopted.get().grants(), text)).isEmpty();
    assertThat(tokens.adopt(Actor.SYSTEM, "none", adopted.get().grants(), "secret")).isEmpty();
  }

  @Test
  void anotherSecretOfTheSameTokenIsUnknown() {
    String secret = create(Grant.everywhere(Role.ADMIN)).secret();
    char old = secret.charAt(50);

    String guess = secret.substring(0, 50) + (old == 'A' ? 'B' : 'A') + secret.substring(51);

    assertThat(reason(guess)).isEqualTo(Authentication.Reason.TOKEN_UNKNOWN);
  }

  @Test
  void theStoreIsAskedOnceASecond() {
    ApiTokens.Created created = create(Grant.everywhere(Role.VIEWER));
    for (int i = 0; i < 1_000; i++) {
      tokens.authenticate(created.secret());
    }
    assertThat(store.reads).hasValue(1);

    clock.advance(Duration.ofSeconds(1));
    tokens.authenticate(created.secret());

    assertThat(store.reads).hasValue(2);
  }

  @Test
  void usesAreWrittenOnceAMinute() {
    ApiTokens.Created created = create(Grant.everywhere(Role.VIEWER));
    for (int second = 0; second < 150; second++) {
      tokens.authenticate(created.secret());
      tokens.flush();
      clock.advance(Duration.ofSeconds(1));
    }

    assertThat(store.writes).hasValueBetween(2, 4);
  }

  @Test
  void tokensOfATenantAreThoseForItAlone() {
    ApiTokens.Created ours = create(Grant.of(ACME, Role.ADMIN), Grant.of(ACME, Role.VIEWER));
    create(Grant.everywhere(Role.ADMIN));
    create(Grant.of(ACME, Role.ADMIN), Grant.of(Name.of("other"), Role.ADMIN));

    assertThat(tokens.list(Optional.of(ACME))).containsExactly(ours.token());
    assertThat(tokens.list(Optional.empty())).hasSize(3);
  }

  @Test
  void anAdminTokenThatIsRevokedIsNone() {
    assertThat(tokens.hasAdmin()).isFalse();
    ApiTokens.Created admin = create(Grant.everywhere(Role.ADMIN));
    assertThat(tokens.hasAdmin()).isTrue();

    tokens.revoke(ALICE, admin.token().id());
    tokens.revoke(ALICE, admin.token().id());

    assertThat(tokens.hasAdmin()).isFalse();
    assertThat(reason(admin.secret())).isEqualTo(Authentication.Reason.TOKEN_REVOKED);
    assertThat(log.find(AuditQuery.all(), 10))
        .extracting(AuditEntry::action)
        .containsExactly("REVOKE", "CREATE");
    assertThat(tokens.revoke(ALICE, UUID.randomUUID())).isEmpty();
  }

  @Test
  void aTokenNeedsGrantsANameAndTime() {
    List<Grant> grants = List.of(Grant.everywhere(Role.VIEWER));
    assertInvalid("NO_GRANTS", "a", List.of(), Optional.empty());
    assertInvalid("INVALID_TOKEN_NAME", " ", grants, Optional.empty());
    assertInvalid("INVALID_TOKEN_NAME", "a\nb", grants, Optional.empty());
    assertInvalid("EXPIRY_PASSED", "a", grants, Optional.of(clock.instant()));
  }

  @Test
  void aRoleIncludesThoseBelowInItsTenantAlone() {
    Grant grant = Grant.of(ACME, Role.OPERATOR);

    assertThat(grant.covers(ACME, Role.ORCHESTRATOR)).isTrue();
    assertThat(grant.covers(ACME, Role.ADMIN)).isFalse();
    assertThat(grant.covers(Name.of("other"), Role.VIEWER)).isFalse();
    assertThat(grant.coversAll(Role.VIEWER)).isFalse();
    assertThat(Grant.everywhere(Role.VIEWER).covers(ACME, Role.VIEWER)).isTrue();
  }

  private void assertInvalid(
      String code, String name, List<Grant> grants, Optional<Instant> expiresAt) {
    assertThatThrownBy(() -> tokens.create(ALICE, name, grants, expiresAt))
        .isInstanceOfSatisfying(InvalidValue.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private ApiTokens.Created create(Grant... grants) {
    return tokens.create(ALICE, "ci", List.of(grants), Optional.empty());
  }

  private Authentication.Reason reason(String text) {
    return ((Authentication.Refused) tokens.authenticate(text)).reason();
  }

  private record CountingStore(TokenStore store, AtomicInteger reads, AtomicInteger writes)
      implements TokenStore {
    CountingStore(TokenStore store) {
      this(store, new AtomicInteger(), new AtomicInteger());
    }

    @Override
    public void add(ApiToken token, Fingerprint secret, AuditEntry audit) {
      store.add(token, secret, audit);
    }

    @Override
    public Optional<Kept> find(UUID id) {
      reads.incrementAndGet();
      return store.find(id);
    }

    @Override
    public List<ApiToken> list() {
      return store.list();
    }

    @Override
    public Optional<ApiToken> revoke(UUID id, Instant at, AuditEntry audit) {
      return store.revoke(id, at, audit);
    }

    @Override
    public void used(Map<UUID, Instant> times) {
      writes.incrementAndGet();
      store.used(times);
    }
  }
}
