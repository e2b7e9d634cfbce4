package io.isthmus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.acceptance.browser.Appearance;
import io.isthmus.acceptance.browser.Browser;
import io.isthmus.acceptance.browser.PageChecks;
import io.isthmus.acceptance.browser.Traffic.Request;
import io.isthmus.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** What an operator does in a browser while the lab runs; what each page keeps. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleIT {
  private static final LabCli CLI = new LabCli("isthmus-web");
  private static final Lab LAB = CLI.lab();
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final long MOST_BYTES = 1_000_000;

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

  @Test
  @Order(1)
  void aTokenThatIsNoneIsRefusedInWords() throws IOException {
    console.visit();
    assertThat(browser.all("input[type=password]")).as("login").hasSize(1);
    for (Appearance appearance : Appearance.all()) {
      browser.show(appearance);
      assertThat(PageChecks.faults(browser)).as("login, %s", appearance).isEmpty();
      browser.screenshot(SCREENSHOTS.resolve("login-%s.png".formatted(appearance)));
    }
    browser.show(Appearance.USUAL);

    console.logIn("iat1_wrong");

    assertThat(Browser.textOf(browser.await("[role=alert]"))).containsIgnoringCase("token");
    // The browser itself notes the refusal.
    assertThat(browser.errors()).allMatch(error -> error.contains("401"));
  }

  @Test
  @Order(2)
  void loggingInLeadsToTheWholeNetwork() throws IOException {
    browser.traffic();
    console.visit().logIn(adminToken()).awaitLoaded();

    for (String site : List.of("cloud-paris", "edge-nice", "far-edge-van")) {
      console.awaitText(site);
    }
    assertThat(browser.title()).contains("Overview");
    List<Request> requests = browser.traffic();
    String root = LAB.controller().root().toString();
    assertThat(requests).allMatch(request -> request.url().startsWith(root));
    assertThat(requests)
        .filteredOn(Request::blocksRendering)
        .as("beside styles")
        .allMatch(request -> request.kind().equals("Stylesheet"));
    long bytes = requests.stream().mapToLong(Request::bytes).sum();
    System.out.printf("first load: %d requests, %d bytes%n", requests.size(), bytes);
    assertThat(bytes).as("%s", requests).isLessThan(MOST_BYTES);
  }

  @Test
  @Order(4)
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
  @Order(7)
  void anObjectiveIsChangedAfterItsPlanWasSeen() {
    console.open("classes/voice?edit=1");
    console.fill("Loss: Broken above", "2");
    console.click("See what it changes");
    console.awaitText("voice");

    console.click("Change class");

    browser.await(() -> console.heading().equals("Class voice"), "the editor stays");
    console.awaitText("In force");
    assertThat(
            LAB.controller()
                .get("/traffic-classes/voice")
                .body()
                .at("/sla/lossPct/enter")
                .asDouble())
        .isEqualTo(2);
  }

  @Test
  @Order(8)
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
  @Order(9)
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
    console.logOut();
    console.logIn(adminToken()).awaitLoaded();
  }

  @Test
  @Order(10)
  void aDialogKeepsTheFocusAndGivesItBack() {
    console.open("access");
    WebElement opener = browser.await("main button", "Revoke");
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
    assertThat(Browser.textOf(browser.focused())).contains("Revoke");

    browser.press(Keys.ENTER);
    console.inDialog("Revoke token");

    browser.await(() -> browser.text().contains("is revoked"), "nothing says so");
  }

  private static String adminToken() throws IOException {
    return Files.readString(LAB.adminTokenFile()).strip();
  }
}
