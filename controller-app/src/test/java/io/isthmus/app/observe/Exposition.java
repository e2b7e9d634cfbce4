package io.isthmus.app.observe;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a scrape gave, in Prometheus' text format. */
final class Exposition {
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"(?:[^\"\\\\]|\\\\.)*\"");

  /** Families with their types. */
  final Map<String, String> types = new TreeMap<>();

  /** Names of samples with all labels that they come with. */
  final Map<String, Set<String>> labels = new HashMap<>();

  static Exposition parse(String text) {
    Exposition exposition = new Exposition();
    text.lines().forEach(exposition::line);
    return exposition;
  }

  private void line(String line) {
    if (line.startsWith("# TYPE ")) {
      String[] words = line.split(" ", 4);
      types.put(words[2], words[3]);
    } else if (!line.startsWith("#") && !line.isBlank()) {
      int end = line.indexOf('{') < 0 ? line.indexOf(' ') : line.indexOf('{');
      Set<String> names = labels.computeIfAbsent(line.substring(0, end), name -> new HashSet<>());
      Matcher matcher = LABEL.matcher(line.substring(end));
      while (matcher.find()) {
        names.add(matcher.group(1));
      }
    }
  }

  /** Labels of a family, but for those that are part of its type. */
  Set<String> labelsOf(String family) {
    Set<String> found = new TreeSet<>();
    for (String suffix : new String[] {"", "_count"}) {
      found.addAll(labels.getOrDefault(family + suffix, Set.of()));
    }
    return found;
  }
}
