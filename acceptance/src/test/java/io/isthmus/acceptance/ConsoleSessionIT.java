package io.isthmus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.acceptance.Issuer.TokenRequest;
import io.isthmus.acceptance.browser.Appearance;
import io.isthmus.acceptance.browser.Browser;
import io.isthmus.acceptance.browser.PageChecks;
import io.isthmus.lab.rest.ControllerApi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Who is logged in to the console by an issuer, and for how long; how it stays up to date. */
class ConsoleSessionIT {
  private static final String SESSION =
      "return JSON.parse(sessionStorage.getItem('isthmus.session'))";

  private static Issuer issuer;
  private static LoneController controller;
  private static Browser browser;
  private static ConsolePages console;

  @BeforeAll
  static void start() throws IOException {
    Browser.assumeInstalled();
    issuer = Issuer.start("isthmus");
    controller =
        LoneController.start(
            "isthmus-login",
            List.of(
                "--isthmus.security.oidc.issuer-uri=" + issuer.url(),
                "--isthmus.security.oidc.audience=isthmus",
                "--isthmus.security.oidc.groups.[netops]=*:operator",
                "--isthmus.security.oidc.groups.[shop-team]=shop:viewer",
                "--isthmus.console.oidc.client-id=the-console"));
    browser = new Browser();
    console = new ConsolePages(browser, controller.root());
    ControllerApi.require(
        controller.api().request("PUT", "/tenants/shop", JsonMapper.shared().createObjectNode()));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    if (controller != null) {
      controller.close();
    }
    if (issuer != null) {
      issuer.close();
    }
  }

  @BeforeEach
  void beginAsNobody() {
    browser.show(Appearance.USUAL);
    console.beginAsNobody();
    // What is left of the test before.
    issuer.tokenRequests();
    browser.errors();
  }

  @Test
  void whoLogsInAtTheIssuerComesBackToThePageThatWasAskedFor() {
    Map<String, String> asked = goToTheIssuer("#/default/sites");

    issuer.logIn(browser, "alice", "netops");

    console.awaitLoaded();
    assertThat(browser.address()).isEqualTo(controller.root() + "/#/default/sites");
    assertThat(console.heading()).isEqualTo("Sites");
    assertThat(console.buttons()).contains("New site");
    assertThat(asked)
        .containsEntry("response_type", "code")
        .containsEntry("client_id", "the-console")
        .containsEntry("redirect_uri", controller.root() + "/")
        .containsEntry("code_challenge_method", "S256")
        .hasEntrySatisfying("state", state -> assertThat(state).hasSizeGreaterThan(20))
        .hasEntrySatisfying("nonce", nonce -> assertThat(nonce).hasSizeGreaterThan(20));
    TokenRequest exchange = onlyTokenRequest();
    assertThat(exchange.form())
        .containsEntry("grant_type", "authorization_code")
        .containsEntry("client_id", "the-console")
        .doesNotContainKey("client_secret");
    assertThat(exchange.headers()).doesNotContainKeys("authorization", "cookie");
    assertThat(asked).containsEntry("code_challenge", s256(exchange.form().get("code_verifier")));
    assertThat(browser.errors()).isEmpty();
    assertThat(Browser.textOf(console.openMenu())).contains("User", "alice", "operator");
  }

  @Test
  void aCodeIsWorthNothingWithoutTheVerifier() {
    goToTheIssuer("#/default/sites");
    swapAndReturn("verifier");

    issuer.logIn(browser, "mallory", "netops");

    assertThat(refusal()).contains("The issuer gave no token").contains("code_verifier");
    assertThat(remembered()).isEmpty();
    // The browser itself notes what the issuer answers.
    assertThat(browser.errors())
        .filteredOn(error -> !error.contains("/favicon.ico"))
        .allMatch(error -> error.contains("/token"));
  }

  @Test
  void anIdTokenOfAnotherLoginIsNotTaken() {
    goToTheIssuer("#/default/sites");
    swapAndReturn("nonce");

    issuer.logIn(browser, "mallory", "netops");

    assertThat(refusal()).contains("The id token is not of this login");
    assertThat(remembered()).isEmpty();
  }

  @Test
  void aLoginThatSomebodyElseBeganIsNotTakenUp() {
    goToTheIssuer("#/default/sites");

    browser.open(controller.root() + "/?code=stolen&state=of-somebody-else");

    assertThat(refusal()).contains("not begun in this tab");
    assertThat(issuer.tokenRequests()).isEmpty();
  }

  @Test
  void aRefusalIsToldInTheIssuersWords() {
    goToTheIssuer("#/default/sites");

    issuer.refuse(browser);

    assertThat(refusal()).isEqualTo("The issuer says: You are not one of us");
    assertThat(browser.address()).isEqualTo(controller.root() + "/");
    for (Appearance appearance : Appearance.all()) {
      browser.show(appearance);
      assertThat(PageChecks.faults(browser)).as("%s", appearance).isEmpty();
    }
    assertThat(issuer.tokenRequests()).isEmpty();
  }

  @Test
  void aViewerOfOneTenantIsOfferedNothingElse() {
    goToTheIssuer("#/default/classes");

    issuer.logIn(browser, "bob", "shop-team");

    console.awaitLoaded();
    assertThat(browser.address()).startsWith(controller.root() + "/#/shop/");
    assertThat(Browser.textOf(browser.await(".bar-tenant")))
        .contains("shop")
        .doesNotContain("default");
    assertThat(console.navigation())
        .contains("Sites")
        .doesNotContain("Webhooks", "Enrolment", "Audit log");
    assertThat(console.buttons())
        .noneMatch(words -> words.matches("(?i)(new|add|edit|delete)\\b.*"));
    browser.open(controller.root() + "/#/shop/classes?new=1");
    console.awaitText("This needs the role orchestrator");
    assertThat(status("PUT", "shop/sites/lyon")).isEqualTo(403);
    assertThat(status("GET", "shop/sites")).isEqualTo(200);
    assertThat(status("GET", "default/sites")).isEqualTo(404);
  }

  @Test
  void loggingOutForgetsTheTokenAndEndsTheSessionAtTheIssuer() {
    goToTheIssuer("#/default/sites");
    issuer.logIn(browser, "alice", "netops");
    console.awaitLoaded();
    String idToken = String.valueOf(browser.run(SESSION + ".idToken"));
    assertThat(subject(idToken)).isEqualTo("alice");
    issuer.tokenRequests();

    console.logOut();

    List<Map<String, String>> farewells = new ArrayList<>();
    browser.await(() -> farewells.addAll(issuer.farewells()), "the issuer's session goes on");
    assertThat(farewells)
        .containsExactly(
            Map.of(
                "id_token_hint",
                idToken,
                "client_id",
                "the-console",
                "post_logout_redirect_uri",
                controller.root() + "/"));
    browser.await(() -> browser.address().equals(controller.root() + "/"), "not sent back");
    browser.await("input[type=password]");
    assertThat(remembered()).isEmpty();
    assertThat(browser.errors()).isEmpty();
    browser.open("about:blank");
    browser.open(controller.root() + "/#/default/sites");
    browser.await("input[type=password]");
    assertThat(browser.all("header.bar")).isEmpty();
  }

  @Test
  void whoCameByATokenLeavesTheIssuerInPeace() throws IOException {
    console.beginAs(controller.adminToken());
    console.open("sites");

    console.logOut();

    assertThat(remembered()).isEmpty();
    assertThat(browser.address()).startsWith(controller.root());
    assertThat(issuer.farewells()).isEmpty();
  }

  @Test
  void aTokenIsRenewedBeforeItEnds() {
    issuer.nextLives(Duration.ofSeconds(20));
    goToTheIssuer("#/default/sites");

    issuer.logIn(browser, "alice", "netops");

    console.awaitLoaded();
    assertThat(issuer.tokenRequests())
        .extracting(request -> request.form().get("grant_type"))
        .startsWith("authorization_code", "refresh_token");
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void pagesMayTalkToTheControllerAndTheIssuerAlone() {
    console.visit();

    assertThat(fetch(issuer.url() + "/.well-known/openid-configuration")).isEqualTo("200");
    assertThat(fetch("http://127.0.0.1:9/")).isEqualTo("connect-src");
  }

  @Test
  void eventsGoOnWhereTheyWereWhenTheControllerComesBack() throws IOException {
    console.beginAs(controller.adminToken());
    console.open("events");
    live("Live");
    site("before");
    console.awaitText("before");
    // Until there is something that it could miss, the page is kept from coming back.
    browser.goOffline();

    controller.stop();

    live("Connecting");
    controller.start();
    site("meanwhile");
    assertThat(console.text()).doesNotContain("meanwhile");
    browser.goOnline();
    live("Live");
    console.awaitText("meanwhile");
  }

  /** By the login page, from a page of the console. */
  private static Map<String, String> goToTheIssuer(String place) {
    browser.open("about:blank");
    browser.open(controller.root() + "/" + place);
    browser.await("main button", "Continue at").click();
    browser.await("input[name=username]");
    assertThat(browser.address()).startsWith(issuer.url() + "/authorize");
    return Issuer.asked(browser);
  }

  /** Has the tab remember something else of the login than it has told the issuer. */
  private static void swapAndReturn(String what) {
    String atTheIssuer = browser.address();
    console.atOrigin(
        """
        const login = JSON.parse(sessionStorage.getItem('isthmus.login'));
        login[arguments[0]] += 'x';
        sessionStorage.setItem('isthmus.login', JSON.stringify(login));
        """,
        what);
    browser.open(atTheIssuer);
  }

  private static TokenRequest onlyTokenRequest() {
    List<TokenRequest> requests = issuer.tokenRequests();
    assertThat(requests).hasSize(1);
    return requests.getFirst();
  }

  private static String s256(String verifier) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String refusal() {
    return Browser.textOf(browser.await("[role=alert]"));
  }

  /** What the tab knows of any login. */
  private static String remembered() {
    return String.valueOf(browser.run("return Object.values(sessionStorage).join()"));
  }

  private static String subject(String idToken) {
    byte[] claims = Base64.getUrlDecoder().decode(idToken.split("\\.")[1]);
    return JsonMapper.shared().readTree(claims).path("sub").asString();
  }

  /** Of a request below the tenants, with the token that the console has. */
  private static long status(String method, String path) {
    return (Long)
        browser.runAsync(
            """
            const [method, path, done] = arguments;
            const {token} = JSON.parse(sessionStorage.getItem('isthmus.session'));
            fetch('api/v1/tenants/' + path, {
              method,
              headers: {Authorization: `Bearer ${token}`, 'Content-Type': 'application/json'},
              body: method === 'GET' ? undefined : '{"kind": "EDGE"}',
            }).then(answer => done(answer.status));
            """,
            method,
            path);
  }

  /** The status, or the rule of the page's policy that forbids it. */
  private static String fetch(String url) {
    return String.valueOf(
        browser.runAsync(
            """
            const [url, done] = arguments;
            addEventListener('securitypolicyviolation', event => done(event.effectiveDirective));
            fetch(url).then(answer => done(String(answer.status)), () => {});
            """,
            url));
  }

  private static void live(String words) {
    browser.await(
        () -> Browser.textOf(browser.await("header .live")).equals(words), "not " + words);
  }

  private static void site(String name) {
    ControllerApi.require(
        controller
            .api()
            .put("/sites/" + name, JsonMapper.shared().createObjectNode().put("kind", "EDGE")));
  }
}
