package io.isthmus.domain.trust;

import io.isthmus.domain.topology.EdgeKey;
import java.math.BigInteger;
import java.time.Instant;
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
    REVOKED
  }

  /** A certificate that the identity was given. */
  public record Certificate(BigInteger serial, Fingerprint key, Instant notAfter) {}

  public EdgeIdentity {
    certificates = List.copyOf(certificates);
    if (certificates.isEmpty()) {
      throw new IllegalStateException("identity %s of %s has no certificate".formatted(id, edge));
    }
  }

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
}
