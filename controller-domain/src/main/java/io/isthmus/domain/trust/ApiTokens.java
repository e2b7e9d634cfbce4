package io.isthmus.domain.trust;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The API tokens of this controller. Safe for any thread.
 *
 * <p>What the database said of a token counts for a second, so that a token that is revoked on any
 * replica is refused on all of them within that, and none is asked for more often. With no
 * database, nobody is let in.
 */
public final class ApiTokens {
  private static final Duration TRUSTED = Duration.ofSeconds(1);
  private static final Duration USE_GRAIN = Duration.ofMinutes(1);
  private static final int MOST_KNOWN = 10_000;
  private static final Fingerprint NOBODY = Fingerprint.of(new byte[0]);

  private final TokenStore store;
  private final Clock clock;
  private final Map<UUID, Known> known = new ConcurrentHashMap<>();
  private final Map<UUID, Instant> used = new ConcurrentHashMap<>();

  public ApiTokens(TokenStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** What the database said at a time. */
  private record Known(TokenStore.Kept kept, Instant asOf) {}

  /**
   * A new token.
   *
   * @param secret the whole text to present; it is shown now and never again
   */
  public record Created(ApiToken token, String secret) {
    /** The secret is not for logs. */
    @Override
    public String toString() {
      return "Created[%s]".formatted(token);
    }
  }

  /**
   * Makes a token. Whether the actor may grant that much is the caller's to judge.
   *
   * @throws InvalidValue when the name, the grants or the expiry are wrong: INVALID_TOKEN_NAME,
   *     NO_GRANTS, TOO_MANY_GRANTS, TENANT_UNKNOWN, EXPIRY_PASSED
   */
  public Created create(
      Actor actor, String name, Collection<Grant> grants, Optional<Instant> expiresAt) {
    Secret.Fresh fresh = Secret.forApi();
    return new Created(add(actor, name, grants, expiresAt, fresh.secret()), fresh.text());
  }

  /**
   * Takes over a token that was made elsewhere in the same form, such as in a mounted secret. Empty
   * when the text is no API token, or one that is known already: what was revoked stays so.
   */
  public Optional<ApiToken> adopt(Actor actor, String name, Collection<Grant> grants, String text) {
    return Secret.readApi(text)
        .filter(secret -> store.find(secret.id()).isEmpty())
        .map(secret -> add(actor, name, grants, Optional.empty(), secret));
  }

  private ApiToken add(
      Actor actor,
      String name,
      Collection<Grant> grants,
      Optional<Instant> expiresAt,
      Secret secret) {
    Instant now = clock.instant();
    ApiToken token =
        new ApiToken(
            secret.id(),
            name,
            List.copyOf(grants),
            actor.name(),
            now,
            expiresAt,
            Optional.empty(),
            Optional.empty());
    if (grants.isEmpty()) {
      throw new InvalidValue("NO_GRANTS", "a token without grants is of no use: give one or more");
    }
    if (token.isExpired(now)) {
      throw new InvalidValue(
          "EXPIRY_PASSED",
          "expiresAt %s is not after now, %s: give a later time, or none"
              .formatted(expiresAt.orElseThrow(), now));
    }
    store.add(
        token,
        secret.hash(),
        audit(actor, "CREATE", token, now)
            .changing(Optional.empty(), Optional.of(Portrait.of(token))));
    return token;
  }

  /**
   * What the text that a request presents is worth. Its time does not depend on what is wrong with
   * the secret.
   */
  public Authentication authenticate(String text) {
    Optional<Secret> secret = Secret.readApi(text);
    if (secret.isEmpty()) {
      return refused(
          Authentication.Reason.TOKEN_MALFORMED,
          Optional.empty(),
          "the text is no API token, or was cut off: copy it whole");
    }
    Instant now = clock.instant();
    Optional<TokenStore.Kept> kept = find(secret.get().id(), now);
    Fingerprint expected = kept.map(TokenStore.Kept::secret).orElse(NOBODY);
    if (!expected.sameAs(secret.get().hash()) || kept.isEmpty()) {
      return refused(
          Authentication.Reason.TOKEN_UNKNOWN,
          Optional.empty(),
          "this controller has no such API token: is it another controller's? ask for a new one");
    }
    return judge(kept.get().token(), now);
  }

  private Authentication judge(ApiToken token, Instant now) {
    if (token.isRevoked()) {
      return refused(
          Authentication.Reason.TOKEN_REVOKED,
          Optional.of(token.id()),
          "the API token %s was revoked: ask for a new one".formatted(token.name()));
    }
    if (token.isExpired(now)) {
      return refused(
          Authentication.Reason.TOKEN_EXPIRED,
          Optional.of(token.id()),
          "the API token %s expired at %s: ask for a new one"
              .formatted(token.name(), token.expiresAt().orElseThrow()));
    }
    if (token.lastUsedAt().isEmpty() || token.lastUsedAt().get().plus(USE_GRAIN).isBefore(now)) {
      used.put(token.id(), now);
    }
    return new Authentication.Accepted(token);
  }

  private static Authentication refused(
      Authentication.Reason reason, Optional<UUID> token, String message) {
    return new Authentication.Refused(reason, token, message);
  }

  /** Who only guesses ids fills no memory: what does not exist is not remembered. */
  private Optional<TokenStore.Kept> find(UUID id, Instant now) {
    Known last = known.get(id);
    if (last != null && !now.isBefore(last.asOf()) && now.isBefore(last.asOf().plus(TRUSTED))) {
      return Optional.of(last.kept());
    }
    Optional<TokenStore.Kept> kept = store.find(id);
    if (known.size() >= MOST_KNOWN) {
      known.clear();
    }
    kept.ifPresentOrElse(token -> known.put(id, new Known(token, now)), () -> known.remove(id));
    return kept;
  }

  /**
   * In order of creation, revoked and expired ones included.
   *
   * @param tenant those with grants for this tenant alone; empty: all
   */
  public List<ApiToken> list(Optional<Name> tenant) {
    return store.list().stream()
        .filter(token -> tenant.isEmpty() || token.tenant().equals(tenant))
        .toList();
  }

  public Optional<ApiToken> find(UUID id) {
    return store.find(id).map(TokenStore.Kept::token);
  }

  /**
   * Whether there is any in force that may do everything; if not, nobody could make one by REST.
   */
  public boolean hasAdmin() {
    Instant now = clock.instant();
    return store.list().stream()
        .filter(token -> !token.isRevoked() && !token.isExpired(now))
        .flatMap(token -> token.grants().stream())
        .anyMatch(grant -> grant.coversAll(Role.ADMIN));
  }

  /** For good; idempotent. Empty when there is no such token. */
  public Optional<ApiToken> revoke(Actor actor, UUID id) {
    Optional<ApiToken> token = find(id);
    if (token.isEmpty() || token.get().isRevoked()) {
      return token;
    }
    Instant now = clock.instant();
    Optional<ApiToken> revoked = store.revoke(id, now, audit(actor, "REVOKE", token.get(), now));
    known.remove(id);
    return revoked;
  }

  /** Writes when tokens were last used. Called every few seconds. */
  public void flush() {
    Map<UUID, Instant> taken = new HashMap<>();
    used.forEach((id, time) -> {
      if (used.remove(id, time)) {
        taken.put(id, time);
      }
    });
    if (!taken.isEmpty()) {
      store.used(taken);
    }
  }

  private static AuditEntry audit(Actor actor, String action, ApiToken token, Instant now) {
    return AuditEntry.done(now, token.tenant(), actor, action, "api-tokens/" + token.id());
  }
}
