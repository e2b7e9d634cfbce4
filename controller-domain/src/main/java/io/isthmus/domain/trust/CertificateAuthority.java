package io.isthmus.domain.trust;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What an administrator sees and asks of the authority that issues certificates. */
public interface CertificateAuthority {
  /** Which part a root plays. */
  enum RootState {
    /** Signs, and is trusted. */
    ACTIVE,
    /** Signs no more, and is trusted until its overlap ends. */
    OVERLAPPING,
    /** Trusted no more. */
    RETIRED
  }

  /**
   * A root, without its key.
   *
   * @param fingerprint of the certificate
   * @param retiresAt end of the overlap, past or to come; empty for the active one
   */
  record RootView(
      int generation,
      Fingerprint fingerprint,
      Instant validFrom,
      Instant validUntil,
      RootState state,
      Optional<Instant> retiresAt) {}

  /** Newest first. */
  List<RootView> roots();

  /**
   * Makes another root the active one. The present one stays trusted for the overlap, in which
   * edges renew their certificates.
   *
   * @param actor who asked, for the audit log
   * @return the new root
   * @throws io.isthmus.domain.net.InvalidValue with code OVERLAP_LASTS while an older root is still
   *     trusted
   */
  RootView rotate(Actor actor);
}
