package io.isthmus.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Shows a list: as a table for people, or a JSON object a line for programs. */
final class Listing {
  private static final String GAP = "  ";

  private Listing() {}

  static void print(PrintWriter out, List<JsonNode> items, Form form, List<String> fields) {
    switch (form) {
      case JSON -> items.forEach(out::println);
      case TABLE -> table(out, items, fields);
    }
    out.flush();
  }

  /** How it is shown. */
  enum Form {
    TABLE,
    JSON
  }

  private static void table(PrintWriter out, List<JsonNode> items, List<String> fields) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(fields);
    items.forEach(item -> rows.add(fields.stream().map(field -> text(item.path(field))).toList()));
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < fields.size(); column++) {
      int at = column;
      widths.add(rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0));
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        line.append(row.get(column))
            .repeat(' ', widths.get(column) - row.get(column).length())
            .append(GAP);
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private static String text(JsonNode value) {
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(item -> item.asString(""))
          .collect(Collectors.joining(","));
    }
    // What foreign devices have said is shown, too: nothing of it may steer the terminal.
    return value.isValueNode() && !value.isNull()
        ? value.asString("").replaceAll("\\p{Cntrl}", "?")
        : "-";
  }
}
