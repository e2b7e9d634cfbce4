package io.isthmus.domain.net;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds the words that were probably meant. Whoever asks sees to it that the reader of the answer
 * may know all of those that it chooses from.
 */
public final class Nearest {
  private static final int LONGEST = 64;
  private static final int MOST = 3;

  private Nearest() {}

  /**
   * Asks {@code did you mean a or b? } for those that take the fewest edits to become, when these
   * are few for their length; empty when there are none.
   *
   * @param known of which each says by its text what it is called
   */
  public static String question(String word, Collection<?> known) {
    List<String> near = to(word, known);
    if (near.isEmpty()) {
      return "";
    }
    String last = near.getLast();
    String others = String.join(", ", near.subList(0, near.size() - 1));
    return "did you mean %s? ".formatted(others.isEmpty() ? last : others + " or " + last);
  }

  private static List<String> to(String word, Collection<?> known) {
    if (word.length() > LONGEST) {
      return List.of();
    }
    TreeMap<Integer, TreeSet<String>> byDistance = new TreeMap<>();
    for (Object candidate : known) {
      String text = candidate.toString();
      int most = Math.max(1, text.length() / 3);
      if (Math.abs(text.length() - word.length()) <= most) {
        int distance = distance(word, text);
        if (distance <= most) {
          byDistance.computeIfAbsent(distance, any -> new TreeSet<>()).add(text);
        }
      }
    }
    return byDistance.isEmpty()
        ? List.of()
        : byDistance.firstEntry().getValue().stream().limit(MOST).toList();
  }

  /**
   * How many letters are added, left out, changed or exchanged with the next, whatever their case.
   */
  private static int distance(String one, String other) {
    String from = one.toLowerCase(Locale.ROOT);
    String to = other.toLowerCase(Locale.ROOT);
    int[][] edits = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        edits[i][j] =
            i == 0 || j == 0
                ? i + j
                : Math.min(
                    changed(edits, from, to, i, j), 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
      }
    }
    return edits[from.length()][to.length()];
  }

  private static int changed(int[][] edits, String from, String to, int i, int j) {
    boolean same = from.charAt(i - 1) == to.charAt(j - 1);
    boolean exchanged =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    int changed = edits[i - 1][j - 1] + (same ? 0 : 1);
    return exchanged ? Math.min(changed, edits[i - 2][j - 2] + 1) : changed;
  }
}
