package io.isthmus.domain.admission;

import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.trust.Der;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** What asking for a certificate comes to. */
public sealed interface EnrollmentOutcome {
  /**
   * Here it is.
   *
   * @param chain the edge's own certificate first, then what leads to a root
   * @param trustBundle roots to trust
   */
  record Issued(EdgeKey edge, List<Der> chain, List<Der> trustBundle) implements EnrollmentOutcome {
    public Issued {
      chain = List.copyOf(chain);
      trustBundle = List.copyOf(trustBundle);
    }
  }

  /** An operator has to agree; ask again then, with the same proof and key. */
  record Pending(UUID request, Duration retryAfter) implements EnrollmentOutcome {}

  /**
   * No; the audit log has it.
   *
   * @param message for people, with the mend and without secrets
   */
  record Refused(Refusal reason, String message) implements EnrollmentOutcome {}
}
