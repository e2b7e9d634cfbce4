package io.isthmus.acceptance;

import io.isthmus.acceptance.browser.Browser;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The console as those see it who use it: by words and roles, hardly by how it is built. */
final class ConsolePages {
  /** Where every page is that needs no more than its own name. */
  static final List<String> PLACES =
      List.of(
          "overview",
          "overview?view=table",
          "sites",
          "edges",
          "edges/edge-nice",
          "overlays",
          "overlays/on-1",
          "tunnels",
          "paths",
          "classes",
          "classes/voice",
          "classes/voice?edit=1",
          "applications",
          "applications?new=1",
          "steering",
          "steering?tab=history",
          "steering/new",
          "sla",
          "sla?tab=compliance",
          "operations",
          "events",
          "webhooks",
          "enrollment",
          "enrollment/tokens",
          "add-site",
          "access",
          "audit");

  private final Browser browser;
  private final String root;

  ConsolePages(Browser browser, String root) {
    this.browser = browser;
    this.root = root;
  }

  /** The console as one finds it who comes for the first time. */
  ConsolePages visit() {
    browser.open(root + "/");
    browser.await("main h1");
    return this;
  }

  /** As one finds it who has logged in before, and comes back. */
  void beginAs(String token) {
    atOrigin(
        "sessionStorage.setItem('isthmus.session', JSON.stringify(arguments[0]))",
        Map.of("token", token, "kind", "token"));
  }

  void beginAsNobody() {
    atOrigin("sessionStorage.clear()");
    visit();
  }

  /** What a tab remembers belongs to the origin: a small page of it is enough to change that. */
  void atOrigin(String change, Object... arguments) {
    browser.open(root + "/console/icon.svg");
    browser.run(change, arguments);
  }

  /** Where the first link of the page leads that begins so, as {@link #open} takes it. */
  String linkTo(String start) {
    String href =
        browser
            .await("main a[href^='%s']:not([href$='/new'])".formatted(start))
            .getDomAttribute("href");
    return String.valueOf(href).substring("#/default/".length());
  }

  ConsolePages logIn(String token) {
    WebElement field = browser.await("input[type=password]");
    Browser.fill(field, token);
    field.sendKeys(Keys.ENTER);
    return this;
  }

  /** By the address, as a bookmark does; until the page has something to show. */
  ConsolePages open(String place) {
    // A change of the fragment alone would be a step within the page.
    browser.open("about:blank");
    browser.open(root + "/#/default/" + place);
    return awaitLoaded();
  }

  ConsolePages awaitLoaded() {
    browser.await(
        () ->
            // Who logs in has no navigation yet.
            !browser.all("header.bar").isEmpty()
                && !browser.all("main h1").isEmpty()
                && browser.all("main [aria-busy=true], main .loading, main .skeleton").isEmpty(),
        "the page is still loading");
    return this;
  }

  String heading() {
    return Browser.textOf(browser.await("main h1"));
  }

  String text() {
    return Browser.textOf(browser.await("main"));
  }

  void awaitText(String words) {
    browser.await(() -> text().contains(words), "no \"%s\"".formatted(words));
  }

  ConsolePages click(String words) {
    browser.await("main button, main a", words).click();
    return this;
  }

  /** The dialog that is open. */
  WebElement dialog() {
    return browser.await("dialog[open]");
  }

  void inDialog(String words) {
    browser.await("dialog[open] button, dialog[open] a", words).click();
  }

  /** The field with this label, wherever it stands. */
  WebElement field(String label) {
    // What is written for screen readers alone is no visible text.
    WebElement named =
        browser.awaitWhere(
            "main label",
            each -> String.valueOf(each.getDomProperty("textContent")).contains(label),
            "no field " + label);
    String id = String.valueOf(named.getDomAttribute("for"));
    return browser.await("[id='%s']".formatted(id));
  }

  void fill(String label, String value) {
    Browser.fill(field(label), value);
  }

  void choose(String label, String value) {
    field(label).findElement(By.cssSelector("option[value='%s']".formatted(value))).click();
  }

  /** By the menu of the caller; then somebody else may log in. */
  void logOut() {
    openMenu().findElement(By.tagName("button")).click();
    browser.await("input[type=password]");
  }

  /** Of the caller: who it is, and the way out. */
  WebElement openMenu() {
    browser.await("header button[popovertarget=caller]").click();
    return browser.await("#caller");
  }

  List<String> buttons() {
    return browser.all("main button, main a.button").stream().map(Browser::textOf).toList();
  }

  List<String> navigation() {
    return browser.all("nav#nav a").stream().map(Browser::textOf).toList();
  }
}
