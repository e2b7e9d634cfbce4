package io.isthmus.console;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The console, under {@code isthmus.console}.
 *
 * @param oidc how people log in at an OpenID Connect issuer
 * @param directory where its files are read from at each request, for those who change them;
 *     absent: from the jar, once
 */
@ConfigurationProperties("isthmus.console")
public record ConsoleProperties(@DefaultValue Oidc oidc, @Nullable Path directory) {

  /**
   * A public client of the issuer (authorization code with PKCE). Without an issuer or a client id,
   * people log in with API tokens alone.
   *
   * @param issuerUri the issuer, as the REST API trusts it
   * @param clientId the console's name at the issuer
   * @param scope what is asked for, with spaces between
   * @param audience what some issuers want to be told to make tokens for the controller
   * @param origins other origins that the issuer's endpoints are at, such as https://login.example
   */
  public record Oidc(
      @DefaultValue("") String issuerUri,
      @DefaultValue("") String clientId,
      @DefaultValue("openid profile") String scope,
      @DefaultValue("") String audience,
      @DefaultValue List<String> origins) {
    public Oidc {
      origins = List.copyOf(origins);
    }

    boolean isConfigured() {
      return !issuerUri.isBlank() && !clientId.isBlank();
    }
  }
}
