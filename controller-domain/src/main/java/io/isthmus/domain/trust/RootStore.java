package io.isthmus.domain.trust;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The roots of the built-in authority, which all replicas share, and which master key the stored
 * secrets are encrypted with.
 */
public interface RootStore {
  /**
   * A root, with what is needed to sign by it.
   *
   * @param generation 1 for the first; one more for each that followed
   * @param certificate self-signed
   * @param crossCertificate the same key, signed by the generation before; empty for the first
   * @param sealedKey private key in a {@link SecretBox}; only the newest root has one, since that
   *     of an older root is forgotten when its successor comes
   * @param retiresAt end of its overlap with the successor; empty for the newest
   */
  record Root(
      int generation,
      Der certificate,
      Optional<Der> crossCertificate,
      Optional<String> sealedKey,
      Instant createdAt,
      Optional<Instant> retiresAt) {}

  /** Oldest first. */
  List<Root> roots();

  /**
   * Adds a root and, in the same transaction, lets the one before it end its overlap at the given
   * time and forgets its key.
   *
   * @return false, and nothing changed, when there is a root of that generation, or none of the one
   *     before: another replica came first
   */
  boolean add(Root root, Instant predecessorRetiresAt);

  /** Id of the master key that secrets are encrypted with; empty before the first start. */
  Optional<String> masterKeyId();

  /**
   * Notes the id where there is none yet.
   *
   * @return the id that is noted now
   */
  String noteMasterKeyId(String id);
}
