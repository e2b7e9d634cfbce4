package io.isthmus.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.console.ConsoleProperties.Oidc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What browsers are given: it is whole, small, and of this host alone. */
class ConsoleFilesTest {
  private static final ConsoleFiles FILES = ConsoleFiles.ofClassPath();
  private static final Imports IMPORTS = new Imports(FILES.byName());
  private static final int MOST_COMPRESSED_BYTES = 1_000_000;

  @Test
  void everyModuleThatIsImportedIsThere() {
    assertThat(modules()).hasSizeGreaterThan(20);
    for (String module : modules()) {
      SortedSet<String> imported = new TreeSet<>(IMPORTS.ofModule(module));
      imported.addAll(IMPORTS.later(module));
      assertThat(FILES.byName().keySet()).as("imported by %s", module).containsAll(imported);
    }
  }

  /**
   * A page that does not export anything would be an entry of the navigation that leads nowhere.
   */
  @Test
  void everyPageOfTheNavigationIsAPage() {
    SortedSet<String> pages = IMPORTS.later("pages.js");

    assertThat(pages).hasSizeGreaterThan(10).contains("pages/overview.js");
    for (String page : pages) {
      assertThat(text(page))
          .as(page)
          .contains("export default", "view")
          .containsAnyOf("title", "editorPage");
    }
  }

  @Test
  void importsAreFoundHoweverTheyAreWritten() {
    Map<String, ConsoleFile> files =
        Map.of(
            "a/b.js",
            new ConsoleFile(
                "a/b.js",
                """
                import { one,
                  two } from '../one.js';
                import*as x from"./two.js";import'./three.js';
                export { y } from './four.js';
                const later = () => import('../five.js');
                """
                    .getBytes(StandardCharsets.UTF_8)));

    assertThat(new Imports(files).ofModule("a/b.js"))
        .containsExactly("a/four.js", "a/three.js", "a/two.js", "one.js");
    assertThat(new Imports(files).later("a/b.js")).containsExactly("five.js");
  }

  @Test
  void nothingIsFetchedFromAnotherHost() {
    Pattern elsewhere =
        Pattern.compile(
            "(?:https?:)?//[a-z0-9-]+\\.[a-z]{2,}[^\"'`\\s)]*", Pattern.CASE_INSENSITIVE);
    for (String name : own()) {
      List<String> hosts =
          elsewhere.matcher(text(name)).results().map(found -> found.group()).toList();
      assertThat(hosts).as(name).allMatch(host -> host.startsWith("http://www.w3.org/"));
    }
    assertThat(FILES.page().text()).doesNotContain("//");
    // What a library would have to do to fetch something.
    for (String name : FILES.byName().keySet()) {
      if (name.startsWith("lib/")) {
        assertThat(text(name))
            .as(name)
            .doesNotContainPattern("\\bfetch\\(|XMLHttpRequest|\\bimport\\(|importScripts");
      }
    }
  }

  /** The policy would block it, and only the browser's console would say so. */
  @Test
  void nothingIsInlineThatThePolicyForbids() {
    for (String name : own()) {
      assertThat(text(name))
          .as(name)
          .doesNotContainPattern("<[^>]*\\sstyle=")
          .doesNotContainPattern("<style\\b")
          .doesNotContainPattern("<[^>]*\\son[a-z]+=")
          .doesNotContainPattern("\\beval\\(|new Function\\(|javascript:");
    }
  }

  @Test
  void theFirstPageWithItsMapIsSmall() {
    SortedSet<String> loaded = new TreeSet<>(IMPORTS.reachedFrom("app.js"));
    loaded.addAll(IMPORTS.reachedFrom("pages/overview.js"));
    loaded.addAll(Set.of("icon.svg", "lib/echarts/echarts.esm.min.js"));
    FILES.byName().keySet().stream().filter(name -> name.endsWith(".css")).forEach(loaded::add);

    long bytes = FILES.page().compressed().length;
    for (String name : loaded) {
      bytes += FILES.byName().get(name).compressed().length;
    }

    assertThat(bytes).isBetween(100_000L, (long) MOST_COMPRESSED_BYTES);
  }

  @Test
  void thePageNamesFilesOfItsOwnBuildAndTellsEarlyWhatItWillNeed() {
    String page = FILES.page().text();
    Matcher named = Pattern.compile("(?:href|src)=\"(console/[^\"]+)\"").matcher(page);
    List<String> names = named.results().map(found -> found.group(1)).toList();

    assertThat(names)
        .isNotEmpty()
        .allSatisfy(name -> {
          assertThat(name).startsWith("console/" + FILES.version() + "/");
          assertThat(FILES.find(name.substring(("console/" + FILES.version() + "/").length())))
              .isPresent();
        });
    assertThat(page)
        .contains(
            "<link rel=\"modulepreload\" href=\"console/%s/api.js\">".formatted(FILES.version()))
        .doesNotContain("pages/overview.js");
  }

  @Test
  void anotherContentIsAnotherVersion(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("index.html"), "<!doctype html>");
    Files.writeString(directory.resolve("app.js"), "1");
    String version = ConsoleFiles.of(directory).version();

    Files.writeString(directory.resolve("app.js"), "2");

    assertThat(ConsoleFiles.of(directory).version()).isNotEqualTo(version).startsWith("v-");
    assertThat(ConsoleFiles.of(directory).find("lib/lit-html/lit-html.js")).isPresent();
  }

  @Test
  void thePolicyLetsTheBrowserReachTheIssuerWherePeopleLogInThere() {
    Oidc none = new Oidc("https://login.example/realms/a", "", "openid", "", List.of());
    Oidc some =
        new Oidc(
            "https://login.example/realms/a",
            "console",
            "openid",
            "",
            List.of("https://token.example/"));

    assertThat(ConsoleConfiguration.contentSecurityPolicy(none)).contains("connect-src 'self';");
    assertThat(ConsoleConfiguration.contentSecurityPolicy(some))
        .contains("connect-src 'self' https://login.example https://token.example;");
  }

  private static List<String> modules() {
    return ownStream().filter(name -> name.endsWith(".js")).toList();
  }

  private static Stream<String> ownStream() {
    return FILES.byName().keySet().stream().filter(name -> !name.startsWith("lib/"));
  }

  private static List<String> own() {
    return ownStream().toList();
  }

  private static String text(String name) {
    return FILES.byName().get(name).text();
  }
}
