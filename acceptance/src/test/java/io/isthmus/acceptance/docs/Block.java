package io.isthmus.acceptance.docs;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A fenced block of a page, or a comment that stands for one.
 *
 * @param line where its text begins, from 1
 * @param language the first word of the fence's info string
 * @param words the words after it
 * @param hidden in a comment: run, and not shown
 */
record Block(int line, String language, List<String> words, String text, boolean hidden) {
  private static final String LONG = "takes minutes";

  /** Why a command cannot be run here: it needs something that this machine is not. */
  static final Set<String> ELSEWHERE =
      Set.of(
          "on the edge",
          "on a machine with Docker",
          "on a machine with systemd",
          "on a Kubernetes cluster",
          "on a machine with PostgreSQL",
          "on a machine with Prometheus and Grafana",
          "with your identity provider",
          LONG);

  private static final String ELSEWHERE_MARK = "# elsewhere: ";
  private static final String OTHER_TERMINAL_MARK = "# in another terminal: ";

  Block {
    words = List.copyOf(words);
  }

  boolean isCommands() {
    return language.equals("sh");
  }

  /** What the commands before it print. */
  boolean isOutput() {
    return words.contains("output");
  }

  /** The other terminal in which this is printed. */
  Optional<String> outputOf() {
    return valueOf("output=");
  }

  /** Why it is not run here, if it is not. */
  Optional<String> elsewhere() {
    return firstLine().equals("# " + LONG) ? Optional.of(LONG) : marked(ELSEWHERE_MARK);
  }

  /** What the page calls the other terminal that runs this, and goes on doing so. */
  Optional<String> otherTerminal() {
    return marked(OTHER_TERMINAL_MARK);
  }

  boolean isRun() {
    return isCommands() && elsewhere().isEmpty() && runBy().isEmpty();
  }

  /** The commands end with another code than 0, and mean to. */
  boolean fails() {
    return words.contains("fails");
  }

  /** The name under which a reader saves it. */
  Optional<String> file() {
    return valueOf("file=");
  }

  /** The test that runs these commands in place of this one. */
  Optional<String> runBy() {
    return valueOf("run-by=");
  }

  private Optional<String> valueOf(String key) {
    return words.stream()
        .filter(word -> word.startsWith(key))
        .map(word -> word.substring(key.length()))
        .findFirst();
  }

  private Optional<String> marked(String mark) {
    String first = firstLine();
    return first.startsWith(mark)
        ? Optional.of(first.substring(mark.length()).strip())
        : Optional.empty();
  }

  private String firstLine() {
    return text.lines().findFirst().orElse("");
  }
}
