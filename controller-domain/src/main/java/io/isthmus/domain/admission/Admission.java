package io.isthmus.domain.admission;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.net.Nearest;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.reconcile.TenantNotFound;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.topology.EdgeProfile;
import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.AuditEntry;
import io.isthmus.domain.trust.CertificateIssuer;
import io.isthmus.domain.trust.Der;
import io.isthmus.domain.trust.EdgeIdentity;
import io.isthmus.domain.trust.EnrollmentRequest;
import io.isthmus.domain.trust.EnrollmentToken;
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
import java.util.function.BiFunction;
import java.util.function.Predicate;

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

  static final Duration LONGEST_TOKEN_LIFE = Duration.ofDays(366);
  private static final String EXPIRY_MEND = "give a later time, or none";

  private final IntentService intents;
  private final IdentityStore store;
  private final IdentityBook book;
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
    this.intents = intents;
    this.store = store;
    this.book = new IdentityBook(store, clock);
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
  public void listen(IdentityListener listener) {
    book.listen(listener);
  }

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
          audit(now, tenant, actor, "CREATE", subject(token))
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
    if (expiresAt.isAfter(now.plus(LONGEST_TOKEN_LIFE))) {
      throw new InvalidValue(
          "EXPIRY_TOO_FAR",
          "expiresAt %s is more than %d days away: give an earlier time"
              .formatted(expiresAt, LONGEST_TOKEN_LIFE.toDays()));
    }
  }

  /** The tenant's enrolment tokens, newest first, also those that admit no more. */
  public List<EnrollmentToken> tokens(Name tenant) {
    return store.tokens(tenant);
  }

  public Optional<EnrollmentToken> findToken(Name tenant, UUID id) {
    return store
        .findToken(id)
        .map(IdentityStore.Kept::token)
        .filter(token -> token.tenant().equals(tenant));
  }

  /**
   * From now on the token admits nobody, edges that wait for approval included; idempotent. Empty:
   * no such token.
   */
  public Optional<EnrollmentToken> withdrawToken(Actor actor, Name tenant, UUID id) {
    Instant now = clock.instant();
    return store.change(ledger ->
        ledger
            .findToken(id)
            .map(IdentityStore.Kept::token)
            .filter(token -> token.tenant().equals(tenant))
            .map(token -> withdraw(ledger, actor, token, now)));
  }

  private static EnrollmentToken withdraw(
      IdentityStore.Ledger ledger, Actor actor, EnrollmentToken token, Instant now) {
    if (token.withdrawnAt().isPresent()) {
      return token;
    }
    EnrollmentToken withdrawn = token.withdrawn(now);
    ledger.updateToken(withdrawn);
    ledger.audit(audit(now, token.tenant(), actor, "WITHDRAW", subject(token)));
    rejectOpen(ledger, actor, token.tenant(), request -> request.token().equals(token.id()), now);
    return withdrawn;
  }

  private static void rejectOpen(
      IdentityStore.Ledger ledger,
      Actor actor,
      Name tenant,
      Predicate<EnrollmentRequest> which,
      Instant now) {
    ledger.openRequests(tenant).stream()
        .filter(which)
        .forEach(request ->
            ledger.save(request.decided(EnrollmentRequest.State.REJECTED, actor.name(), now)));
  }

  /**
   * Somebody presents a token.
   *
   * @param edge what the request says; needed where the token is for a site
   * @param from address of the device
   */
  public EnrollmentOutcome enroll(
      String token, Der request, Optional<Name> edge, String agentVersion, String from) {
    Attempt attempt = new Attempt("ENROLL", Actor.unknown(from));
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
                audit(
                        now,
                        asked.edge().tenant(),
                        Actor.edge(asked.edge(), ask.from()),
                        "REQUEST",
                        subject(asked))
                    .changing(Optional.empty(), Optional.of(Portrait.of(asked))));
          }
          return made;
        });
    return switch (decision) {
      case Enrolling.Decision.Refused(var reason, var message, var edge, var tenant) ->
          attempt.about(tenant, edge.map(Admission::subject), ask.token()).refused(reason, message);
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
                  audit(now, edge.tenant(), Actor.edge(edge, from), "ENROLL", subject(edge))
                      .changing(
                          Optional.empty(), Optional.of(portrait(enrolled, admitted.token())))));
          return identity;
        });
    if (made.isEmpty()) {
      return attempt
          .about(Optional.of(edge.tenant()), Optional.of(subject(edge)), admitted.token())
          .refused(Refusal.REJECTED, "the request was rejected meanwhile: make a new token");
    }
    settle(Actor.edge(edge, from), edge);
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
    Attempt attempt = new Attempt("REJOIN", Actor.unknown(from));
    CertificateIssuer.EdgeCertificate last;
    CertificateIssuer.Request read;
    try {
      last = issuer.readIssued(lastCertificate);
    } catch (InvalidValue e) {
      return attempt.refused(Refusal.CERTIFICATE_FOREIGN, e.getMessage());
    }
    Attempt ofEdge =
        attempt.about(Optional.of(last.edge().tenant()), Optional.of(subject(last.edge())));
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
        new Attempt("RENEW", Actor.edge(edge))
            .about(Optional.of(edge.tenant()), Optional.of(subject(edge)));
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
        audit(clock.instant(), edge.tenant(), Actor.edge(edge), attempt.action(), subject(edge))
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

  /** The tenant's requests to join, newest first, also those that are decided. */
  public List<EnrollmentRequest> requests(Name tenant) {
    return store.requests(tenant);
  }

  public Optional<EnrollmentRequest> findRequest(Name tenant, UUID id) {
    return store.findRequest(tenant, id);
  }

  /** Lets the edge fetch its certificate. Only what is PENDING changes. Empty: no such request. */
  public Optional<EnrollmentRequest> approve(Actor actor, Name tenant, UUID id) {
    return decide(
        actor,
        tenant,
        id,
        request -> request.state() == EnrollmentRequest.State.PENDING,
        EnrollmentRequest.State.APPROVED,
        "APPROVE");
  }

  /** Refuses the key for good. Only what is PENDING or APPROVED changes. Empty: no such request. */
  public Optional<EnrollmentRequest> reject(Actor actor, Name tenant, UUID id) {
    return decide(
        actor,
        tenant,
        id,
        request ->
            request.state() == EnrollmentRequest.State.PENDING
                || request.state() == EnrollmentRequest.State.APPROVED,
        EnrollmentRequest.State.REJECTED,
        "REJECT");
  }

  private Optional<EnrollmentRequest> decide(
      Actor actor,
      Name tenant,
      UUID id,
      Predicate<EnrollmentRequest> open,
      EnrollmentRequest.State decision,
      String action) {
    Instant now = clock.instant();
    return store.change(ledger ->
        ledger
            .findRequest(id)
            .filter(request -> request.edge().tenant().equals(tenant))
            .map(request -> {
              if (!open.test(request)) {
                return request;
              }
              EnrollmentRequest decided = request.decided(decision, actor.name(), now);
              ledger.save(decided);
              ledger.audit(
                  audit(now, tenant, actor, action, subject(request))
                      .changing(
                          Optional.of(Portrait.of(request)), Optional.of(Portrait.of(decided))));
              return decided;
            }));
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
    settle(actor, edge);
    return revoked;
  }

  private static Optional<EdgeIdentity> revokeWithin(
      IdentityStore.Ledger ledger, Actor actor, EdgeKey edge, String reason, Instant now) {
    ledger.openTokens(edge).forEach(token -> withdraw(ledger, actor, token, now));
    rejectOpen(ledger, actor, edge.tenant(), request -> request.edge().equals(edge), now);
    List<EdgeIdentity> identities = ledger.identities(edge);
    Optional<EdgeIdentity> active = identities.stream().filter(EdgeIdentity::isActive).findFirst();
    if (active.isEmpty()) {
      return identities.stream()
          .findFirst()
          .filter(identity -> identity.state() == EdgeIdentity.State.REVOKED);
    }
    EdgeIdentity revoked = ledger.save(active.get().ended(EdgeIdentity.State.REVOKED, reason, now));
    ledger.audit(
        audit(now, edge.tenant(), actor, "REVOKE", subject(edge))
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
      Instant before = clock.instant().minus(OWN_TIME);
      book.all().stream()
          .filter(identity -> identity.endedAt().orElse(identity.enrolledAt()).isBefore(before))
          .forEach(identity -> settle(Actor.SYSTEM, identity));
    } finally {
      mending.unlock();
    }
  }

  private void settle(Actor actor, EdgeKey edge) {
    book.follow();
    book.newest(edge).ifPresent(identity -> settle(actor, identity));
  }

  /** Whether others exchange packets with the edge is part of the intent, and follows from here. */
  private void settle(Actor actor, EdgeIdentity identity) {
    EdgeKey edge = identity.edge();
    Instant now = clock.instant();
    BiFunction<Network, EdgeIdentity, List<Change>> changes =
        (network, of) -> standingOf(network, of, now);
    boolean differs =
        intents
            .snapshot()
            .findTenant(edge.tenant())
            .map(network -> !changes.apply(network, identity).isEmpty())
            .orElse(false);
    if (differs) {
      String summary =
          identity.isActive() ? "Admit edge " + edge.edge() : "Revoke edge " + edge.edge();
      intents.change(
          actor,
          edge.tenant(),
          summary,
          network ->
              book.newest(edge).map(newest -> changes.apply(network, newest)).orElse(List.of()));
    }
  }

  private static List<Change> standingOf(Network network, EdgeIdentity identity, Instant now) {
    Name edge = identity.edge().edge();
    if (!network.edges().containsKey(edge)) {
      return List.of();
    }
    EdgeProfile profile =
        Optional.ofNullable(network.profiles().get(edge))
            .map(Declared::value)
            .orElseGet(() -> EdgeProfile.unknown(edge));
    EdgeProfile after =
        switch (identity.state()) {
          case ACTIVE -> profile.admitted(now);
          case REVOKED -> profile.revoked(now);
          case SUPERSEDED, REMOVED -> profile;
        };
    return after.equals(profile) ? List.of() : List.of(new Change.Learn(after));
  }

  private static String subject(EdgeKey edge) {
    return "edges/" + edge.edge();
  }

  private static String subject(EnrollmentToken token) {
    return "enrollment-tokens/" + token.id();
  }

  private static String subject(EnrollmentRequest request) {
    return "enrollment-requests/" + request.id();
  }

  private static AuditEntry audit(
      Instant now, Name tenant, Actor actor, String action, String subject) {
    return AuditEntry.done(now, Optional.of(tenant), actor, action, subject);
  }

  /** Something that may be refused. */
  private final class Attempt {
    private final String action;
    private final Actor actor;
    private final Optional<Name> tenant;
    private final String subject;

    Attempt(String action, Actor actor) {
      this(action, actor, Optional.empty(), "edges");
    }

    private Attempt(String action, Actor actor, Optional<Name> tenant, String subject) {
      this.action = action;
      this.actor = actor;
      this.tenant = tenant;
      this.subject = subject;
    }

    String action() {
      return action;
    }

    Attempt about(Optional<Name> ofTenant, Optional<String> what) {
      return new Attempt(action, actor, ofTenant, what.orElse(subject));
    }

    /** Of a token, whose id is no secret. */
    Attempt about(Optional<Name> ofTenant, Optional<String> what, UUID token) {
      Actor holder =
          new Actor(actor.kind(), actor.name(), Optional.of(token), actor.remoteAddress());
      return new Attempt(action, holder, ofTenant, what.orElse(subject));
    }

    EnrollmentOutcome refused(Refusal reason, String message) {
      refusals.refused(
          AuditEntry.refused(clock.instant(), tenant, actor, action, subject, reason.name()));
      return new EnrollmentOutcome.Refused(reason, message);
    }
  }
}
