package io.isthmus.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.isthmus.acceptance.browser.Browser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import okhttp3.mockwebserver.RecordedRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An OpenID Connect issuer that lets everybody in who says a name and groups, or refuses. It keeps
 * to the challenge of PKCE, takes a code once, and signs with keys that it publishes.
 */
final class Issuer implements AutoCloseable {
  private static final String REALM = "people";
  private static final Duration USUAL_LIFE = Duration.ofHours(1);

  private final String audience;
  private final MockOAuth2Server server;

  /** A request to the token endpoint. */
  record TokenRequest(Map<String, String> headers, Map<String, String> form) {}

  private Issuer(String audience, MockOAuth2Server server) {
    this.audience = audience;
    this.server = server;
  }

  /**
   * @param audience what its access tokens are for
   */
  static Issuer start(String audience) throws IOException {
    OAuth2Config config =
        new OAuth2Config(
            true,
            loginPage().toString(),
            null,
            false,
            new OAuth2TokenProvider(),
            Set.of(tokens(audience, USUAL_LIFE)));
    Issuer issuer = new Issuer(audience, new MockOAuth2Server(config));
    issuer.server.start(InetAddress.ofLiteral("127.0.0.1"), 0);
    return issuer;
  }

  private static Path loginPage() {
    try {
      return Path.of(Objects.requireNonNull(Issuer.class.getResource("issuer.html")).toURI());
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DefaultOAuth2TokenCallback tokens(String audience, Duration life) {
    return new DefaultOAuth2TokenCallback(
        REALM, "nobody", "JWT", List.of(audience), Map.of(), life.toSeconds());
  }

  String url() {
    return server.issuerUrl(REALM).toString();
  }

  /** Of the next login alone. */
  void nextLives(Duration life) {
    server.enqueueCallback(tokens(audience, life));
  }

  /** What the browser was sent here with. */
  static Map<String, String> asked(Browser browser) {
    return form(URI.create(browser.address()).getRawQuery());
  }

  void logIn(Browser browser, String name, String group) {
    Browser.fill(browser.await("input[name=username]"), name);
    Browser.fill(
        browser.await("input[name=claims]"),
        JsonMapper.shared().writeValueAsString(Map.of("groups", List.of(group))));
    browser.await("button[type=submit]").click();
  }

  void refuse(Browser browser) {
    browser.await("a#refuse").click();
  }

  /** Those that have come since the last look at anything that has come. */
  List<TokenRequest> tokenRequests() {
    return requests("/token")
        .map(request -> new TokenRequest(headers(request), form(request.getBody().readUtf8())))
        .toList();
  }

  /** With what browsers were sent to end their session, since the last look at anything. */
  List<Map<String, String>> farewells() {
    return requests("/endsession")
        .map(request -> form(String.valueOf(request.getRequestUrl().encodedQuery())))
        .toList();
  }

  private Stream<RecordedRequest> requests(String endpoint) {
    return Stream.generate(this::next)
        .takeWhile(Objects::nonNull)
        .filter(
            request -> String.valueOf(request.getRequestUrl().encodedPath()).endsWith(endpoint));
  }

  private @Nullable RecordedRequest next() {
    try {
      return server.takeRequest(0, TimeUnit.MILLISECONDS);
    } catch (RuntimeException none) {
      return null;
    }
  }

  private static Map<String, String> headers(RecordedRequest request) {
    return request.getHeaders().names().stream()
        .collect(
            Collectors.toMap(
                String::toLowerCase, name -> String.valueOf(request.getHeader(name)), (a, b) -> a));
  }

  private static Map<String, String> form(String text) {
    return Arrays.stream(text.split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0],
                pair -> pair.length == 2 ? URLDecoder.decode(pair[1], UTF_8) : ""));
  }

  @Override
  public void close() {
    server.shutdown();
  }
}
