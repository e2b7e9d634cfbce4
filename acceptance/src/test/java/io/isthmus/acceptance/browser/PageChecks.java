package io.isthmus.acceptance.browser;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is wrong with the page that a browser shows. An empty list means: nothing that a machine can
 * see.
 */
public final class PageChecks {
  private static final String AXE = resource("/axe.min.js");
  private static final String LAYOUT = resource("checks.js");
  private static final String CHARTS = resource("charts.js");

  /** All rules but those that are experiments, or those of one kind. */
  private static final String RUN_AXE =
      """
      const [kinds, done] = arguments;
      axe.run(document, {resultTypes: ['violations'], ...(kinds.length > 0 && {runOnly: kinds})})
        .then(result => done(JSON.stringify(result.violations)), error => done('!' + error));
      """;

  private PageChecks() {}

  /** Faults of layout, labels, structure and accessibility, and what the browser complained of. */
  public static List<String> faults(Browser browser) {
    List<String> faults = layoutFaults(browser);
    faults.addAll(axe(browser, List.of()));
    return faults;
  }

  /** The same without what axe finds. */
  public static List<String> layoutFaults(Browser browser) {
    List<String> faults = new ArrayList<>(lines(browser.run(LAYOUT)));
    faults.addAll(lines(browser.runAsync(CHARTS)));
    faults.addAll(browser.errors());
    return faults;
  }

  /** What may be wrong with a page that was right in another theme. */
  public static List<String> colourFaults(Browser browser) {
    List<String> faults =
        new ArrayList<>(axe(browser, List.of("color-contrast", "link-in-text-block")));
    faults.addAll(browser.errors());
    return faults;
  }

  private static List<String> lines(@Nullable Object faults) {
    return ((List<?>) Objects.requireNonNull(faults)).stream().map(String::valueOf).toList();
  }

  /** Violations as axe-core finds them, with the elements. */
  private static List<String> axe(Browser browser, List<String> kinds) {
    // By the debugger, which the page's policy does not bind.
    if (!Boolean.TRUE.equals(browser.run("return typeof axe === 'object'"))) {
      browser.run(AXE);
    }
    String answer = String.valueOf(browser.runAsync(RUN_AXE, kinds));
    if (answer.startsWith("!")) {
      throw new AssertionError("axe failed: " + answer);
    }
    List<String> faults = new ArrayList<>();
    for (JsonNode violation : JsonMapper.shared().readTree(answer)) {
      for (JsonNode node : violation.path("nodes")) {
        faults.add(
            "axe %s: %s%n    %s%n    %s"
                .formatted(
                    violation.path("id").asString(),
                    violation.path("help").asString(),
                    node.path("html").asString(),
                    node.path("failureSummary").asString("").replace("\n", "; ")));
      }
    }
    return faults;
  }

  private static String resource(String name) {
    try (InputStream stream =
        Objects.requireNonNull(PageChecks.class.getResourceAsStream(name), name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
