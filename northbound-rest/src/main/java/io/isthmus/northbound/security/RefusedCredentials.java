package io.isthmus.northbound.security;

import java.util.Optional;
import java.util.UUID;
import org.springframework.security.core.AuthenticationException;

/** A token that is not valid; the message is for its sender and holds nothing of it. */
final class RefusedCredentials extends AuthenticationException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final transient Optional<UUID> token;

  RefusedCredentials(String code, String message) {
    this(code, Optional.empty(), message);
  }

  RefusedCredentials(String code, Optional<UUID> token, String message) {
    super(message);
    this.code = code;
    this.token = token;
  }

  /** Which token it is, where its sender has its secret. */
  Optional<UUID> token() {
    return token;
  }

  String code() {
    return code;
  }
}
