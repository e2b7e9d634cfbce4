package io.isthmus.domain.admission;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.CertificateIssuer;
import io.isthmus.domain.trust.Der;
import io.isthmus.domain.trust.EdgeIdentity;
import io.isthmus.domain.trust.EnrollmentRequest;
import io.isthmus.domain.trust.Fingerprint;
import io.isthmus.domain.trust.IdentityStore;
import io.isthmus.domain.trust.Portrait;
import io.isthmus.domain.trust.Refusals;
import io.isthmus.domain.trust.Secret;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets devices in as edges and out again. Safe for any thread. All but {@link #check} and {@link
 * #identity} use the database and may wait.
 *
 * <p>A certificate is issued between two transactions of the ledger, since an issuer may take its
 * time: the first takes the use of the token, the second makes the identity, and a certificate that
 * the ledger does not know is worth nothing. Whether other edges exchange packets with an edge
 * follows from its identity, at once and, should that fail, within some seconds.
 */
public final class Admission {
  /** How long an edge that waits for approval is to wait before it asks again. */
  static final Duration RETRY = Duration.ofSeconds(5);

  /** How long the replica that changed an identity has for what follows from it. */
  static final Duration OWN_TIME = Duration.ofSeconds(2);

  private final IdentityStore store;
  private final IdentityBook book;
  private final Membership members;
  private final CertificateIssuer issuer;
  private final Refusals refusals;
  private final Duration certificateLife;
  private final Clock clock;
  private final ReentrantLock mending = new ReentrantLock();

  public Admission(
      IntentService intents,
      IdentityStore store,
      CertificateIssuer issuer,
      Refusals refusals,
      Duration certificateLife,
      Clock clock) {
    this.store = store;
    this.book = new IdentityBook(store, clock);
    this.members = new Membership(intents, book, clock);
    this.issuer = issuer;
    this.refusals = refusals;
    this.certificateLife = certificateLife;
    this.clock = clock;
  }

  /** From now on the listener is told of identities that end. */
  public void listen(IdentityListener listener) {
    book.listen(listener);
  }

  /**
   * Somebody presents a token.
   *
   * @param edge what the request says; needed where the token is for a site
   * @param from address of the device
   */
  public EnrollmentOutcome enroll(
      String token, Der request, Optional<Name> edge, String agentVersion, String from) {
    Attempt attempt = attempt("ENROLL", Actor.unknown(from));
    Optional<Secret> secret = Secret.readEnrollment(token);
    if (secret.isEmpty()) {
      return attempt.refused(
          Refusal.TOKEN_MALFORMED, "the text is no enrolment token: copy it whole");
    }
    // Before anything that costs: who has no token is to cost nothing.
    boolean known =
        store
            .findToken(secret.get().id())
            .filter(kept -> kept.secret().sameAs(secret.get().hash()))
            .isPresent();
    if (!known) {
      return attempt.refused(
          Refusal.TOKEN_UNKNOWN, "there is no such enrolment token: make a new one");
    }
    CertificateIssuer.Request read;
    try {
      read = issuer.read(request);
    } catch (InvalidValue e) {
      return attempt.refused(Refusal.REQUEST_INVALID, e.getMessage());
    }
    book.flush();
    Enrolling.Ask ask =
        new Enrolling.Ask(
            secret.get().id(), secret.get().hash(), read.key(), edge, agentVersion, from);
    return enroll(ask, read, attempt);
  }

  private EnrollmentOutcome enroll(
      Enrolling.Ask ask, CertificateIssuer.Request read, Attempt attempt) {
    Instant now = clock.instant();
    Enrolling.Decision decision =
        store.change(ledger -> {
          Enrolling.Decision made = new Enrolling(ledger, now).decide(ask);
          if (made instanceof Enrolling.Decision.Waiting(EnrollmentRequest asked, var taking)
              && taking == Enrolling.Taking.FIRST) {
            ledger.audit(
                AuditWords.audit(
                        now,
                        asked.edge().tenant(),
                        Actor.edge(asked.edge(), ask.from()),
                        "REQUEST",
                        AuditWords.subject(asked))
                    .changing(Optional.empty(), Optional.of(Portrait.of(asked))));
          }
          return made;
        });
    return switch (decision) {
      case Enrolling.Decision.Refused(var reason, var message, var edge, var tenant) ->
          attempt
              .about(tenant, edge.map(AuditWords::subject), ask.token())
              .refused(reason, message);
      case Enrolling.Decision.Waiting(EnrollmentRequest waiting, var taking) ->
          new EnrollmentOutcome.Pending(waiting.id(), RETRY);
      case Enrolling.Decision.Admitted(EnrollmentRequest admitted, var taking) ->
          issue(admitted, read, ask.from(), attempt);
    };
  }

  private EnrollmentOutcome issue(
      EnrollmentRequest admitted, CertificateIssuer.Request read, String from, Attempt attempt) {
    EdgeKey edge = admitted.edge();
    CertificateIssuer.Issued issued = issuer.issue(read, edge, certificateLife);
    Instant now = clock.instant();
    Optional<EdgeIdentity> made =
        store.change(ledger -> {
          Optional<EdgeIdentity> identity = new Enrolling(ledger, now).finish(admitted, issued);
          identity.ifPresent(enrolled ->
              ledger.audit(
                  AuditWords.audit(
                          now,
                          edge.tenant(),
                          Actor.edge(edge, from),
                          "ENROLL",
                          AuditWords.subject(edge))
                      .changing(
                          Optional.empty(), Optional.of(portrait(enrolled, admitted.token())))));
          return identity;
        });
    if (made.isEmpty()) {
      return attempt
          .about(
              Optional.of(edge.tenant()), Optional.of(AuditWords.subject(edge)), admitted.token())
          .refused(Refusal.REJECTED, "the request was rejected meanwhile: make a new token");
    }
    members.settle(Actor.edge(edge, from), edge);
    return issued(edge, issued);
  }

  private static Map<String, Object> portrait(EdgeIdentity identity, UUID token) {
    Map<String, Object> portrait = Portrait.of(identity.certificates().getFirst());
    portrait.put("token", token.toString());
    portrait.put("identity", identity.id().toString());
    return portrait;
  }

  /**
   * An edge presents its last certificate, which may have expired, and a request for the same key.
   */
  public EnrollmentOutcome rejoin(Der lastCertificate, Der request, String from) {
    Attempt attempt = attempt("REJOIN", Actor.unknown(from));
    CertificateIssuer.EdgeCertificate last;
    CertificateIssuer.Request read;
    try {
      last = issuer.readIssued(lastCertificate);
    } catch (InvalidValue e) {
      return attempt.refused(Refusal.CERTIFICATE_FOREIGN, e.getMessage());
    }
    Attempt ofEdge =
        attempt.about(
            Optional.of(last.edge().tenant()), Optional.of(AuditWords.subject(last.edge())));
    try {
      read = issuer.read(request);
    } catch (InvalidValue e) {
      return ofEdge.refused(Refusal.REQUEST_INVALID, e.getMessage());
    }
    if (!read.key().sameAs(last.key())) {
      return ofEdge.refused(
          Refusal.KEY_MISMATCH,
          "the request is for another key than the certificate: sign it with the same one");
    }
    return renew(last.edge(), last.serial(), read, ofEdge);
  }

  /**
   * An edge asks for its next certificate over its stream, perhaps for a new key.
   *
   * @param presented serial of the certificate that the stream stands on
   */
  public EnrollmentOutcome renew(EdgeKey edge, BigInteger presented, Der request) {
    Attempt attempt =
        attempt("RENEW", Actor.edge(edge))
            .about(Optional.of(edge.tenant()), Optional.of(AuditWords.subject(edge)));
    try {
      return renew(edge, presented, issuer.read(request), attempt);
    } catch (InvalidValue e) {
      return attempt.refused(Refusal.REQUEST_INVALID, e.getMessage());
    }
  }

  private EnrollmentOutcome renew(
      EdgeKey edge, BigInteger presented, CertificateIssuer.Request read, Attempt attempt) {
    // Before anything is issued: who is out is to cost nothing.
    Standing standing = standing(store.identities(edge), edge, presented);
    if (standing instanceof Standing.NotInForce(Refusal reason, String message)) {
      return attempt.refused(reason, message);
    }
    CertificateIssuer.Issued issued = issuer.issue(read, edge, certificateLife);
    Standing then =
        store.change(ledger -> renewWithin(ledger, edge, presented, read, issued, attempt));
    return switch (then) {
      case Standing.InForce renewed -> issued(edge, issued);
      case Standing.NotInForce(Refusal reason, String message) -> attempt.refused(reason, message);
    };
  }

  private Standing renewWithin(
      IdentityStore.Ledger ledger,
      EdgeKey edge,
      BigInteger presented,
      CertificateIssuer.Request read,
      CertificateIssuer.Issued issued,
      Attempt attempt) {
    Standing standing = standing(ledger.identities(edge), edge, presented);
    if (!(standing instanceof Standing.InForce(EdgeIdentity identity))) {
      return standing;
    }
    Fingerprint shown = identity.find(presented).orElseThrow().key();
    EdgeIdentity.Certificate next =
        new EdgeIdentity.Certificate(issued.serial(), read.key(), issued.notAfter());
    EdgeIdentity renewed = ledger.save(identity.onlySince(shown).with(next));
    ledger.audit(
        AuditWords.audit(
                clock.instant(),
                edge.tenant(),
                Actor.edge(edge),
                attempt.action(),
                AuditWords.subject(edge))
            .changing(Optional.empty(), Optional.of(Portrait.of(next))));
    return new Standing.InForce(renewed);
  }

  /** Whether who shows a certificate, expired or not, is the edge. */
  private static Standing standing(List<EdgeIdentity> known, EdgeKey edge, BigInteger serial) {
    Optional<EdgeIdentity> identity =
        known.stream().filter(one -> one.find(serial).isPresent()).findFirst();
    if (identity.isEmpty()) {
      return new Standing.NotInForce(
          Refusal.IDENTITY_UNKNOWN,
          "the ledger has no certificate %s of edge %s: enrol the edge with a new token"
              .formatted(serial.toString(16), edge));
    }
    return IdentityBook.ended(identity.get()).orElseGet(() -> new Standing.InForce(identity.get()));
  }

  /** Other replicas hear of it by themselves; this one has to know before the edge comes. */
  private EnrollmentOutcome issued(EdgeKey edge, CertificateIssuer.Issued issued) {
    book.follow();
    return new EnrollmentOutcome.Issued(edge, issued.chain(), issuer.trustBundle());
  }

  /**
   * Trusts the edge no more: its certificates are refused, its streams end, the other edges forget
   * it, and tokens for it admit nobody. A new token lets it in again. Idempotent; returns the
   * identity that ended, empty when the edge had none.
   */
  public Optional<EdgeIdentity> revoke(Actor actor, EdgeKey edge, String reason) {
    Instant now = clock.instant();
    Optional<EdgeIdentity> revoked =
        store.change(ledger -> revokeWithin(ledger, actor, edge, reason, now));
    book.follow();
    members.settle(actor, edge);
    return revoked;
  }

  private static Optional<EdgeIdentity> revokeWithin(
      IdentityStore.Ledger ledger, Actor actor, EdgeKey edge, String reason, Instant now) {
    ledger.openTokens(edge).forEach(token -> EnrollmentTokens.withdraw(ledger, actor, token, now));
    EnrollmentRequests.rejectOpen(
        ledger, actor, edge.tenant(), request -> request.edge().equals(edge), now);
    List<EdgeIdentity> identities = ledger.identities(edge);
    Optional<EdgeIdentity> active = identities.stream().filter(EdgeIdentity::isActive).findFirst();
    if (active.isEmpty()) {
      return identities.stream()
          .findFirst()
          .filter(identity -> identity.state() == EdgeIdentity.State.REVOKED);
    }
    EdgeIdentity revoked = ledger.save(active.get().ended(EdgeIdentity.State.REVOKED, reason, now));
    ledger.audit(
        AuditWords.audit(now, edge.tenant(), actor, "REVOKE", AuditWords.subject(edge))
            .because(reason)
            .changing(Optional.of(Portrait.of(active.get())), Optional.of(Portrait.of(revoked))));
    return Optional.of(revoked);
  }

  /**
   * The newest identity of the edge, in force or not; empty when it never enrolled since it was
   * declared. From memory.
   */
  public Optional<EdgeIdentity> identity(EdgeKey edge) {
    // An edge that was removed may have been another tenant's.
    return book.newest(edge).filter(identity -> identity.state() != EdgeIdentity.State.REMOVED);
  }

  /**
   * Whether a certificate counts for the edge that it names. From memory but for those that are not
   * known there.
   */
  public Standing check(EdgeKey edge, BigInteger serial, Fingerprint key) {
    return book.check(edge, serial, key);
  }

  /**
   * Takes over what other replicas have changed, and tells of identities that ended. Called when
   * notified: it does nothing else that would delay the next notification.
   */
  public void follow() {
    book.follow();
  }

  /** {@link #follow}, and mends what was interrupted. Called every second or so. */
  public void refresh() {
    book.follow();
    if (!mending.tryLock()) {
      return;
    }
    try {
      book.flush();
      members.settleAll(clock.instant().minus(OWN_TIME));
    } finally {
      mending.unlock();
    }
  }

  private Attempt attempt(String action, Actor actor) {
    return new Attempt(refusals, clock, action, actor);
  }
}
