package io.isthmus.domain.admission;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.reconcile.TenantNotFound;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.CertificateIssuer;
import io.isthmus.domain.trust.Der;
import io.isthmus.domain.trust.EdgeIdentity;
import io.isthmus.domain.trust.EnrollmentRequest;
import io.isthmus.domain.trust.EnrollmentToken;
import io.isthmus.domain.trust.Fingerprint;
import io.isthmus.domain.trust.IdentityStore;
import io.isthmus.domain.trust.Refusals;
import io.isthmus.domain.trust.TokenStore;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Lets devices in as edges and out again. Safe for any thread. All but {@link #check} and {@link
 * #identity} use the database and may wait.
 */
public final class Admission {
  private final IntentService intents;
  private final TokenStore tokens;
  private final IdentityStore identities;
  private final CertificateIssuer issuer;
  private final Refusals refusals;
  private final Duration certificateLife;
  private final Clock clock;

  public Admission(
      IntentService intents,
      TokenStore tokens,
      IdentityStore identities,
      CertificateIssuer issuer,
      Refusals refusals,
      Duration certificateLife,
      Clock clock) {
    this.intents = intents;
    this.tokens = tokens;
    this.identities = identities;
    this.issuer = issuer;
    this.refusals = refusals;
    this.certificateLife = certificateLife;
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

  /** From now on the listener is told of identities that end. */
  public void listen(IdentityListener listener) {}

  /**
   * Makes a token.
   *
   * @param uses 1 or more; each key that is let in takes one
   * @throws TenantNotFound when there is no such tenant
   * @throws InvalidValue with code EDGE_UNKNOWN, SITE_UNKNOWN, INVALID_USES, EXPIRY_PASSED or
   *     EXPIRY_TOO_FAR
   */
  public IssuedToken issueToken(
      Actor actor,
      Name tenant,
      EnrollmentToken.Target target,
      int uses,
      Instant expiresAt,
      EnrollmentToken.Approval approval) {
    throw new UnsupportedOperationException(
        "" + intents + tokens + identities + issuer + refusals + certificateLife + clock);
  }

  /** The tenant's enrolment tokens, newest first, also those that admit no more. */
  public List<EnrollmentToken> tokens(Name tenant) {
    throw new UnsupportedOperationException();
  }

  public Optional<EnrollmentToken> findToken(Name tenant, UUID id) {
    throw new UnsupportedOperationException();
  }

  /**
   * From now on the token admits nobody, edges that wait for approval included; idempotent. Empty:
   * no such token.
   */
  public Optional<EnrollmentToken> withdrawToken(Actor actor, Name tenant, UUID id) {
    throw new UnsupportedOperationException();
  }

  /**
   * Somebody presents a token.
   *
   * @param edge what the request says; needed where the token is for a site
   * @param from address of the device
   */
  public EnrollmentOutcome enroll(
      String token, Der request, Optional<Name> edge, String agentVersion, String from) {
    throw new UnsupportedOperationException();
  }

  /**
   * An edge presents its last certificate, which may have expired, and a request for the same key.
   */
  public EnrollmentOutcome rejoin(Der lastCertificate, Der request, String from) {
    throw new UnsupportedOperationException();
  }

  /**
   * An edge asks for its next certificate over its stream, perhaps for a new key.
   *
   * @param presented serial of the certificate that the stream stands on
   */
  public EnrollmentOutcome renew(EdgeKey edge, BigInteger presented, Der request) {
    throw new UnsupportedOperationException();
  }

  /** The tenant's requests to join, newest first, also those that are decided. */
  public List<EnrollmentRequest> requests(Name tenant) {
    throw new UnsupportedOperationException();
  }

  public Optional<EnrollmentRequest> findRequest(Name tenant, UUID id) {
    throw new UnsupportedOperationException();
  }

  /** Lets the edge fetch its certificate. Only what is PENDING changes. Empty: no such request. */
  public Optional<EnrollmentRequest> approve(Actor actor, Name tenant, UUID id) {
    throw new UnsupportedOperationException();
  }

  /** Refuses the key for good. Only what is PENDING or APPROVED changes. Empty: no such request. */
  public Optional<EnrollmentRequest> reject(Actor actor, Name tenant, UUID id) {
    throw new UnsupportedOperationException();
  }

  /**
   * Trusts the edge no more: its certificates are refused, its streams end, the other edges forget
   * it, and tokens for it admit nobody. A new token lets it in again. Idempotent; returns the
   * identity that ended, empty when the edge had none.
   */
  public Optional<EdgeIdentity> revoke(Actor actor, EdgeKey edge, String reason) {
    throw new UnsupportedOperationException();
  }

  /**
   * The newest identity of the edge, in force or not; empty when it never enrolled. From memory.
   */
  public Optional<EdgeIdentity> identity(EdgeKey edge) {
    throw new UnsupportedOperationException();
  }

  /**
   * Whether a certificate counts for the edge that it names. From memory but for the newest ones.
   */
  public Standing check(EdgeKey edge, BigInteger serial, Fingerprint key) {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes over what other replicas have changed. Called when notified, and a few times a second.
   */
  public void refresh() {}
}
