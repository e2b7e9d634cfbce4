package io.isthmus.domain.trust;

import java.util.Optional;
import java.util.UUID;

/** What presenting an API token comes to. */
public sealed interface Authentication {
  /** It is in force. */
  record Accepted(ApiToken token) implements Authentication {}

  /**
   * It is not.
   *
   * @param token where the text names a token that exists and has its secret
   * @param message for people, without the secret
   */
  record Refused(Reason reason, Optional<UUID> token, String message) implements Authentication {}

  /** Why not; a stable code. */
  enum Reason {
    TOKEN_MALFORMED,
    /** There is none, or its secret is another. */
    TOKEN_UNKNOWN,
    TOKEN_EXPIRED,
    TOKEN_REVOKED
  }
}
