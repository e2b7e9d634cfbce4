package io.isthmus.domain.admission;

import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.net.Nearest;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.reconcile.TenantNotFound;
import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.CertificateIssuer;
import io.isthmus.domain.trust.EnrollmentToken;
import io.isthmus.domain.trust.IdentityStore;
import io.isthmus.domain.trust.Portrait;
import io.isthmus.domain.trust.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The tokens by which devices may join: made, shown and withdrawn by people. What presenting one
 * comes to is for {@link Admission}. Safe for any thread; uses the database and may wait.
 */
public final class EnrollmentTokens {
  static final Duration LONGEST_LIFE = Duration.ofDays(366);
  private static final String EXPIRY_MEND = "give a later time, or none";

  private final IntentService intents;
  private final IdentityStore store;
  private final CertificateIssuer issuer;
  private final Clock clock;

  public EnrollmentTokens(
      IntentService intents, IdentityStore store, CertificateIssuer issuer, Clock clock) {
    this.intents = intents;
    this.store = store;
    this.issuer = issuer;
    this.clock = clock;
  }

  /**
   * A new enrolment token.
   *
   * @param secret the whole text for the edge; it is shown now and never again
   */
  public record IssuedToken(EnrollmentToken token, String secret) {
    /** The secret is not for logs. */
    @Override
    public String toString() {
      return "IssuedToken[%s]".formatted(token);
    }
  }

  /**
   * Makes a token.
   *
   * @param uses 1 or more; each key that is let in takes one
   * @throws TenantNotFound when there is no such tenant
   * @throws InvalidValue with code EDGE_UNKNOWN, SITE_UNKNOWN, INVALID_USES, EXPIRY_PASSED or
   *     EXPIRY_TOO_FAR
   */
  public IssuedToken issue(
      Actor actor,
      Name tenant,
      EnrollmentToken.Target target,
      int uses,
      Instant expiresAt,
      EnrollmentToken.Approval approval) {
    requireKnown(intents.network(tenant), target);
    Instant now = clock.instant();
    requireTimely(expiresAt, now);
    Secret.Fresh fresh = EnrollmentToken.newSecret(issuer.currentRoot());
    EnrollmentToken token =
        new EnrollmentToken(
            fresh.secret().id(),
            tenant,
            target,
            approval,
            uses,
            0,
            actor.name(),
            now,
            expiresAt,
            Optional.empty());
    store.change(ledger -> {
      ledger.addToken(token, fresh.secret().hash());
      ledger.audit(
          AuditWords.audit(now, tenant, actor, "CREATE", AuditWords.subject(token))
              .changing(Optional.empty(), Optional.of(Portrait.of(token))));
      return true;
    });
    return new IssuedToken(token, fresh.text());
  }

  private static void requireKnown(Network network, EnrollmentToken.Target target) {
    switch (target) {
      case EnrollmentToken.Target.OneEdge(Name edge) -> {
        if (!network.edges().containsKey(edge)) {
          throw new InvalidValue(
              "EDGE_UNKNOWN",
              "there is no edge %s: %sdeclare it first"
                  .formatted(edge, Nearest.question(edge.value(), network.edges().keySet())));
        }
      }
      case EnrollmentToken.Target.AnyOfSite(Name site) -> {
        if (!network.sites().containsKey(site)) {
          throw new InvalidValue(
              "SITE_UNKNOWN",
              "there is no site %s: %sdeclare it first"
                  .formatted(site, Nearest.question(site.value(), network.sites().keySet())));
        }
      }
    }
  }

  private static void requireTimely(Instant expiresAt, Instant now) {
    if (!expiresAt.isAfter(now)) {
      throw new InvalidValue(
          "EXPIRY_PASSED",
          "expiresAt %s is not after now, %s: %s".formatted(expiresAt, now, EXPIRY_MEND));
    }
    if (expiresAt.isAfter(now.plus(LONGEST_LIFE))) {
      throw new InvalidValue(
          "EXPIRY_TOO_FAR",
          "expiresAt %s is more than %d days away: give an earlier time"
              .formatted(expiresAt, LONGEST_LIFE.toDays()));
    }
  }

  /** The tenant's enrolment tokens, newest first, also those that admit no more. */
  public List<EnrollmentToken> list(Name tenant) {
    return store.tokens(tenant);
  }

  public Optional<EnrollmentToken> find(Name tenant, UUID id) {
    return store
        .findToken(id)
        .map(IdentityStore.Kept::token)
        .filter(token -> token.tenant().equals(tenant));
  }

  /**
   * From now on the token admits nobody, edges that wait for approval included; idempotent. Empty:
   * no such token.
   */
  public Optional<EnrollmentToken> withdraw(Actor actor, Name tenant, UUID id) {
    Instant now = clock.instant();
    return store.change(ledger ->
        ledger
            .findToken(id)
            .map(IdentityStore.Kept::token)
            .filter(token -> token.tenant().equals(tenant))
            .map(token -> withdraw(ledger, actor, token, now)));
  }

  static EnrollmentToken withdraw(
      IdentityStore.Ledger ledger, Actor actor, EnrollmentToken token, Instant now) {
    if (token.withdrawnAt().isPresent()) {
      return token;
    }
    EnrollmentToken withdrawn = token.withdrawn(now);
    ledger.updateToken(withdrawn);
    ledger.audit(
        AuditWords.audit(now, token.tenant(), actor, "WITHDRAW", AuditWords.subject(token)));
    EnrollmentRequests.rejectOpen(
        ledger, actor, token.tenant(), request -> request.token().equals(token.id()), now);
    return withdrawn;
  }
}
