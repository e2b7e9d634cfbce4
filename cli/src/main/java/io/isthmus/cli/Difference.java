package io.isthmus.cli;

import io.isthmus.cli.show.Paint;
import io.isthmus.cli.show.Terminal;
import io.isthmus.cli.show.Words;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** What a document changes, in lines that people can read. */
final class Difference {
  private static final String NOTHING = "(absent)";

  private final JsonNode document;
  private int created;
  private int replaced;
  private int removed;

  Difference(JsonNode document) {
    this.document = document;
    for (JsonNode kind : document.path("differences")) {
      created += kind.path("created").size();
      replaced += kind.path("replaced").size();
      removed += kind.path("removed").size();
    }
  }

  boolean isEmpty() {
    return !document.path("changed").asBoolean(false);
  }

  int removed() {
    return removed;
  }

  /** Line by line, and in one line at the end. */
  void tell(PrintWriter out, Terminal terminal) {
    print(out, terminal);
    out.println(summary());
    out.flush();
  }

  void print(PrintWriter out, Terminal terminal) {
    Paint paint = new Paint(terminal);
    for (Map.Entry<String, JsonNode> kind : document.path("differences").properties()) {
      for (JsonNode name : kind.getValue().path("created")) {
        out.println(paint.good("+ %s/%s".formatted(kind.getKey(), name.asString(""))));
      }
      for (JsonNode change : kind.getValue().path("replaced")) {
        out.println(
            paint.busy("~ %s/%s".formatted(kind.getKey(), change.path("name").asString(""))));
        fields(out, "", change.path("before"), change.path("after"));
      }
      for (JsonNode name : kind.getValue().path("removed")) {
        out.println(paint.bad("- %s/%s".formatted(kind.getKey(), name.asString(""))));
      }
    }
    if (!document.path("endedDecisions").isEmpty()) {
      out.println(
          paint.busy("! steering decisions that end: ")
              + Words.text(document.path("endedDecisions")));
    }
    out.flush();
  }

  /** In one line. */
  String summary() {
    return isEmpty()
        ? "nothing is different from revision %d".formatted(document.path("revision").asLong())
        : "%d new, %d different, %d gone; edges that are told: %s"
            .formatted(created, replaced, removed, Words.text(document.path("affectedEdges")));
  }

  private static void fields(PrintWriter out, String at, JsonNode before, JsonNode after) {
    if (before.isObject() && after.isObject()) {
      TreeSet<String> names = new TreeSet<>(before.propertyNames());
      names.addAll(after.propertyNames());
      for (String name : names) {
        if (!name.equals("revision")) {
          fields(out, at.isEmpty() ? name : at + "." + name, before.path(name), after.path(name));
        }
      }
    } else if (isNamed(before) && isNamed(after)) {
      parts(out, at, before, after);
    } else if (!before.equals(after)) {
      out.println("    %s: %s -> %s".formatted(at, value(before), value(after)));
    }
  }

  /** WAN links and LAN segments are told apart by their names, not their places. */
  private static void parts(PrintWriter out, String at, JsonNode before, JsonNode after) {
    TreeSet<String> names = new TreeSet<>();
    before.forEach(part -> names.add(part.path("name").asString("")));
    after.forEach(part -> names.add(part.path("name").asString("")));
    for (String name : names) {
      fields(out, "%s[%s]".formatted(at, name), named(before, name), named(after, name));
    }
  }

  private static boolean isNamed(JsonNode array) {
    return array.isArray() && !array.isEmpty() && array.path(0).path("name").isString();
  }

  private static JsonNode named(JsonNode array, String name) {
    for (JsonNode part : array) {
      if (part.path("name").asString("").equals(name)) {
        return part;
      }
    }
    return array.path(array.size());
  }

  private static String value(JsonNode value) {
    return value.isMissingNode() || value.isNull() ? NOTHING : value.toString();
  }
}
