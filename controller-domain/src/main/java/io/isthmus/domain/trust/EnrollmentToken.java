package io.isthmus.domain.trust;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What lets edges join, but for its secret.
 *
 * @param uses how many keys it admits in all
 * @param used how many it has admitted, those that wait for approval included
 */
public record EnrollmentToken(
    UUID id,
    Name tenant,
    Target target,
    Approval approval,
    int uses,
    int used,
    String createdBy,
    Instant createdAt,
    Instant expiresAt,
    Optional<Instant> withdrawnAt) {
  /** What every text of an enrolment token begins with. */
  public static final String PREFIX = "ise1_";

  public static final int MOST_USES = 10_000;

  /** Whom it is for. */
  public sealed interface Target {
    /** One edge, whose earlier identity it supersedes. */
    record OneEdge(Name edge) implements Target {
      @Override
      public String toString() {
        return "edges/" + edge;
      }
    }

    /** Any edge of a site that has no identity in force. */
    record AnyOfSite(Name site) implements Target {
      @Override
      public String toString() {
        return "sites/" + site;
      }
    }
  }

  /** Whether an operator has to agree to each use. */
  public enum Approval {
    GIVEN,
    NEEDED
  }

  /** Whether it admits, and if not, why. */
  public enum State {
    OPEN,
    USED_UP,
    EXPIRED,
    WITHDRAWN
  }

  public EnrollmentToken {
    if (uses < 1 || uses > MOST_USES) {
      throw new InvalidValue(
          "INVALID_USES", "uses %d is not 1-%d: give another".formatted(uses, MOST_USES));
    }
    if (used < 0 || used > uses) {
      throw new IllegalStateException("used %d of %d".formatted(used, uses));
    }
  }

  public State state(Instant now) {
    if (withdrawnAt.isPresent()) {
      return State.WITHDRAWN;
    }
    if (!expiresAt.isAfter(now)) {
      return State.EXPIRED;
    }
    return used < uses ? State.OPEN : State.USED_UP;
  }

  /** With one more use taken. */
  public EnrollmentToken usedOnceMore() {
    return new EnrollmentToken(
        id, tenant, target, approval, uses, used + 1, createdBy, createdAt, expiresAt, withdrawnAt);
  }

  public EnrollmentToken withdrawn(Instant at) {
    return new EnrollmentToken(
        id, tenant, target, approval, uses, used, createdBy, createdAt, expiresAt, Optional.of(at));
  }

  /** A secret for an enrolment token. */
  public static Secret.Fresh newSecret(Fingerprint root) {
    return Secret.make(PREFIX, Optional.of(root));
  }
}
