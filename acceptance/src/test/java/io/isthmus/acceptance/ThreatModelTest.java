package io.isthmus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every claim of the threat model names a test, and every test that it names is there. */
class ThreatModelTest {
  private static final Path HOME = Path.of("").toAbsolutePath().getParent();
  private static final Pattern TEST_CLASS = Pattern.compile("`([A-Z]\\w*(?:Test|IT))`");

  /** A row of the tables of what an attacker can and cannot do. */
  private static final Pattern CLAIM = Pattern.compile("(?m)^\\| (?:cannot|can) \\|.*$");

  @Test
  void everyTestThatIsNamedIsThere() throws IOException {
    Set<String> named =
        TEST_CLASS.matcher(document()).results().map(found -> found.group(1)).collect(sorted());

    assertThat(named).hasSizeGreaterThan(10);
    assertThat(testClasses()).containsAll(named);
  }

  @Test
  void everythingThatAnAttackerCannotDoIsShownByATest() throws IOException {
    Set<String> claims =
        CLAIM.matcher(document()).results().map(MatchResult::group).collect(sorted());

    assertThat(claims).hasSizeGreaterThan(15);
    assertThat(claims)
        .filteredOn(claim -> claim.startsWith("| cannot |"))
        .allSatisfy(claim -> assertThat(TEST_CLASS.matcher(claim).find()).isTrue());
  }

  private static String document() throws IOException {
    return Files.readString(HOME.resolve("docs/THREAT_MODEL.md"));
  }

  private static Set<String> testClasses() throws IOException {
    try (Stream<Path> files = Files.walk(HOME)) {
      return files
          .filter(file -> file.toString().contains("/src/test/java/"))
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - 5))
          .collect(sorted());
    }
  }

  private static java.util.stream.Collector<String, ?, Set<String>> sorted() {
    return Collectors.toCollection(TreeSet::new);
  }
}
