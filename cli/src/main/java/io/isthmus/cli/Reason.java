package io.isthmus.cli;

import io.isthmus.cli.kind.Cells;
import io.isthmus.cli.show.Paint;
import io.isthmus.cli.show.Table;
import io.isthmus.cli.show.Words;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Why a class travels from one edge to another as it does.
 *
 * @param status how it fares now; nothing of the past
 * @param choice what the source edge chose
 * @param requested what was asked for and is in force, the newest first
 */
record Reason(
    String trafficClass,
    String sourceEdge,
    String destinationEdge,
    Optional<JsonNode> status,
    Optional<JsonNode> choice,
    List<JsonNode> requested) {

  private record Pair(String source, String destination) {
    static Pair of(JsonNode item) {
      return new Pair(
          item.path("sourceEdge").asString(""), item.path("destinationEdge").asString(""));
    }

    /** A request may leave out one end or both, and may hold for the way back. */
    boolean isCoveredBy(JsonNode request) {
      Pair asked = of(request);
      return asked.covers(source, destination)
          || !request.path("direction").asString("BOTH").equals("SOURCE_TO_DESTINATION")
              && asked.covers(destination, source);
    }

    private boolean covers(String from, String to) {
      return (source.isEmpty() || source.equals(from))
          && (destination.isEmpty() || destination.equals(to));
    }
  }

  static List<Reason> of(String trafficClass, List<JsonNode> status, List<JsonNode> decisions) {
    List<JsonNode> choices = new ArrayList<>();
    List<JsonNode> requests = new ArrayList<>();
    decisions.forEach(decision ->
        (decision.path("decidedBy").asString("").equals("EDGE") ? choices : requests)
            .add(decision));
    Set<Pair> pairs = new LinkedHashSet<>();
    status.forEach(item -> pairs.add(Pair.of(item)));
    choices.forEach(item -> pairs.add(Pair.of(item)));
    if (pairs.isEmpty()) {
      requests.forEach(item -> pairs.add(Pair.of(item)));
    }
    return pairs.stream()
        .map(pair ->
            new Reason(
                trafficClass,
                pair.source(),
                pair.destination(),
                find(status, pair),
                find(choices, pair),
                requests.stream().filter(pair::isCoveredBy).toList()))
        .toList();
  }

  private static Optional<JsonNode> find(List<JsonNode> items, Pair pair) {
    return items.stream().filter(item -> Pair.of(item).equals(pair)).findFirst();
  }

  ObjectNode json() {
    ObjectNode document = JsonMapper.shared().createObjectNode();
    document.put("trafficClass", trafficClass);
    document.put("sourceEdge", sourceEdge);
    document.put("destinationEdge", destinationEdge);
    status.ifPresent(found -> document.set("status", found));
    choice.ifPresent(found -> document.set("choice", found));
    document.putArray("requested").addAll(requested);
    return document;
  }

  void print(PrintWriter out, Paint paint) {
    out.println(
        "%s: %s"
            .formatted(
                paint.strong(
                    "%s from %s to %s"
                        .formatted(trafficClass, any(sourceEdge), any(destinationEdge))),
                carried(paint)));
    effective()
        .ifPresent(effective -> {
          JsonNode since = effective.path(status.isPresent() ? "since" : "decidedAt");
          out.println(
              "  since %s (%s), by choice of %s: %s [%s]"
                  .formatted(
                      Words.time(since),
                      Words.ago(since),
                      sourceEdge,
                      Words.text(effective.path("reason")),
                      Words.text(effective.path("cause"))));
        });
    requested.forEach(request -> out.println("  " + inWords(request)));
    Table table = candidates();
    if (!table.isEmpty()) {
      table.print(out, paint, "  ");
    }
    out.println();
  }

  private String carried(Paint paint) {
    Optional<JsonNode> members =
        effective().map(found -> found.path(status.isPresent() ? "legs" : "members"));
    if (members.isEmpty()) {
      return "the edge has not told yet what carries it";
    }
    if (members.get().isEmpty()) {
      return paint.bad("dropped: nothing carries it");
    }
    String verdict =
        status
            .map(found ->
                switch (found.path("verdict").asString("")) {
                  case "KEPT" -> paint.good(", which keeps its objective");
                  case "BROKEN" -> paint.bad(", which breaks its objective");
                  default -> ", of which nothing is known";
                })
            .orElse("");
    return "carried by %s%s".formatted(Cells.legs(members.get()), verdict);
  }

  private Optional<JsonNode> effective() {
    return status.isPresent()
        ? status.map(found -> found.path("effective")).filter(JsonNode::isObject)
        : choice;
  }

  private static String inWords(JsonNode request) {
    String until =
        request.hasNonNull("expiresAt") ? ", until " + Words.time(request.path("expiresAt")) : "";
    String reason = request.hasNonNull("reason") ? ": " + request.path("reason").asString("") : "";
    return "requested at %s: %s %s%s%s (decision %s)"
        .formatted(
            Words.time(request.path("decidedAt")),
            request.path("hold").asString("").equals("PIN") ? "held on" : "preferred",
            Words.text(names(request.path("overlays"))),
            until,
            reason,
            Words.text(request.path("id")));
  }

  private static JsonNode names(JsonNode shares) {
    var names = JsonMapper.shared().createArrayNode();
    shares.forEach(share -> names.add(share.path("overlay").asString("")));
    return names;
  }

  private Table candidates() {
    Table table =
        new Table(
            List.of(
                "OVERLAY",
                "LINK",
                "REMOTE",
                "VERDICT",
                "CARRIES",
                "ROUND TRIP",
                "JITTER",
                "LOSS",
                "WHY"));
    if (status.isPresent()) {
      status.get().path("tunnels").forEach(tunnel -> table.add(judged(tunnel)));
    } else {
      choice.ifPresent(
          made -> made.path("inputs").forEach(input -> table.add(judgedThen(made, input))));
    }
    return table;
  }

  private static List<String> judged(JsonNode tunnel) {
    JsonNode quality = tunnel.path("quality");
    return List.of(
        Words.text(tunnel.path("overlay")),
        Words.text(tunnel.path("localWanLink")),
        remote(tunnel),
        Words.text(tunnel.path("verdict")),
        Words.yesOrNo(tunnel.path("carrying")),
        Words.millis(quality.at("/rttMs/mean")),
        Words.millis(Cells.jitter(quality)),
        Words.percent(quality.path("lossPct")),
        tunnel.hasNonNull("metric")
            ? "%s (%s)".formatted(Cells.broken(tunnel), Words.ago(tunnel.path("brokenSince")))
            : "path " + Words.text(quality.path("state")));
  }

  private static List<String> judgedThen(JsonNode made, JsonNode input) {
    JsonNode compliant = input.path("compliant");
    String state = Words.text(input.path("pathState"));
    return List.of(
        Words.text(input.path("overlay")),
        Words.text(input.path("localWanLink")),
        remote(input),
        compliant.isBoolean() ? (compliant.asBoolean() ? "KEPT" : "BROKEN") : "UNKNOWN",
        carries(made, input) ? "yes" : "no",
        Words.millis(input.path("rttMs")),
        Words.millis(input.path("jitterMs")),
        Words.percent(input.path("lossPct")),
        "path " + state);
  }

  private static boolean carries(JsonNode made, JsonNode input) {
    for (JsonNode member : made.path("members")) {
      if (same(member, input, "overlay")
          && same(member, input, "localWanLink")
          && same(member, input, "remoteEdge")
          && same(member, input, "remoteWanLink")) {
        return true;
      }
    }
    return false;
  }

  private static boolean same(JsonNode one, JsonNode other, String field) {
    return one.path(field).equals(other.path(field));
  }

  private static String remote(JsonNode end) {
    return Words.text(end.path("remoteEdge")) + "/" + Words.text(end.path("remoteWanLink"));
  }

  private static String any(String edge) {
    return edge.isEmpty() ? "any edge" : edge;
  }
}
