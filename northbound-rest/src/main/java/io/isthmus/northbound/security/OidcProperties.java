package io.isthmus.northbound.security;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which OpenID Connect issuer is trusted, under {@code isthmus.security.oidc}. Without an issuer
 * and without keys only the controller's own tokens are taken.
 *
 * @param issuerUri the issuer; its keys are found by discovery unless jwkSetUri says where
 * @param jwkSetUri where the issuer's keys are
 * @param audience what the token's {@code aud} must hold; needed
 * @param clockSkew how far the issuer's clock may be off
 * @param nameClaim the claim that audit entries call the caller by
 * @param grantsClaim the claim with grants, each {@code TENANT:ROLE}, {@code *:ROLE} for all
 *     tenants; a dot steps into an object: {@code realm_access.roles}
 * @param groupsClaim the claim with names that {@code groups} gives a meaning; a dot likewise
 * @param groups grants of each group, as {@code TENANT:ROLE}
 */
@ConfigurationProperties("isthmus.security.oidc")
public record OidcProperties(
    @Nullable String issuerUri,
    @Nullable String jwkSetUri,
    @Nullable String audience,
    @DefaultValue("30s") Duration clockSkew,
    @DefaultValue("sub") String nameClaim,
    @DefaultValue("isthmus_grants") String grantsClaim,
    @DefaultValue("groups") String groupsClaim,
    @DefaultValue Map<String, List<String>> groups) {
  public OidcProperties {
    groups = Map.copyOf(groups);
    boolean trusted = isSet(issuerUri) || isSet(jwkSetUri);
    if (trusted && !isSet(audience)) {
      throw new IllegalArgumentException(
          "isthmus.security.oidc.audience is missing: without it, tokens that the issuer made for"
              + " other services would be taken here; set it to the audience that stands for this"
              + " controller");
    }
  }

  boolean isTrusted() {
    return isSet(issuerUri) || isSet(jwkSetUri);
  }

  static boolean isSet(@Nullable String text) {
    return text != null && !text.isBlank();
  }
}
