package io.isthmus.acceptance.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No command of the documentation goes unseen, and no link of it leads nowhere. */
class DocsTest {
  /** Fences that hold no commands. Any other name fails, so that none hides there. */
  private static final Set<String> NO_COMMANDS =
      Set.of(
          "",
          "text",
          "json",
          "yaml",
          "http",
          "mermaid",
          "python",
          "java",
          "ini",
          "properties",
          "promql",
          "xml",
          "proto");

  private static final Pattern LINK =
      Pattern.compile("(?<!`)\\[[^\\]\\[`]*(?:`[^`]*`[^\\]\\[`]*)*\\]\\(([^)\\s]+)\\)");
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^(?:\\./)?isthmus ([a-z][a-z-]*)(.*)$");
  private static final Pattern OPTION = Pattern.compile("(?<= )--[a-z][a-z-]*");
  private static final Pattern SHELL =
      Pattern.compile(
          "\\$ .*|(?:\\./isthmus|curl|sudo|docker|kubectl|helm|systemctl|apt|apt-get|ip|python3?|export"
              + "|\\./mvnw) .*");
  private static final Pattern INDENTED = Pattern.compile(" {4}|\t");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.*?) *$");

  @Test
  void everyCommandIsRunOrSaysWhereElseItIs() throws IOException {
    List<String> unknown = new ArrayList<>();
    for (Page page : Pages.all()) {
      for (Block block : page.blocks()) {
        String place = "%s:%d".formatted(page.name(), block.line());
        if (!block.isCommands() && !NO_COMMANDS.contains(block.language())) {
          unknown.add("%s: no fence is called '%s' here".formatted(place, block.language()));
        }
        block
            .elsewhere()
            .filter(reason -> !Block.ELSEWHERE.contains(reason))
            .ifPresent(reason -> unknown.add("%s: '%s' is no reason".formatted(place, reason)));
        if (!block.isCommands() && looksLikeCommands(block)) {
          unknown.add(place + ": commands belong into a fence called sh");
        }
      }
    }

    assertThat(unknown).isEmpty();
  }

  @Test
  void noCommandIsOnlyIndented() throws IOException {
    List<String> hidden = new ArrayList<>();
    for (Page page : Pages.all()) {
      page.prose()
          .lines()
          .filter(line -> INDENTED.matcher(line).lookingAt())
          .filter(line -> SHELL.matcher(line.strip()).matches())
          .forEach(line -> hidden.add(page.name() + ": " + line.strip()));
    }

    assertThat(hidden).isEmpty();
  }

  private static boolean looksLikeCommands(Block block) {
    return !block.isOutput()
        && block.outputOf().isEmpty()
        && block.text().lines().anyMatch(line -> SHELL.matcher(line).matches());
  }

  @Test
  void whatAnotherTestRunsIsInThatTest() throws IOException {
    for (Page page : Pages.all()) {
      for (Block block : page.blocks()) {
        if (block.runBy().isEmpty()) {
          continue;
        }
        String source = source(block.runBy().get());
        for (String line : block.text().lines().toList()) {
          String command = line.replaceFirst("#.*", "").strip();
          if (!command.isEmpty()) {
            assertThat(source.replace('\n', ' '))
                .as("%s:%d: %s", page.name(), block.line(), command)
                .containsPattern(quotedWords(command));
          }
        }
      }
    }
  }

  /** The words after the program and its subcommand, as Java has them in a list. */
  private static String quotedWords(String command) {
    String[] words = command.split("\\s+");
    List<String> wanted = new ArrayList<>();
    for (int i = 2; i < words.length; i++) {
      wanted.add(Pattern.quote("\"" + words[i] + "\""));
    }
    return wanted.isEmpty()
        ? Pattern.quote(words[words.length - 1])
        : String.join("\\s*,\\s*", wanted);
  }

  private static String source(String test) throws IOException {
    try (Stream<Path> files = Files.walk(Pages.HOME)) {
      Path file =
          files
              .filter(path -> path.toString().contains("/src/test/java/"))
              .filter(path -> path.endsWith(test + ".java"))
              .findFirst()
              .orElseThrow(() -> new AssertionError("there is no test " + test));
      return Files.readString(file);
    }
  }

  /** What is to be run elsewhere cannot be tried, but its options can be looked for. */
  @Test
  void commandsForOtherMachinesHaveTheOptionsThatTheyName() throws IOException {
    Map<String, Set<String>> options = new TreeMap<>();
    for (Page page : Pages.all()) {
      for (Block block : page.blocks()) {
        if (block.isCommands() && !block.isRun()) {
          String text = block.text().replace("\\\n", " ");
          for (MatchResult command : COMMAND.matcher(text).results().toList()) {
            options
                .computeIfAbsent(module(command.group(1)), _ -> new TreeSet<>())
                .addAll(
                    OPTION.matcher(command.group(2)).results().map(MatchResult::group).toList());
          }
        }
      }
    }

    assertThat(options).isNotEmpty();
    for (Map.Entry<String, Set<String>> module : options.entrySet()) {
      String source = sources(module.getKey());
      for (String option : module.getValue()) {
        assertThat(source)
            .as(module.getKey())
            .containsPattern('"' + "(?:--)?" + option.substring(2) + '"');
      }
    }
  }

  private static String module(String subcommand) {
    return switch (subcommand) {
      case "edge" -> "edge-agent";
      case "lab", "replay" -> "lab";
      default -> "cli";
    };
  }

  private static String sources(String module) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(Pages.HOME.resolve(module).resolve("src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  @Test
  void everyCommandCanBeParsed() throws Exception {
    for (Page page : Pages.all()) {
      for (Block block : page.blocks()) {
        if (block.isCommands()) {
          Process bash = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
          try (var in = bash.outputWriter()) {
            in.write(block.text() + "\n");
          }
          String said =
              new String(
                  bash.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
          assertThat(bash.waitFor()).as("%s:%d: %s", page.name(), block.line(), said).isZero();
        }
      }
    }
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> dead = new ArrayList<>();
    for (Page page : Pages.all()) {
      for (MatchResult link : LINK.matcher(page.prose()).results().toList()) {
        String target = link.group(1);
        if (!target.contains("://")
            && !target.startsWith("mailto:")
            && !leadsSomewhere(page, target)) {
          dead.add("%s: %s".formatted(page.name(), target));
        }
      }
    }

    assertThat(dead).isEmpty();
  }

  @Test
  void everyPageIsInTheTableOfContents() throws IOException {
    String contents = Files.readString(Pages.HOME.resolve("docs/README.md"));

    assertThat(Pages.all())
        .filteredOn(page -> page.name().startsWith("docs/"))
        .filteredOn(page -> !page.name().equals("docs/README.md"))
        .filteredOn(page -> !page.name().startsWith("docs/decisions/"))
        .allSatisfy(page ->
            assertThat(contents).contains("(" + page.name().substring("docs/".length()) + ")"));
  }

  private static boolean leadsSomewhere(Page page, String target) throws IOException {
    int hash = target.indexOf('#');
    String path = hash < 0 ? target : target.substring(0, hash);
    Path here = Pages.HOME.resolve(page.name());
    Path file = path.isEmpty() ? here : here.resolveSibling(path).normalize();
    if (!Files.exists(file)) {
      return false;
    }
    return hash < 0
        || !file.toString().endsWith(".md")
        || anchors(file).contains(target.substring(hash + 1));
  }

  private static Set<String> anchors(Path file) throws IOException {
    return HEADING
        .matcher(Files.readString(file))
        .results()
        .map(heading -> anchor(heading.group(1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
  }
}
