package io.isthmus.acceptance.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages of reference list what the sources have, and nothing else. */
class ReferenceTest {
  private static final Pattern LITERAL = Pattern.compile("\"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\"");
  private static final Pattern CONSTANT =
      Pattern.compile("(?m)^ {2,4}([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)[,;]?$");
  private static final Pattern LISTED_CODE =
      Pattern.compile("(?m)^\\| (?:\\d{3} \\| )?`([A-Z_]+)` \\|");
  private static final Pattern LISTED_TYPE =
      Pattern.compile("(?m)^\\| `(io\\.isthmus\\.[a-z.]+)` \\|");
  private static final Pattern SETTING = Pattern.compile("`(isthmus\\.[a-z0-9.-]+)`");
  private static final Pattern RECORD =
      Pattern.compile(
          "@ConfigurationProperties\\(\"([a-z.]+)\"\\)\\s*(?:public )?record \\w+\\((.*?)\\) *\\{",
          Pattern.DOTALL);
  private static final Pattern COMPONENT = Pattern.compile("(\\w+)\\s*(?:,|$)");
  private static final Pattern VALUE = Pattern.compile("\\$\\{(isthmus\\.[a-z0-9.-]+)[:}]");

  /** Words of the same shape that are no codes of problems. */
  private static final Set<String> OTHER_WORDS =
      Set.of(
          "BEST_AVAILABLE",
          "CLOCKS_NOT_SYNCHRONISED",
          "FALL_BACK",
          "FULL_MESH",
          "LOSS_PCT",
          "MOVE_NOW",
          "OLDEST_FIRST",
          "PREDICTIVE_STABLE",
          "ROTATE_ROOT",
          "SLA_BROKEN",
          "SOURCE_TO_DESTINATION");

  @Test
  void everyCodeOfAProblemIsListed() throws IOException {
    Set<String> known = new TreeSet<>();
    for (String module : Set.of("northbound-rest", "controller-domain", "pki")) {
      for (String source : sources(module)) {
        found(LITERAL, source).forEach(known::add);
      }
    }
    known.removeAll(OTHER_WORDS);
    String domain = "controller-domain/src/main/java/io/isthmus/domain/";
    known.addAll(found(CONSTANT, read(domain + "intent/Violation.java")));
    known.addAll(found(CONSTANT, read(domain + "admission/Refusal.java")));
    known.addAll(found(CONSTANT, read(domain + "trust/Authentication.java")));

    assertThat(new TreeSet<>(found(LISTED_CODE, read("docs/reference/errors.md"))))
        .isEqualTo(known);
  }

  @Test
  void everyTypeOfEventIsListed() throws IOException {
    String types =
        read("controller-domain/src/main/java/io/isthmus/domain/operation/EventType.java");

    assertThat(found(LISTED_TYPE, read("docs/reference/events.md")))
        .isEqualTo(
            found(CONSTANT, types).stream()
                .map(name -> "io.isthmus." + name.toLowerCase(Locale.ROOT).replace('_', '.'))
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void everySettingIsListed() throws IOException {
    Set<String> known = new TreeSet<>();
    for (String module :
        Set.of("northbound-rest", "controller-app", "southbound-grpc", "db", "console")) {
      for (String source : sources(module)) {
        known.addAll(found(VALUE, source));
        for (MatchResult record : RECORD.matcher(source).results().toList()) {
          for (String component : components(record.group(2))) {
            known.add(record.group(1) + "." + component);
          }
        }
      }
    }
    // Has settings of its own, below it.
    known.remove("isthmus.northbound.cors");
    known.add("isthmus.northbound.cors.allowed-origins");
    known.remove("isthmus.console.oidc");
    known.add("isthmus.console.oidc.client-id");

    assertThat(found(SETTING, read("docs/reference/configuration.md"))).containsAll(known);
  }

  @Test
  void settingsHaveTheDefaultsThatAreListed() throws IOException {
    String page = read("docs/reference/configuration.md");
    for (String line : read("db/src/main/resources/isthmus-db.properties").lines().toList()) {
      if (line.startsWith("isthmus.")) {
        String[] setting = line.split("=", 2);
        assertThat(page).contains("| `%s` | `%s` |".formatted(setting[0], setting[1]));
      }
    }
  }

  private static Set<String> components(String record) {
    String plain =
        record
            .replaceAll("@\\w+(?:\\([^)]*\\))?", "")
            .replaceAll("<[^<>]*(?:<[^<>]*>[^<>]*)*>", "");
    return COMPONENT
        .matcher(plain)
        .results()
        .map(name -> name.group(1).replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String read(String file) throws IOException {
    return Files.readString(Pages.HOME.resolve(file));
  }

  private static Set<String> sources(String module) throws IOException {
    Path directory = Pages.HOME.resolve(module).resolve("src/main/java");
    if (!Files.isDirectory(directory)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(ReferenceTest::text)
          .collect(Collectors.toSet());
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
