package io.isthmus.cli;

import io.isthmus.cli.kind.Filter;
import io.isthmus.cli.kind.Kind;
import io.isthmus.cli.kind.Kind.Trait;
import io.isthmus.cli.rest.Controller;
import io.isthmus.cli.rest.PathSegment;
import io.isthmus.cli.rest.Refused;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Things of one kind, as the controller has them at the moment.
 *
 * @param names only these; all where there are none
 * @param limit at most so many
 */
record Listing(
    Controller controller,
    Kind kind,
    Map<Filter, String> filters,
    List<String> names,
    int limit,
    Whose whose) {
  private static final String ROOT = "/api/v1/";

  /** Below the tenant, or beside the tenants. */
  enum Whose {
    THE_TENANT,
    ALL_TENANTS
  }

  static String collection(Controller controller, Kind kind, Whose whose) {
    return kind.has(Trait.OF_ALL_TENANTS) || whose == Whose.ALL_TENANTS
        ? ROOT + kind.collection()
        : controller.path(kind.collection());
  }

  List<JsonNode> items() {
    String collection = collection(controller, kind, whose);
    if (!names.isEmpty() && kind.has(Trait.HAS_PATH_OF_ITS_OWN)) {
      return names.stream()
          .map(name -> controller.get(collection + "/" + PathSegment.of(name)))
          .toList();
    }
    if (kind.has(Trait.SERIES)) {
      return series(collection);
    }
    if (!names.isEmpty()) {
      return named(controller.list(collection + query(), Integer.MAX_VALUE));
    }
    if (kind.has(Trait.OLDEST_FIRST) && !filters.containsKey(Filter.AFTER)) {
      List<JsonNode> all = controller.list(collection + query(), Integer.MAX_VALUE);
      return all.subList(Math.max(0, all.size() - limit), all.size());
    }
    return controller.list(collection + query(), limit);
  }

  /**
   * The items, with what only tables show: how edges are is not in what was declared of them, and
   * of what was measured the newest points.
   */
  List<JsonNode> rows() {
    List<JsonNode> items = items();
    if (kind.has(Trait.SERIES)) {
      return newestPoints(items);
    }
    if (!kind.name().equals("edges")) {
      return items;
    }
    Map<String, JsonNode> states = edgeStates();
    List<JsonNode> rows = new ArrayList<>();
    for (JsonNode item : items) {
      ObjectNode row = ((ObjectNode) item).deepCopy();
      JsonNode state = states.get(kind.nameOf(item));
      if (state != null) {
        row.set("connection", state.path("connection"));
        row.set("configState", state.path("configState"));
      }
      rows.add(row);
    }
    return rows;
  }

  /** Each path is a question of its own; an overlay or a class is one for all its paths. */
  private List<JsonNode> series(String collection) {
    List<String> questions =
        names.isEmpty()
            ? List.of(query())
            : names.stream().map(path -> and(query(), "path=" + encoded(path))).toList();
    List<JsonNode> series = new ArrayList<>();
    for (String question : questions) {
      controller.get(collection + question).path("series").forEach(series::add);
    }
    return series;
  }

  private List<JsonNode> newestPoints(List<JsonNode> series) {
    List<JsonNode> points = new ArrayList<>();
    for (JsonNode one : series) {
      for (JsonNode point : one.path("points")) {
        points.add(((ObjectNode) point.deepCopy()).set("path", one.path("path")));
      }
    }
    points.sort(Comparator.comparing(point -> point.path("at").asString("")));
    return points.subList(Math.max(0, points.size() - limit), points.size());
  }

  private Map<String, JsonNode> edgeStates() {
    Map<String, JsonNode> states = new HashMap<>();
    if (names.size() == 1) {
      String edge = names.getFirst();
      states.put(edge, controller.get(controller.path("edges/" + edge + "/status")));
      return states;
    }
    String cursor = "";
    do {
      JsonNode page = controller.get(controller.path("topology?limit=500" + cursor));
      for (JsonNode node : page.path("nodes")) {
        node.path("edges").forEach(edge -> states.put(edge.path("edge").asString(""), edge));
      }
      String next = page.path("nextCursor").asString("");
      cursor = next.isEmpty() ? "" : "&cursor=" + next;
    } while (!cursor.isEmpty());
    return states;
  }

  private List<JsonNode> named(List<JsonNode> all) {
    return names.stream()
        .map(name ->
            all.stream()
                .filter(item -> kind.nameOf(item).equals(name))
                .findFirst()
                .orElseThrow(() ->
                    new Refused(
                        "%s: none is called %s; isthmus get %s -o name shows those that there are"
                            .formatted(kind.name(), name, kind.name()))))
        .toList();
  }

  private String query() {
    String query =
        filters.entrySet().stream()
            .map(filter -> kind.filters().get(filter.getKey()) + "=" + encoded(filter.getValue()))
            .sorted()
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? "" : "?" + query;
  }

  private static String and(String query, String parameter) {
    return query + (query.isEmpty() ? "?" : "&") + parameter;
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
