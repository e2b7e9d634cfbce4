package io.isthmus.northbound.security;

import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.ApiToken;
import io.isthmus.domain.trust.ApiTokens;
import io.isthmus.domain.trust.Authentication;
import io.isthmus.northbound.access.Caller;

/** Takes the controller's own tokens. */
final class TokenAuthentication {
  private final ApiTokens tokens;

  TokenAuthentication(ApiTokens tokens) {
    this.tokens = tokens;
  }

  static boolean isFor(String token) {
    return token.startsWith(ApiToken.PREFIX);
  }

  Caller authenticate(String text, String source) {
    return switch (tokens.authenticate(text)) {
      case Authentication.Accepted accepted -> caller(accepted.token(), text, source);
      case Authentication.Refused refused ->
          throw new RefusedCredentials(refused.reason().name(), refused.token(), refused.message());
    };
  }

  private Caller caller(ApiToken token, String text, String source) {
    return new Caller(
        "token:" + token.id(),
        Actor.token(token, source),
        token.grants(),
        token.expiresAt(),
        () -> tokens.authenticate(text) instanceof Authentication.Accepted);
  }
}
