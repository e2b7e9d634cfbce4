package io.isthmus.northbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.AuditEntry;
import io.isthmus.domain.trust.AuditLog;
import io.isthmus.domain.trust.AuditQuery;
import io.isthmus.domain.trust.Grant;
import io.isthmus.domain.trust.Refusals;
import io.isthmus.domain.trust.Role;
import io.isthmus.domain.trust.TokenStore;
import io.isthmus.northbound.Api.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Who is let in, how often, and what browsers are told; with an issuer that is trusted. */
@SpringBootTest(
    classes = TestController.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.threads.virtual.enabled=true",
      "spring.main.banner-mode=off",
      "isthmus.northbound.event-heartbeat=200ms",
      "isthmus.northbound.rate.per-token=40",
      "isthmus.northbound.rate.failed-per-source=1000",
      "isthmus.northbound.cors.allowed-origins=https://console.example",
      "isthmus.northbound.bootstrap.controller=controller.example:7443",
      "isthmus.security.oidc.issuer-uri=https://issuer.example",
      "isthmus.security.oidc.audience=isthmus",
      "isthmus.security.oidc.grants-claim=app.grants",
      "isthmus.security.oidc.name-claim=preferred_username",
      "isthmus.security.oidc.groups[sdwan/operators]=secure:operator"
    })
class SecurityTest {
  private static final Name TENANT = Name.of("secure");
  private static RSAKey key;
  private static HttpServer issuer;

  @LocalServerPort int port;
  @Autowired IntentService intents;
  @Autowired TokenStore tokens;
  @Autowired AuditLog audit;
  @Autowired Refusals refusals;

  @BeforeAll
  static void makeKey() throws JOSEException {
    key();
  }

  @AfterAll
  static void stopIssuer() {
    issuer.stop(0);
  }

  @DynamicPropertySource
  static void issuer(DynamicPropertyRegistry registry) throws IOException {
    issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.createContext(
        "/keys",
        exchange -> {
          byte[] body = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    issuer.start();
    registry.add(
        "isthmus.security.oidc.jwk-set-uri",
        () -> "http://127.0.0.1:%d/keys".formatted(issuer.getAddress().getPort()));
  }

  @BeforeEach
  void declareTenant() {
    intents.createTenant(Actor.SYSTEM, TENANT);
  }

  @Test
  void whoHasNoTokenIsToldHowToGetOne() {
    Answer answer = as(Optional.empty()).get("/api/v1/tenants");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("TOKEN_MISSING");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"isthmus\"");
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.header("Set-Cookie")).isEmpty();
  }

  @Test
  void whatIsWrongWithATokenIsSaidAndNoted() {
    String expired =
        TestTokens.add(
            tokens,
            "expired",
            Optional.of(Instant.parse("2026-01-02T00:00:00Z")),
            Grant.everywhere(Role.ADMIN));
    String revoked = TestTokens.add(tokens, "gone", Optional.empty(), Grant.everywhere(Role.ADMIN));
    as(Optional.of(TestTokens.ADMIN)).delete("/api/v1/api-tokens/" + TestTokens.id("gone"));

    assertRefused(expired, "TOKEN_EXPIRED");
    assertRefused(revoked, "TOKEN_REVOKED");
    assertRefused(TestTokens.text("never made"), "TOKEN_UNKNOWN");
    assertRefused("ist1_AAAA", "TOKEN_MALFORMED");
    refusals.flush();
    assertThat(audit.find(AuditQuery.all(), 1000))
        .filteredOn(entry -> entry.action().equals("AUTHENTICATE"))
        .allMatch(entry -> entry.actor().kind() == Actor.Kind.UNKNOWN)
        .extracting(entry -> entry.reason().orElse(""), entry -> entry.actor().tokenId())
        .contains(
            tuple("TOKEN_EXPIRED", Optional.of(TestTokens.id("expired"))),
            tuple("TOKEN_REVOKED", Optional.of(TestTokens.id("gone"))),
            tuple("TOKEN_UNKNOWN", Optional.empty()),
            tuple("TOKEN_MALFORMED", Optional.empty()));
  }

  @Test
  void anotherSchemeIsNoToken() {
    Answer answer =
        as(Optional.empty()).get("/api/v1/tenants", "Authorization", "Basic YWRtaW46YWRtaW4=");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("TOKEN_MALFORMED");
    assertThat(
            as(Optional.empty()).get("/api/v1/tenants?access_token=" + TestTokens.ADMIN).status())
        .isEqualTo(401);
  }

  @Test
  void whatSomebodyMayNotIsNotedInTheTenantsLog() {
    String viewer =
        TestTokens.add(tokens, "sec-viewer", Optional.empty(), Grant.of(TENANT, Role.VIEWER));
    Answer answer = as(Optional.of(viewer)).delete("/api/v1/tenants/secure/sites/x");
    refusals.flush();

    assertThat(answer.code()).isEqualTo("ROLE_MISSING");
    assertThat(answer.header("WWW-Authenticate")).contains("insufficient_scope");
    assertThat(audit.find(AuditQuery.of(TENANT), 100))
        .anySatisfy(entry -> {
          assertThat(entry.actor().name()).isEqualTo("sec-viewer");
          assertThat(entry.outcome()).isEqualTo(AuditEntry.Outcome.REFUSED);
          assertThat(entry.subject()).contains("DELETE", "sites/{site}");
          assertThat(entry.actor().remoteAddress()).contains("127.0.0.1");
        });
  }

  @Test
  void aListOfTenantsShowsOnesOwn() {
    intents.createTenant(Actor.SYSTEM, Name.of("secure-too"));
    String viewer =
        TestTokens.add(tokens, "lister", Optional.empty(), Grant.of(TENANT, Role.VIEWER));

    assertThat(as(Optional.of(viewer)).get("/api/v1/tenants").names()).containsExactly("secure");
  }

  @Test
  void aTokenOfTheIssuerIsWorthWhatItsClaimsSay() throws JOSEException {
    String grants =
        jwt(claims ->
            claims.claim("app", java.util.Map.of("grants", List.of("secure:viewer", "nonsense"))));
    String groups = jwt(claims -> claims.claim("groups", List.of("others", "sdwan/operators")));
    String nothing = jwt(claims -> claims);

    assertThat(as(Optional.of(grants)).get("/api/v1/tenants/secure").status()).isEqualTo(200);
    assertThat(as(Optional.of(grants)).get("/api/v1/tenants/secure/audit").status()).isEqualTo(403);
    assertThat(as(Optional.of(groups)).get("/api/v1/tenants/secure/audit").status()).isEqualTo(200);
    assertThat(as(Optional.of(nothing)).get("/api/v1/tenants/secure").status()).isEqualTo(404);
  }

  @Test
  void aTokenOfTheIssuerThatIsNotForUsIsRefused() throws JOSEException {
    RSAKey foreign = new RSAKeyGenerator(2048).keyID("1").generate();

    assertRefused(jwt(claims -> claims.audience("another")), "TOKEN_REJECTED");
    assertRefused(jwt(claims -> claims.issuer("https://evil.example")), "TOKEN_REJECTED");
    assertRefused(jwt(claims -> claims.expirationTime(ago(60))), "TOKEN_REJECTED");
    assertRefused(signed(foreign, claims -> claims), "TOKEN_REJECTED");
    assertRefused("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.", "TOKEN_REJECTED");
    // Within the clock's tolerance.
    assertThat(
            as(Optional.of(jwt(claims -> claims.expirationTime(ago(5)))))
                .get("/api/v1/tenants")
                .status())
        .isEqualTo(403);
  }

  @Test
  void whoAsksTooOftenWaits() {
    String busy = TestTokens.add(tokens, "busy", Optional.empty(), Grant.of(TENANT, Role.VIEWER));
    String idle = TestTokens.add(tokens, "idle", Optional.empty(), Grant.of(TENANT, Role.VIEWER));
    Optional<Answer> refused = Optional.empty();
    for (int i = 0; i < 2_000 && refused.isEmpty(); i++) {
      Answer answer = as(Optional.of(busy)).get("/api/v1/tenants/secure");
      refused = Optional.of(answer).filter(a -> a.status() == 429);
    }

    assertThat(refused).isPresent();
    assertThat(refused.get().code()).isEqualTo("TOO_MANY_REQUESTS");
    assertThat(refused.get().header("Retry-After")).isEqualTo("1");
    assertThat(as(Optional.of(idle)).get("/api/v1/tenants/secure").status()).isEqualTo(200);
  }

  @Test
  void browsersAreToldToBeCareful() {
    Answer page = as(Optional.empty()).get("/swagger-ui/index.html");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
    assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(page.header("Strict-Transport-Security")).as("only under TLS").isEmpty();
  }

  @Test
  void onlyPagesOfNamedOriginsMayAsk() {
    Answer named = preflight("https://console.example");
    Answer other = preflight("https://evil.example");

    assertThat(named.header("Access-Control-Allow-Origin")).isEqualTo("https://console.example");
    assertThat(named.header("Access-Control-Allow-Credentials")).isEmpty();
    assertThat(other.status()).isEqualTo(403);
    assertThat(other.header("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void aTokenIsMadeUsedAndRevoked() {
    Api admin = as(Optional.of(TestTokens.ADMIN));
    Answer made =
        admin.post(
            "/api/v1/tenants/secure/api-tokens",
            "{\"name\": \"n\", \"role\": \"viewer\", \"ttlSeconds\": 60}");
    String text = made.body().path("token").asString();

    assertThat(made.status()).isEqualTo(201);
    assertThat(text).startsWith("ist1_");
    assertThat(made.header("Cache-Control")).isEqualTo("no-store");
    assertThat(Instant.parse(made.body().path("expiresAt").asString()))
        .isCloseTo(Instant.now().plusSeconds(60), within(30, ChronoUnit.SECONDS));
    assertThat(as(Optional.of(text)).get("/api/v1/tenants/secure").status()).isEqualTo(200);
    assertThat(admin.get(made.header("Location")).text()).doesNotContain("ist1_");
    assertThat(admin.get("/api/v1/tenants/secure/api-tokens").text()).doesNotContain("ist1_");
    assertThat(admin.delete(made.header("Location")).status()).isEqualTo(204);
    assertThat(as(Optional.of(text)).get("/api/v1/tenants/secure").status()).isEqualTo(401);
  }

  @Test
  void whatATokenMadeOutlivesItAndItsMakerIsKnown() {
    String maker = TestTokens.add(tokens, "maker", Optional.empty(), Grant.of(TENANT, Role.ADMIN));
    Answer made =
        as(Optional.of(maker))
            .post("/api/v1/tenants/secure/api-tokens", "{\"name\": \"made\", \"role\": \"admin\"}");

    as(Optional.of(TestTokens.ADMIN)).delete("/api/v1/api-tokens/" + TestTokens.id("maker"));

    String text = made.body().path("token").asString();
    assertThat(as(Optional.of(text)).get("/api/v1/tenants/secure").status()).isEqualTo(200);
    assertThat(made.body().path("createdBy").asString()).isEqualTo("maker");
    assertThat(audit.find(AuditQuery.of(TENANT), 100))
        .anySatisfy(entry -> {
          assertThat(entry.actor().tokenId()).hasValue(TestTokens.id("maker"));
          assertThat(entry.action()).isEqualTo("CREATE");
          assertThat(entry.subject()).isEqualTo("api-tokens/" + made.body().path("id").asString());
        });
  }

  /** What one tenant's administrator hands out can be no more than that tenant's. */
  @Test
  void anotherTenantsTokensAreNotThere() {
    intents.createTenant(Actor.SYSTEM, Name.of("secure-two"));
    String admin =
        TestTokens.add(
            tokens, "two-admin", Optional.empty(), Grant.of(Name.of("secure-two"), Role.ADMIN));
    TestTokens.add(tokens, "of-one", Optional.empty(), Grant.of(TENANT, Role.VIEWER));
    TestTokens.add(
        tokens,
        "of-both",
        Optional.empty(),
        Grant.of(TENANT, Role.VIEWER),
        Grant.of(Name.of("secure-two"), Role.VIEWER));
    Api api = as(Optional.of(admin));

    for (String other : List.of("of-one", "of-both", "test-admin")) {
      String path = "/api/v1/tenants/secure-two/api-tokens/" + TestTokens.id(other);
      assertThat(api.get(path).status()).isEqualTo(404);
      assertThat(api.delete(path).status()).isEqualTo(404);
    }
    Answer greedy =
        api.post(
            "/api/v1/tenants/secure-two/api-tokens",
            "{\"name\": \"n\", \"grants\": [\"*:admin\"], \"role\": \"viewer\"}");
    assertThat(greedy.status()).isEqualTo(400);
    assertThat(greedy.code()).isEqualTo("UNKNOWN_FIELD");
  }

  @Test
  void anEdgesStartNeedsOneCommand() {
    Api admin = as(Optional.of(TestTokens.ADMIN));
    admin.put("/api/v1/tenants/secure/sites/s", "{\"kind\": \"EDGE\"}");
    admin.put("/api/v1/tenants/secure/edges/e", "{\"site\": \"s\"}");
    String path = "/api/v1/tenants/secure/edges/e/bootstrap";

    for (String format : List.of("shell", "cloud-init", "docker", "kubernetes")) {
      Answer shown = admin.get(path + "?format=" + format);
      Answer made = admin.send("POST", path + "?format=" + format, "");
      assertThat(shown.status()).as("%s", shown).isEqualTo(200);
      assertThat(shown.text()).contains("controller.example:7443").doesNotContain("ise1_");
      assertThat(made.status()).as("%s", made).isEqualTo(201);
      assertThat(made.text()).contains("ise1_").doesNotContain("--token ise1_");
    }
    assertThat(admin.get("/api/v1/tenants/secure/enrollment-tokens").body().path("items").size())
        .as("a GET makes none")
        .isEqualTo(4);
    assertThat(admin.get(path + "?format=none").status()).isEqualTo(400);
  }

  @Test
  void theAuditLogIsExportedALineAnEntry() {
    as(Optional.of(TestTokens.ADMIN))
        .put("/api/v1/tenants/secure/sites/audited", "{\"kind\": \"EDGE\"}");
    Answer export =
        as(Optional.of(TestTokens.ADMIN)).get("/api/v1/audit", "Accept", "application/x-ndjson");

    assertThat(export.status()).isEqualTo(200);
    assertThat(export.header("Content-Type")).startsWith("application/x-ndjson");
    assertThat(export.text().lines()).allMatch(line -> line.startsWith("{\"id\":"));
    assertThat(export.text()).doesNotContain("ist1_");
  }

  private void assertRefused(String token, String code) {
    Answer answer = as(Optional.of(token)).get("/api/v1/tenants");
    assertThat(answer.status()).as("%s", answer).isEqualTo(401);
    assertThat(answer.code()).as("%s", answer).isEqualTo(code);
    assertThat(answer.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
  }

  private Answer preflight(String origin) {
    return as(Optional.empty())
        .send(
            "OPTIONS",
            "/api/v1/tenants",
            "",
            "Origin",
            origin,
            "Access-Control-Request-Method",
            "GET",
            "Access-Control-Request-Headers",
            "authorization");
  }

  private Api as(Optional<String> token) {
    return Api.ofRoot(port).with(token);
  }

  private static String jwt(UnaryOperator<JWTClaimsSet.Builder> more) throws JOSEException {
    return signed(key(), more);
  }

  private static String signed(RSAKey signer, UnaryOperator<JWTClaimsSet.Builder> more)
      throws JOSEException {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer("https://issuer.example")
            .subject("u-1")
            .claim("preferred_username", "alice")
            .audience("isthmus")
            .expirationTime(ago(-300));
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("1").build(),
            more.apply(claims).build());
    jwt.sign(new RSASSASigner(signer));
    return jwt.serialize();
  }

  private static Date ago(long seconds) {
    return Date.from(Instant.now().minusSeconds(seconds));
  }

  private static synchronized RSAKey key() throws JOSEException {
    if (key == null) {
      key = new RSAKeyGenerator(2048).keyID("1").generate();
    }
    return key;
  }
}
