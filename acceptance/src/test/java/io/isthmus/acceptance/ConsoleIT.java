package io.isthmus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.acceptance.browser.Appearance;
import io.isthmus.acceptance.browser.Browser;
import io.isthmus.acceptance.browser.PageChecks;
import io.isthmus.acceptance.browser.Traffic.Request;
import io.isthmus.lab.Lab;
import io.isthmus.lab.up.Joining;
import io.isthmus.lab.up.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** What an operator does in a browser while the lab runs; what each page keeps. */
class ConsoleIT {
  private static final LabCli CLI = new LabCli("isthmus-web");
  private static final Lab LAB = CLI.lab();
  private static final long MOST_BYTES = 1_000_000;

  /** Where every page is kept as it looks, when somebody wants to see it. */
  private static final Optional<Path> PICTURES =
      Optional.ofNullable(System.getenv("ISTHMUS_SCREENSHOTS")).map(Path::of);

  private static Browser browser;
  private static ConsolePages console;

  @BeforeAll
  static void bringUp() throws IOException, InterruptedException {
    LabCli.assumeRoot();
    Browser.assumeInstalled();
    CLI.run("down");

    LabCli.Result result = CLI.run("up", "--port", "0");

    assertThat(result.exitCode()).as(result.err()).isZero();
    browser = new Browser();
    console = new ConsolePages(browser, LAB.controller().root().toString());
  }

  @AfterAll
  static void takeDown() throws IOException, InterruptedException {
    if (browser != null) {
      browser.close();
    }
    if (!CLI.remains().isEmpty()) {
      LabCli.Result result = CLI.run("down");

      assertThat(result.exitCode()).as(result.err()).isZero();
    }
  }

  @BeforeEach
  void beginAsAdministrator() throws IOException {
    browser.show(Appearance.USUAL);
    console.beginAs(adminToken());
    browser.errors();
  }

  @Test
  void aTokenThatIsNoneIsRefusedInWords() throws IOException {
    console.beginAsNobody();
    assertThat(browser.all("input[type=password]")).as("login").hasSize(1);
    for (Appearance appearance : Appearance.all()) {
      browser.show(appearance);
      assertThat(PageChecks.faults(browser)).as("login, %s", appearance).isEmpty();
      keep("login");
    }
    browser.show(Appearance.USUAL);

    console.logIn("iat1_wrong");

    assertThat(Browser.textOf(browser.await("[role=alert]"))).containsIgnoringCase("token");
    // The browser itself notes the refusal.
    assertThat(browser.errors()).allMatch(error -> error.contains("401"));
  }

  @Test
  void loggingInLeadsToTheWholeNetwork() throws IOException {
    console.beginAsNobody();
    browser.forgetCache();
    browser.traffic();
    console.visit().logIn(adminToken()).awaitLoaded();

    for (String site : List.of("cloud-paris", "edge-nice", "far-edge-van")) {
      console.awaitText(site);
    }
    assertThat(browser.title()).contains("Overview");
    List<Request> requests = browser.traffic();
    String root = LAB.controller().root().toString();
    assertThat(requests).isNotEmpty().allMatch(request -> request.url().startsWith(root));
    assertThat(requests)
        .filteredOn(Request::blocksRendering)
        .as("beside styles")
        .allMatch(request -> request.kind().equals("Stylesheet"));
    long bytes = requests.stream().mapToLong(Request::bytes).sum();
    System.out.printf("first load: %d requests, %d bytes%n", requests.size(), bytes);
    assertThat(bytes).as("%s", requests).isBetween(1L, MOST_BYTES);
  }

  @Test
  void everyPageCanBeSeenByEverybody() throws IOException {
    List<String> places = new ArrayList<>(ConsolePages.PLACES);
    console.open("paths");
    places.add(console.linkTo("#/default/paths/"));
    console.open("steering?tab=history");
    places.add(console.linkTo("#/default/steering/"));
    List<String> faults = new ArrayList<>();
    for (String place : places) {
      faults.addAll(faultsOf(place));
    }

    assertThat(faults).isEmpty();
  }

  /** The page is loaded once; its width and colours change in place. */
  private static List<String> faultsOf(String place) throws IOException {
    List<String> faults = new ArrayList<>();
    for (Appearance appearance : Appearance.all()) {
      browser.show(appearance);
      if (appearance.equals(Appearance.USUAL)) {
        console.open(place);
      }
      List<String> found = faultsAs(appearance);
      keep(place);
      found.forEach(fault -> faults.add("%s, %s: %s".formatted(place, appearance, fault)));
    }
    return faults;
  }

  /** What axe looks at is the same in each width, and it takes long: once is enough every day. */
  private static List<String> faultsAs(Appearance appearance) {
    boolean closely = appearance.width() == Appearance.USUAL.width() || PICTURES.isPresent();
    return switch (appearance.theme()) {
      case LIGHT -> closely ? PageChecks.faults(browser) : PageChecks.layoutFaults(browser);
      case DARK -> closely ? PageChecks.colourFaults(browser) : List.of();
    };
  }

  private static void keep(String place) throws IOException {
    if (PICTURES.isPresent()) {
      // Names of decisions and paths differ from run to run.
      String name = place.replaceAll("[^a-z0-9=]+", "-").replaceAll("-[0-9a-f-]{20,}.*", "-one");
      browser.screenshot(PICTURES.get().resolve("%s-%s.png".formatted(name, browser.appearance())));
    }
  }

  @Test
  void theKeyboardAloneReachesThePage() {
    console.open("sites");
    assertThat(browser.run("return document.querySelector('a[href], button').className"))
        .isEqualTo("skip");
    browser.run("document.querySelector('.skip').focus()");
    assertThat(browser.focused().getText()).containsIgnoringCase("skip");

    browser.press(Keys.ENTER);
    assertThat(browser.run("return document.activeElement.closest('main') !== null"))
        .isEqualTo(true);
  }

  @Test
  void anIncidentIsSeenAndExplained() throws Exception {
    wan("set", "internet", "--edge", "far-edge-van", "--outage");
    try {
      console.open("paths");
      browser.await("main td .badge", "Down");
      console.open("steering?tab=history&trafficClass=voice");
      console.awaitText("on-2");

      console.open(console.linkTo("#/default/steering/"));

      browser.await(() -> console.heading().equals("Why this path?"), "no explanation");
      console.awaitLoaded();
      assertThat(console.text()).contains("voice").contains("on-1").contains("on-2");
      keep("why");
    } finally {
      wan("clear");
    }
    console.open("paths");
    browser.await(() -> badges().stream().allMatch("Up"::equals), "a path does not come back");
  }

  @Test
  void aSiteIsAddedInThreeSteps() throws Exception {
    console.open("add-site");
    console.fill("Name of the site", "lyon");
    console.fill("Name of the link", "internet");
    console.fill("Interface", "wan9");
    console.fill("Address", "198.18.9.2");
    console.fill("LAN interface", "lan9");
    console.fill("Prefixes", "10.9.0.0/24");
    console.click("See what it changes");
    console.awaitText("lyon");
    console.click("Create and go on");

    console.click("Make the token");
    browser.await("pre", "ise1_");
    String snippet = Browser.textOf(browser.await("pre"));
    assertThat(snippet).contains("isthmus edge join");
    console.click("Wait for it");
    console.awaitText("Waiting for lyon");

    // Any device will do that reaches the controller.
    joining().join("edge-nice", token(snippet), lyonState(), Programs.find().agent());

    browser.await(() -> stage("Joined").contains(" at "), "the page has not seen it join");
    assertThat(stage("Connected")).contains("dials in");
  }

  @Test
  void anObjectiveIsChangedAfterItsPlanWasSeen() {
    console.open("classes/voice?edit=1");
    console.fill("Loss: Broken above", "2");
    console.click("See what it changes");
    console.awaitText("voice");

    console.click("Change class");

    browser.await(() -> console.heading().equals("Class voice"), "the editor stays");
    // An edge that is declared and has never joined has taken nothing.
    browser.await(
        () -> console.text().contains("In force") || console.text().contains("taken the change"),
        "nothing tells how far it is");
    assertThat(
            LAB.controller()
                .get("/traffic-classes/voice")
                .body()
                .at("/sla/lossPct/enter")
                .asDouble())
        .isEqualTo(2);
  }

  @Test
  void aClassIsMovedAndTellsWhy() {
    console.open("steering/new?trafficClass=updates");
    console.field("on-2").click();
    console.fill("Reason", "maintenance on the internet line");
    console.click("Move the class");

    console.awaitText("In force");
    assertThat(console.heading()).isEqualTo("Why this path?");
    console.awaitText("maintenance on the internet line");
    console.open("classes/updates");
    console.awaitText("Moved by request");
    console.awaitText("on-2");
    console.open("audit");
    console.awaitText("first-admin");
  }

  @Test
  void aTokenForAViewerOpensNothingThatChanges() throws IOException {
    console.open("access");
    console.fill("Name", "watcher");
    console.choose("Role", "viewer");
    console.click("Make token");
    String token = Browser.textOf(browser.await("pre", "ist1_")).strip();
    assertThat(Browser.textOf(browser.await("main table"))).contains("watcher");

    console.logOut();
    console.logIn(token).awaitLoaded();

    assertThat(console.navigation()).contains("Sites").doesNotContain("Enrolment", "Audit log");
    for (String place :
        List.of("sites", "edges", "overlays", "classes", "applications", "steering")) {
      console.open(place);
      assertThat(console.buttons())
          .as(place)
          .noneMatch(words -> words.matches("(?i)(new|add|edit|delete|move|create|remove)\\b.*"));
    }
  }

  @Test
  void aDialogKeepsTheFocusAndGivesItBack() {
    console.open("access");
    console.fill("Name", "spare");
    console.click("Make token");
    browser.await("pre", "ist1_");
    console.open("access");
    WebElement opener = browser.await("main button[aria-label='Revoke spare']");
    browser.run("arguments[0].focus()", opener);
    browser.press(Keys.ENTER);
    console.dialog();
    for (int i = 0; i < 6; i++) {
      browser.press(Keys.TAB);
      assertThat(
              browser.run(
                  "return document.activeElement === document.body || !!document.activeElement.closest('dialog')"))
          .isEqualTo(true);
    }
    browser.press(Keys.ESCAPE);
    browser.await(() -> browser.all("dialog[open]").isEmpty(), "the dialog stays");
    assertThat(browser.focused().getDomAttribute("aria-label")).isEqualTo("Revoke spare");

    browser.press(Keys.ENTER);
    console.inDialog("Revoke token");

    browser.await(() -> browser.text().contains("Token spare is revoked"), "nothing says so");
  }

  private static void wan(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("wan"));
    command.addAll(List.of(arguments));
    LabCli.Result result = CLI.run(command.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.err()).isZero();
  }

  private static List<String> badges() {
    return browser.all("main td .badge").stream().map(Browser::textOf).toList();
  }

  private static String stage(String name) {
    return Browser.textOf(browser.await(".stages li", name));
  }

  private static Joining joining() {
    Lab.State state = LAB.load();
    return new Joining(
        LAB, LAB.controller(), state.southboundAddress() + ":" + state.southboundPort());
  }

  private static String lyonState() {
    return LAB.stateDir().resolve("lyon").toString();
  }

  private static String token(String snippet) {
    Matcher matcher = Pattern.compile("ise1_[\\w-]+").matcher(snippet);
    assertThat(matcher.find()).isTrue();
    return matcher.group();
  }

  private static String adminToken() throws IOException {
    return Files.readString(LAB.adminTokenFile()).strip();
  }
}
