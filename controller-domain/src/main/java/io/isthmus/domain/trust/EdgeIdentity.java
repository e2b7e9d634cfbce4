package io.isthmus.domain.trust;

import io.isthmus.domain.topology.EdgeKey;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * That a device is an edge: what an enrolment makes, and what every certificate of the edge stands
 * on. An edge has at most one that is {@code ACTIVE}.
 *
 * @param certificates those that may still be of use, newest first; at least one
 * @param provenAt when a certificate of it was first presented: from then on, the enrolment is over
 * @param endedAt when it was revoked or superseded, with the reason
 * @param change place among all changes of identities, in the order of commit; 0 until it is stored
 */
public record EdgeIdentity(
    UUID id,
    EdgeKey edge,
    State state,
    List<Certificate> certificates,
    Instant enrolledAt,
    Optional<Instant> provenAt,
    Optional<Instant> endedAt,
    Optional<String> reason,
    long change) {
  /** Whether it counts. */
  public enum State {
    ACTIVE,
    /** The edge has enrolled anew. */
    SUPERSEDED,
    /** The edge is not trusted any more. */
    REVOKED,
    /** The edge was removed from the intent; one of the same name has to enrol. */
    REMOVED
  }

  /** A certificate that the identity was given. */
  public record Certificate(BigInteger serial, Fingerprint key, Instant notAfter) {}

  public EdgeIdentity {
    certificates = List.copyOf(certificates);
    if (certificates.isEmpty()) {
      throw new IllegalStateException("identity %s of %s has no certificate".formatted(id, edge));
    }
  }

  /**
   * Most certificates that are kept: those of renewals whose answers were lost must not push out
   * the one in use.
   */
  private static final int MOST_CERTIFICATES = 16;

  public boolean isActive() {
    return state == State.ACTIVE;
  }

  /** Of the public key of the newest certificate. */
  public Fingerprint key() {
    return certificates.getFirst().key();
  }

  /** End of the newest certificate. */
  public Instant notAfter() {
    return certificates.getFirst().notAfter();
  }

  public Optional<Certificate> find(BigInteger serial) {
    return certificates.stream().filter(known -> known.serial().equals(serial)).findFirst();
  }

  public boolean hasKey(Fingerprint ofKey) {
    return certificates.stream().anyMatch(known -> known.key().equals(ofKey));
  }

  /** With one more certificate. */
  public EdgeIdentity with(Certificate newest) {
    List<Certificate> all = new ArrayList<>(List.of(newest));
    certificates.stream().limit(MOST_CERTIFICATES - 1L).forEach(all::add);
    return new EdgeIdentity(id, edge, state, all, enrolledAt, provenAt, endedAt, reason, change);
  }

  /**
   * Without the certificates of keys that were in use before this one: who shows this key has given
   * them up.
   */
  public EdgeIdentity onlySince(Fingerprint key) {
    int last = certificates.size() - 1;
    while (!certificates.get(last).key().equals(key)) {
      last--;
    }
    return new EdgeIdentity(
        id,
        edge,
        state,
        certificates.subList(0, last + 1),
        enrolledAt,
        provenAt,
        endedAt,
        reason,
        change);
  }

  public EdgeIdentity ended(State how, String why, Instant at) {
    return new EdgeIdentity(
        id,
        edge,
        how,
        certificates,
        enrolledAt,
        provenAt,
        Optional.of(at),
        Optional.of(Text.fit(why, AuditEntry.LONGEST_REASON)),
        change);
  }

  public EdgeIdentity proven(Instant at) {
    return new EdgeIdentity(
        id, edge, state, certificates, enrolledAt, Optional.of(at), endedAt, reason, change);
  }

  /** At its place among the changes. */
  public EdgeIdentity at(long newChange) {
    return new EdgeIdentity(
        id, edge, state, certificates, enrolledAt, provenAt, endedAt, reason, newChange);
  }
}
