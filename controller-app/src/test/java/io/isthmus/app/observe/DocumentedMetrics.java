package io.isthmus.app.observe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The tables of docs/metrics.md: name, type, labels. */
final class DocumentedMetrics {
  /** What a row says. */
  record Row(String type, Set<String> labels) {}

  private DocumentedMetrics() {}

  static Map<String, Row> read() throws IOException {
    Map<String, Row> rows = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("..", "docs", "metrics.md"))) {
      if (line.startsWith("| `isthmus_")) {
        String[] cells = line.split("\\|");
        Set<String> labels =
            Arrays.stream(cells[3].replace("`", "").split(","))
                .map(String::strip)
                .filter(label -> !label.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        rows.put(cells[1].replace("`", "").strip(), new Row(cells[2].strip(), labels));
      }
    }
    return rows;
  }
}
