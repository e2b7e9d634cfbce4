package io.isthmus.northbound.edge;

import io.isthmus.domain.net.Prefix;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.LanSegment;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * Finds in an edge's document what the domain, which keeps links, segments and prefixes in order,
 * means by an index.
 */
final class EdgePointers {
  private EdgePointers() {}

  /**
   * @param field {@code /wanLinks/1/address}, {@code /lanSegments/0/prefixes/2}, or without index
   */
  static String locate(Edge edge, JsonNode document, String field) {
    List<String> parts = List.of(field.split("/", -1));
    if (parts.size() < 4) {
      return field;
    }
    int index = Integer.parseInt(parts.get(2));
    boolean link = parts.get(1).equals("wanLinks");
    String name =
        link
            ? edge.wanLinks().get(index).name().value()
            : edge.lanSegments().get(index).name().value();
    JsonNode items = document.path(parts.get(1));
    int place = indexOf(items, item -> item.path("name").asString("").equals(name), index);
    if (link || parts.size() < 5) {
      return "/%s/%d/%s".formatted(parts.get(1), place, parts.get(3));
    }
    int prefix = prefix(edge.lanSegments().get(index), items.path(place), parts.get(4));
    return "/lanSegments/%d/prefixes/%d".formatted(place, prefix);
  }

  /** The index in the segment's document of the prefix that the domain has at another. */
  static int prefix(LanSegment segment, JsonNode document, String domainIndex) {
    int index = Integer.parseInt(domainIndex);
    Prefix wanted = segment.prefixes().get(index);
    return indexOf(
        document.path("prefixes"), item -> Prefix.parse(item.asString()).equals(wanted), index);
  }

  private static int indexOf(JsonNode items, Predicate<JsonNode> wanted, int otherwise) {
    for (int i = 0; i < items.size(); i++) {
      if (wanted.test(items.path(i))) {
        return i;
      }
    }
    return otherwise;
  }
}
