package io.isthmus.domain.trust;

import io.isthmus.domain.topology.EdgeKey;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One use of an enrolment token: an edge that asks to join with a key. There is one for each token
 * and key, however often the edge asks.
 *
 * @param key of the public key
 * @param token whose use it is
 * @param from address that it was first asked from
 * @param decidedBy name of who approved or rejected it
 */
public record EnrollmentRequest(
    UUID id,
    EdgeKey edge,
    Fingerprint key,
    UUID token,
    String from,
    String agentVersion,
    Instant requestedAt,
    State state,
    Optional<String> decidedBy,
    Optional<Instant> decidedAt) {
  /** How far it is. */
  public enum State {
    /** Waits for an operator. */
    PENDING,
    /** The edge may fetch its certificate. */
    APPROVED,
    REJECTED,
    /** The edge has been given a certificate. */
    ISSUED,
    /** Nobody decided in time. */
    LAPSED
  }

  static final int LONGEST_VERSION = 64;

  public EnrollmentRequest {
    from = Text.fit(from, Actor.LONGEST_ADDRESS);
    agentVersion = Text.fit(agentVersion, LONGEST_VERSION);
  }

  public EnrollmentRequest in(State newState) {
    return new EnrollmentRequest(
        id, edge, key, token, from, agentVersion, requestedAt, newState, decidedBy, decidedAt);
  }

  public EnrollmentRequest decided(State decision, String by, Instant at) {
    return new EnrollmentRequest(
        id,
        edge,
        key,
        token,
        from,
        agentVersion,
        requestedAt,
        decision,
        Optional.of(by),
        Optional.of(at));
  }
}
