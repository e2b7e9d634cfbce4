package io.isthmus.acceptance.browser;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * Chromium without a window, and with a profile that is new. The browser and its driver are those
 * that the machine has. Not for use by several threads.
 */
public final class Browser implements AutoCloseable {
  private static final List<Path> CHROMIUM =
      List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/google-chrome"));
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(25);

  private final ChromeDriver driver;
  private final Traffic traffic = new Traffic();
  private Appearance appearance = Appearance.USUAL;

  public Browser() {
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium().orElseThrow().toFile());
    // Root has no sandbox, and the pages are our own.
    options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic");
    options.addArguments("--no-first-run", "--disable-background-networking", "--disable-sync");
    options.addArguments("--disable-component-update", "--disable-dev-shm-usage");
    options.addArguments("--hide-scrollbars", "--force-color-profile=srgb");
    // Pages that one has left keep their stream of events there, and few connections are left.
    options.addArguments("--disable-features=BackForwardCache");
    options.setCapability("goog:loggingPrefs", logs);
    driver =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .withLogFile(new File("target/chromedriver.log"))
                .build(),
            options);
    show(appearance);
  }

  /** Skips the test where the machine has no browser. */
  public static void assumeInstalled() {
    Assumptions.assumeTrue(
        chromium().isPresent() && Files.isExecutable(DRIVER),
        "no Chromium with its driver: apt-get install chromium chromium-driver");
  }

  private static Optional<Path> chromium() {
    return CHROMIUM.stream().filter(Files::isExecutable).findFirst();
  }

  /** A page from the beginning, not by a step within it. */
  public void open(String address) {
    driver.get(address);
  }

  public String address() {
    return Objects.requireNonNull(driver.getCurrentUrl());
  }

  public String title() {
    return Objects.requireNonNull(driver.getTitle());
  }

  /** From now on, and for pages that are open, too. */
  public void show(Appearance next) {
    appearance = next;
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width",
            next.width(),
            "height",
            next.height(),
            "deviceScaleFactor",
            1,
            "mobile",
            false));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", next.theme().word()),
                // What moves is not where a screenshot or a click expects it.
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
  }

  /** As one who comes for the first time has none. */
  public void forgetCache() {
    driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
  }

  /** As a laptop does whose network has gone; the page hears of it. */
  public void goOffline() {
    network(
        Map.of("offline", true, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
  }

  public void goOnline() {
    network(
        Map.of("offline", false, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
  }

  private void network(Map<String, Object> conditions) {
    driver.executeCdpCommand("Network.emulateNetworkConditions", conditions);
  }

  public Appearance appearance() {
    return appearance;
  }

  /** Elements that people can see, in the order of the document. */
  public List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css)).stream().filter(Browser::isShown).toList();
  }

  private static boolean isShown(WebElement element) {
    try {
      return element.isDisplayed();
    } catch (StaleElementReferenceException e) {
      return false;
    }
  }

  /** The first such element, once it is there. */
  public WebElement await(String css) {
    return awaitWhere(css, element -> true, "no " + css);
  }

  /** The first such element that says this among others, once it is there. */
  public WebElement await(String css, String text) {
    return awaitWhere(
        css, element -> textOf(element).contains(text), "no %s with \"%s\"".formatted(css, text));
  }

  /** The first such element that fits, once it is there. */
  public WebElement awaitWhere(String css, Predicate<WebElement> fits, String otherwise) {
    AtomicReference<@Nullable WebElement> found = new AtomicReference<>();
    await(
        () -> {
          first(css, fits).ifPresent(found::set);
          return found.get() != null;
        },
        otherwise);
    return Objects.requireNonNull(found.get());
  }

  private Optional<WebElement> first(String css, Predicate<WebElement> fits) {
    return all(css).stream().filter(element -> holds(element, fits)).findFirst();
  }

  private static boolean holds(WebElement element, Predicate<WebElement> fits) {
    try {
      return fits.test(element);
    } catch (StaleElementReferenceException e) {
      return false;
    }
  }

  /** What can be read, or nothing where the element has just gone. */
  public static String textOf(WebElement element) {
    try {
      return element.getText();
    } catch (StaleElementReferenceException e) {
      return "";
    }
  }

  public void await(BooleanSupplier condition, String otherwise) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("%s at %s:%n%s".formatted(otherwise, address(), text()));
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Everything that can be read. */
  public String text() {
    return textOf(driver.findElement(By.tagName("body")));
  }

  public WebElement focused() {
    return driver.switchTo().activeElement();
  }

  /** To whatever has the focus. */
  public void press(CharSequence... keys) {
    focused().sendKeys(keys);
  }

  /** Replaces what stands in a field. */
  public static void fill(WebElement field, String value) {
    field.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
    field.sendKeys(value);
  }

  public @Nullable Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** A script that calls its last argument when it is done. */
  public @Nullable Object runAsync(String script, Object... arguments) {
    driver.manage().timeouts().scriptTimeout(LIMIT);
    return driver.executeAsyncScript(script, arguments);
  }

  /** Everything that was logged as an error since the last look, also by the browser itself. */
  public List<String> errors() {
    List<String> errors = new ArrayList<>();
    for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
      if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
        errors.add(entry.getMessage());
      }
    }
    return errors;
  }

  /** What was fetched since the last look. */
  public List<Traffic.Request> traffic() {
    driver
        .manage()
        .logs()
        .get(LogType.PERFORMANCE)
        .forEach(entry -> traffic.add(entry.getMessage()));
    return traffic.take();
  }

  /** The whole page, also what does not fit into the window. */
  public void screenshot(Path file) throws IOException {
    Map<String, Object> image =
        driver.executeCdpCommand(
            "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, Base64.getDecoder().decode((String) image.get("data")));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
