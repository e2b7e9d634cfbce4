package io.isthmus.domain.admission;

import io.isthmus.domain.trust.EdgeIdentity;

/** Whether a certificate of an edge counts. */
public sealed interface Standing {
  /** It does, until it expires or {@link IdentityListener#ended} tells otherwise. */
  record InForce(EdgeIdentity identity) implements Standing {}

  /**
   * It does not.
   *
   * @param message for people
   */
  record NotInForce(Refusal reason, String message) implements Standing {}
}
