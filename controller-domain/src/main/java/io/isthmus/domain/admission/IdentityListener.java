package io.isthmus.domain.admission;

import io.isthmus.domain.trust.EdgeIdentity;

/** Hears of identities that are in force no longer, whichever replica ended them. */
@FunctionalInterface
public interface IdentityListener {
  /**
   * Streams that stand on this identity are to end now. Called soon after, within a second,
   * possibly more than once; returns at once.
   */
  void ended(EdgeIdentity identity);
}
