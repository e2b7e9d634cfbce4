package io.isthmus.app.observe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads which series an expression of PromQL selects, and by which labels. Knows as much of the
 * grammar as that takes: whether an expression is valid is for promtool to say.
 */
final class PromQl {
  /** A metric, and the labels that the expression matches it by. */
  record Selector(String metric, Set<String> labels) {}

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s+|(?<text>\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*')"
              + "|(?<range>\\[[^\\]]*\\])|(?<name>[a-zA-Z_:$][a-zA-Z0-9_:$]*)"
              + "|(?<number>[0-9.]+(?:[a-z]+)?)|(?<sign>[=!]~|[=!<>]=|.)");
  private static final Set<String> GROUPING =
      Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
  private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");

  private final List<String> tokens = new ArrayList<>();
  private final List<Selector> selectors = new ArrayList<>();
  private final Set<String> grouped = new HashSet<>();

  private PromQl(String expression) {
    Matcher matcher = TOKEN.matcher(expression);
    while (matcher.lookingAt()) {
      if (!matcher.group().isBlank()) {
        tokens.add(matcher.group());
      }
      matcher.region(matcher.end(), expression.length());
    }
  }

  static PromQl parse(String expression) {
    PromQl parsed = new PromQl(expression);
    parsed.read();
    return parsed;
  }

  List<Selector> selectors() {
    return selectors;
  }

  /** Labels of {@code by}, {@code on} and the like. */
  Set<String> grouped() {
    return grouped;
  }

  private void read() {
    for (int i = 0; i < tokens.size(); i++) {
      String token = tokens.get(i);
      if (!isName(token) || WORDS.contains(token)) {
        continue;
      }
      String next = i + 1 < tokens.size() ? tokens.get(i + 1) : "";
      if (GROUPING.contains(token)) {
        i = names(i + 1, ")", grouped);
      } else if (next.equals("{")) {
        Set<String> labels = new HashSet<>();
        i = names(i + 1, "}", labels);
        selectors.add(new Selector(token, labels));
      } else if (!next.equals("(") && !GROUPING.contains(next)) {
        selectors.add(new Selector(token, Set.of()));
      }
    }
  }

  /** Collects the names between an opening sign and its end; returns where that is. */
  private int names(int open, String end, Set<String> into) {
    int i = open;
    for (; i < tokens.size() && !tokens.get(i).equals(end); i++) {
      if (isName(tokens.get(i))) {
        into.add(tokens.get(i));
      }
    }
    return i;
  }

  private static boolean isName(String token) {
    return Character.isLetter(token.charAt(0)) || token.charAt(0) == '_';
  }
}
