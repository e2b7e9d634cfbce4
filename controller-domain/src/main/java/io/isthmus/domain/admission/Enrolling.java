package io.isthmus.domain.admission;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.trust.CertificateIssuer;
import io.isthmus.domain.trust.EdgeIdentity;
import io.isthmus.domain.trust.EnrollmentRequest;
import io.isthmus.domain.trust.EnrollmentToken;
import io.isthmus.domain.trust.Fingerprint;
import io.isthmus.domain.trust.IdentityStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What presenting a token comes to, decided while nobody else changes the ledger. */
final class Enrolling {
  static final int MOST_PENDING = 1_000;

  /** How long an edge whose answer was lost may ask again. */
  static final Duration LOST_ANSWER = Duration.ofMinutes(10);

  private final IdentityStore.Ledger ledger;
  private final Instant now;

  Enrolling(IdentityStore.Ledger ledger, Instant now) {
    this.ledger = ledger;
    this.now = now;
  }

  /** What an edge that has a token asks for. */
  record Ask(
      UUID token,
      Fingerprint secret,
      Fingerprint key,
      Optional<Name> edge,
      String agentVersion,
      String from) {}

  /** What comes of it. */
  sealed interface Decision {
    /** A certificate may be issued for this. */
    record Admitted(EnrollmentRequest request, Taking taking) implements Decision {}

    record Waiting(EnrollmentRequest request, Taking taking) implements Decision {}

    record Refused(Refusal reason, String message, Optional<EdgeKey> edge, Optional<Name> tenant)
        implements Decision {}
  }

  /** Whether a use of the token was taken for it just now. */
  enum Taking {
    FIRST,
    AGAIN
  }

  Decision decide(Ask ask) {
    Optional<IdentityStore.Kept> kept =
        ledger.findToken(ask.token()).filter(token -> token.secret().sameAs(ask.secret()));
    if (kept.isEmpty()) {
      return new Decision.Refused(
          Refusal.TOKEN_UNKNOWN,
          "there is no such enrolment token: make a new one",
          Optional.empty(),
          Optional.empty());
    }
    EnrollmentToken token = kept.get().token();
    Optional<Name> wanted = wanted(token, ask);
    if (wanted.isEmpty()) {
      return refused(
          token,
          Optional.empty(),
          Refusal.EDGE_MISSING,
          "the token is for a site: say which of its edges this is");
    }
    EdgeKey edge = new EdgeKey(token.tenant(), wanted.get());
    return check(token, edge, ask).orElseGet(() -> decide(token, edge, ask));
  }

  private static Optional<Name> wanted(EnrollmentToken token, Ask ask) {
    return ask.edge()
        .or(() ->
            switch (token.target()) {
              case EnrollmentToken.Target.OneEdge(Name edge) -> Optional.of(edge);
              case EnrollmentToken.Target.AnyOfSite(Name site) -> Optional.empty();
            });
  }

  /** Why the edge is not let in by this token, whoever it is. */
  private Optional<Decision> check(EnrollmentToken token, EdgeKey edge, Ask ask) {
    if (token.state(now) == EnrollmentToken.State.WITHDRAWN) {
      return Optional.of(
          refused(token, edge, Refusal.TOKEN_WITHDRAWN, "the token was withdrawn: make a new one"));
    }
    if (token.target() instanceof EnrollmentToken.Target.OneEdge(Name only)
        && !only.equals(edge.edge())) {
      return Optional.of(
          refused(
              token,
              edge,
              Refusal.EDGE_MISMATCH,
              "the token is for another edge than %s".formatted(edge.edge())));
    }
    Optional<Name> site = ledger.findSite(edge);
    if (site.isEmpty()
        || token.target() instanceof EnrollmentToken.Target.AnyOfSite(Name only)
            && !only.equals(site.get())) {
      return Optional.of(
          refused(
              token,
              edge,
              Refusal.EDGE_UNKNOWN,
              "there is no edge %s where the token is for: declare it".formatted(edge.edge())));
    }
    return Optional.empty();
  }

  private Decision decide(EnrollmentToken token, EdgeKey edge, Ask ask) {
    Optional<EnrollmentRequest> earlier = ledger.findRequest(token.id(), ask.key());
    if (earlier.isEmpty()) {
      return first(token, edge, ask);
    }
    EnrollmentRequest request = earlier.get();
    if (!request.edge().equals(edge)) {
      return refused(
          token,
          edge,
          Refusal.EDGE_MISMATCH,
          "the key was used to enrol as %s".formatted(request.edge().edge()));
    }
    return switch (request.state()) {
      case PENDING -> new Decision.Waiting(request, Taking.AGAIN);
      case APPROVED -> new Decision.Admitted(request, Taking.AGAIN);
      case REJECTED, LAPSED ->
          refused(token, edge, Refusal.REJECTED, "the request was rejected: make a new token");
      case ISSUED -> repeated(token, request);
    };
  }

  /** An answer may be lost on its way, but what has been used is over. */
  private Decision repeated(EnrollmentToken token, EnrollmentRequest request) {
    EdgeKey edge = request.edge();
    Optional<EdgeIdentity> made =
        ledger.identities(edge).stream()
            .filter(identity -> identity.hasKey(request.key()))
            .findFirst();
    if (made.isPresent()
        && IdentityBook.ended(made.get()).orElse(null)
            instanceof Standing.NotInForce(Refusal reason, String message)) {
      return refused(token, edge, reason, message);
    }
    boolean lost =
        made.isPresent()
            && made.get().provenAt().isEmpty()
            && now.isBefore(made.get().enrolledAt().plus(LOST_ANSWER));
    return lost
        ? new Decision.Admitted(request, Taking.AGAIN)
        : refused(
            token,
            edge,
            Refusal.REPLAYED,
            "the enrolment with this token and key is over: make a new token");
  }

  private Decision first(EnrollmentToken token, EdgeKey edge, Ask ask) {
    return switch (token.state(now)) {
      case EXPIRED ->
          refused(
              token,
              edge,
              Refusal.TOKEN_EXPIRED,
              "the token expired at %s: make a new one".formatted(token.expiresAt()));
      case USED_UP ->
          refused(
              token,
              edge,
              Refusal.TOKEN_USED_UP,
              "the token was used by %d other keys, which is all it allows: make a new one"
                  .formatted(token.used()));
      case WITHDRAWN -> throw new IllegalStateException("checked before");
      case OPEN -> open(token, edge, ask);
    };
  }

  private Decision open(EnrollmentToken token, EdgeKey edge, Ask ask) {
    boolean ofSite = token.target() instanceof EnrollmentToken.Target.AnyOfSite;
    if (ofSite && ledger.identities(edge).stream().anyMatch(EdgeIdentity::isActive)) {
      return refused(
          token,
          edge,
          Refusal.ALREADY_ENROLLED,
          "edge %s has enrolled: revoke it, or make a token for it alone".formatted(edge.edge()));
    }
    boolean given = token.approval() == EnrollmentToken.Approval.GIVEN;
    if (!given && ledger.openRequests(token.tenant()).size() >= MOST_PENDING) {
      return refused(
          token,
          edge,
          Refusal.TOO_MANY_PENDING,
          "%d requests wait for approval, which is the most: decide some".formatted(MOST_PENDING));
    }
    ledger.updateToken(token.usedOnceMore());
    EnrollmentRequest request = request(token, edge, ask);
    ledger.save(request);
    return given
        ? new Decision.Admitted(request, Taking.FIRST)
        : new Decision.Waiting(request, Taking.FIRST);
  }

  private EnrollmentRequest request(EnrollmentToken token, EdgeKey edge, Ask ask) {
    return new EnrollmentRequest(
        UUID.randomUUID(),
        edge,
        ask.key(),
        token.id(),
        ask.from(),
        ask.agentVersion(),
        now,
        token.approval() == EnrollmentToken.Approval.GIVEN
            ? EnrollmentRequest.State.APPROVED
            : EnrollmentRequest.State.PENDING,
        Optional.empty(),
        Optional.empty());
  }

  /**
   * What becomes of a request whose certificate has been issued; empty when it was refused
   * meanwhile.
   */
  Optional<EdgeIdentity> finish(EnrollmentRequest asked, CertificateIssuer.Issued issued) {
    EnrollmentRequest request = ledger.findRequest(asked.id()).orElse(asked);
    EdgeIdentity.Certificate certificate =
        new EdgeIdentity.Certificate(issued.serial(), request.key(), issued.notAfter());
    Optional<EdgeIdentity> active =
        ledger.identities(request.edge()).stream().filter(EdgeIdentity::isActive).findFirst();
    return switch (request.state()) {
      case PENDING, REJECTED, LAPSED -> Optional.empty();
      case ISSUED ->
          active
              .filter(identity -> identity.hasKey(request.key()))
              .map(identity -> ledger.save(identity.with(certificate)));
      case APPROVED -> {
        if (ledger.findSite(request.edge()).isEmpty()) {
          yield Optional.empty();
        }
        active.ifPresent(identity ->
            ledger.save(identity.ended(EdgeIdentity.State.SUPERSEDED, "enrolled anew", now)));
        ledger.save(request.in(EnrollmentRequest.State.ISSUED));
        yield Optional.of(ledger.save(identity(request.edge(), certificate)));
      }
    };
  }

  private EdgeIdentity identity(EdgeKey edge, EdgeIdentity.Certificate certificate) {
    return new EdgeIdentity(
        UUID.randomUUID(),
        edge,
        EdgeIdentity.State.ACTIVE,
        List.of(certificate),
        now,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0);
  }

  private static Decision refused(
      EnrollmentToken token, EdgeKey edge, Refusal reason, String message) {
    return refused(token, Optional.of(edge), reason, message);
  }

  private static Decision refused(
      EnrollmentToken token, Optional<EdgeKey> edge, Refusal reason, String message) {
    return new Decision.Refused(reason, message, edge, Optional.of(token.tenant()));
  }
}
