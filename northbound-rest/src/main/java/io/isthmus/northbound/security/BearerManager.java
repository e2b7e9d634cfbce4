package io.isthmus.northbound.security;

import io.isthmus.northbound.access.Caller;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/**
 * Finds out whose token a request has, which its form says: the controller's own, or an issuer's.
 */
final class BearerManager implements AuthenticationManager {
  private final TokenAuthentication tokens;
  private final Optional<OidcAuthentication> oidc;
  private final String source;

  BearerManager(TokenAuthentication tokens, Optional<OidcAuthentication> oidc, String source) {
    this.tokens = tokens;
    this.oidc = oidc;
    this.source = source;
  }

  @Override
  public Authentication authenticate(Authentication authentication) {
    if (!(authentication instanceof BearerTokenAuthenticationToken bearer)) {
      throw new RefusedCredentials("TOKEN_MALFORMED", "only bearer tokens are taken");
    }
    return new BearerAuthentication(caller(bearer.getToken()));
  }

  private Caller caller(String token) {
    if (TokenAuthentication.isFor(token)) {
      return tokens.authenticate(token, source);
    }
    return oidc.orElseThrow(() ->
            new RefusedCredentials(
                "TOKEN_MALFORMED",
                "the token is none of the controller's, which begin with ist1_, and no issuer is"
                    + " configured: give an API token"))
        .authenticate(token, source);
  }
}
