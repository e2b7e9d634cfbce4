package io.isthmus.northbound.security;

import org.springframework.security.core.AuthenticationException;

/** A token that is not valid; the message is for its sender and holds nothing of it. */
final class RefusedCredentials extends AuthenticationException {
  private static final long serialVersionUID = 1L;

  private final String code;

  RefusedCredentials(String code, String message) {
    super(message);
    this.code = code;
  }

  String code() {
    return code;
  }
}
