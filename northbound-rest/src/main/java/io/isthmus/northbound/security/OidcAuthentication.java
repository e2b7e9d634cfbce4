package io.isthmus.northbound.security;

import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.Grant;
import io.isthmus.northbound.access.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;

/**
 * Takes tokens of the trusted OpenID Connect issuer. The issuer is asked for its keys when the
 * first token comes, so that the controller starts without it.
 */
final class OidcAuthentication {
  private static final Logger LOG = LoggerFactory.getLogger(OidcAuthentication.class);

  private final OidcProperties properties;
  private final GrantClaims claims;
  private final Clock clock;
  private final JwtDecoder decoder;

  OidcAuthentication(OidcProperties properties, Clock clock) {
    this.properties = properties;
    this.claims = new GrantClaims(properties);
    this.clock = clock;
    this.decoder = new SupplierJwtDecoder(() -> decoder(properties, clock));
  }

  Caller authenticate(String token, String source) {
    Jwt jwt = decoded(token);
    List<Grant> grants = claims.grants(jwt);
    String issuer = Objects.toString(jwt.getClaimAsString("iss"), "");
    String subject = Objects.toString(jwt.getSubject(), "");
    if (subject.isEmpty()) {
      throw new RefusedCredentials(
          "TOKEN_REJECTED", "the token names nobody: ask the issuer for one with a sub claim");
    }
    String name = jwt.getClaimAsString(properties.nameClaim());
    Instant end = jwt.getExpiresAt();
    return new Caller(
        "user:%s#%s".formatted(issuer, subject),
        Actor.user(name == null || name.isBlank() ? subject : name, source),
        grants,
        Optional.ofNullable(end),
        () -> end == null || clock.instant().isBefore(end.plus(properties.clockSkew())));
  }

  private Jwt decoded(String token) {
    try {
      return decoder.decode(token);
    } catch (BadJwtException e) {
      LOG.debug("A token of the issuer is refused: {}", e.getMessage());
      throw new RefusedCredentials(
          "TOKEN_REJECTED",
          "the token is not one of the trusted issuer for this controller, or its time is over:"
              + " get a new one from the issuer");
    } catch (JwtException e) {
      LOG.warn("Tokens of the issuer cannot be checked: {}", e.getMessage());
      throw new RefusedCredentials(
          "ISSUER_UNAVAILABLE",
          "the token cannot be checked, since the issuer's keys cannot be had: try again later, or"
              + " use an API token of the controller");
    }
  }

  private static JwtDecoder decoder(OidcProperties properties, Clock clock) {
    NimbusJwtDecoder decoder = builder(properties).validateType(false).build();
    List<OAuth2TokenValidator<Jwt>> validators = new ArrayList<>();
    JwtTimestampValidator time = new JwtTimestampValidator(properties.clockSkew());
    time.setClock(clock);
    validators.add(time);
    JwtTypeValidator type = new JwtTypeValidator("JWT", "at+jwt", "application/at+jwt");
    type.setAllowEmpty(true);
    validators.add(type);
    validators.add(new JwtAudienceValidator(Objects.requireNonNull(properties.audience())));
    String issuer = properties.issuerUri();
    if (issuer != null && !issuer.isBlank()) {
      validators.add(new JwtIssuerValidator(issuer));
    }
    decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(validators));
    return decoder;
  }

  private static NimbusJwtDecoder.JwkSetUriJwtDecoderBuilder builder(OidcProperties properties) {
    String keys = properties.jwkSetUri();
    if (keys == null || keys.isBlank()) {
      return NimbusJwtDecoder.withIssuerLocation(Objects.requireNonNull(properties.issuerUri()));
    }
    return NimbusJwtDecoder.withJwkSetUri(keys)
        .jwsAlgorithms(algorithms ->
            algorithms.addAll(
                List.of(
                    SignatureAlgorithm.RS256,
                    SignatureAlgorithm.RS384,
                    SignatureAlgorithm.RS512,
                    SignatureAlgorithm.PS256,
                    SignatureAlgorithm.ES256,
                    SignatureAlgorithm.ES384,
                    SignatureAlgorithm.ES512)));
  }
}
