package io.isthmus.cli.kind;

import io.isthmus.cli.show.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** What stands in cells that take more than one value to fill. */
public final class Cells {
  private static final String PREFIX = "io.isthmus.";

  private Cells() {}

  static String joined(JsonNode array, Function<JsonNode, String> each) {
    return array.isEmpty()
        ? Words.NOTHING
        : StreamSupport.stream(array.spliterator(), false)
            .map(each)
            .collect(Collectors.joining(","));
  }

  static String end(JsonNode end) {
    return Words.text(end.path("edge")) + "/" + Words.text(end.path("wanLink"));
  }

  /** A roaming link may have none of its own. */
  static String address(JsonNode link) {
    return link.path("roaming").asBoolean(false) ? "roaming" : Words.text(link.path("address"));
  }

  /** The jitter of the worse direction. */
  public static JsonNode jitter(JsonNode quality) {
    JsonNode forth = quality.path("jitterForwardMs");
    JsonNode back = quality.path("jitterBackwardMs");
    return back.isNumber() && back.asDouble() > forth.asDouble(-1) ? back : forth;
  }

  static String objective(JsonNode sla) {
    List<String> parts = new ArrayList<>();
    sla.properties()
        .forEach(entry -> {
          JsonNode enter = entry.getValue().path("enter");
          if (enter.isNumber()) {
            String sign = entry.getKey().equals("rateBps") ? "≥" : "≤";
            parts.add("%s%s%s".formatted(entry.getKey(), sign, Words.number(enter, "")));
          }
        });
    return parts.isEmpty() ? Words.NOTHING : String.join(" ", parts);
  }

  static String matches(JsonNode matches) {
    return joined(
        matches,
        match -> {
          List<String> parts = new ArrayList<>();
          add(parts, "", match.path("protocol"));
          add(parts, "from ", match.path("sourcePrefixes"));
          add(parts, "port ", match.path("sourcePorts"));
          add(parts, "to ", match.path("destinationPrefixes"));
          add(parts, "port ", match.path("destinationPorts"));
          add(parts, "dscp ", match.path("dscp"));
          return String.join(" ", parts);
        });
  }

  private static void add(List<String> parts, String word, JsonNode value) {
    if (!value.isMissingNode() && !value.isNull() && !(value.isArray() && value.isEmpty())) {
      parts.add(word + Words.text(value));
    }
  }

  /**
   * What a decision puts a class on: tunnels where an edge chose, overlays where it was asked for.
   */
  static String carriers(JsonNode decision) {
    JsonNode members = decision.path("members");
    return members.isEmpty()
        ? joined(decision.path("overlays"), share -> weighted(share, share.path("overlay")))
        : legs(members);
  }

  /** Tunnels by overlay and link, with their weights where there is more than one. */
  public static String legs(JsonNode legs) {
    return joined(
        legs,
        leg -> {
          String name =
              "%s/%s"
                  .formatted(Words.text(leg.path("overlay")), Words.text(leg.path("localWanLink")));
          return legs.size() > 1 ? name + "=" + Words.text(leg.path("weight")) : name;
        });
  }

  private static String weighted(JsonNode share, JsonNode overlay) {
    int weight = share.path("weight").asInt(1);
    return weight == 1 ? Words.text(overlay) : Words.text(overlay) + "=" + weight;
  }

  /** Which threshold was crossed, and by how much. */
  public static String broken(JsonNode violation) {
    String metric = violation.path("metric").asString("");
    JsonNode value = violation.path("value");
    if (metric.equals("PATH_DOWN") || !value.isNumber()) {
      return Words.metric(metric);
    }
    return "%s %s %s %s"
        .formatted(
            Words.metric(metric),
            Words.ofMetric(metric, value),
            metric.equals("RATE_BPS") ? "<" : ">",
            Words.ofMetric(metric, violation.path("threshold")));
  }

  static String lasted(JsonNode millis) {
    return millis.isNumber() ? Words.span(Duration.ofMillis(millis.asLong())) : Words.NOTHING;
  }

  static String counts(JsonNode counts) {
    List<String> parts = new ArrayList<>();
    counts
        .properties()
        .forEach(entry -> {
          if (entry.getValue().asLong() > 0) {
            parts.add(
                "%d %s"
                    .formatted(
                        entry.getValue().asLong(),
                        entry.getKey().toLowerCase(java.util.Locale.ROOT)));
          }
        });
    return parts.isEmpty() ? Words.NOTHING : String.join(", ", parts);
  }

  /** An event's type without what all have in common. */
  public static String type(JsonNode event) {
    String type = event.path("type").asString("");
    return type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : type;
  }

  /** What an event says, in a few words. */
  public static String what(JsonNode event) {
    JsonNode data = event.path("data");
    boolean ofAPair = data.path("sourceEdge").isString() && data.path("destinationEdge").isString();
    return ofAPair ? "%s: %s".formatted(pair(data), told(data)) : told(data);
  }

  private static String pair(JsonNode data) {
    return "%s to %s%s"
        .formatted(
            Words.text(data.path("sourceEdge")),
            Words.text(data.path("destinationEdge")),
            data.path("overlay").isString() ? " by " + Words.text(data.path("overlay")) : "");
  }

  private static String told(JsonNode data) {
    for (String field : List.of("reason", "detail", "summary", "message")) {
      if (data.path(field).isString()) {
        return data.path(field).asString();
      }
    }
    if (data.path("metric").isString()) {
      return broken(data);
    }
    return joined(fields(data), field -> field.asString());
  }

  private static JsonNode fields(JsonNode data) {
    var parts = tools.jackson.databind.json.JsonMapper.shared().createArrayNode();
    data.properties()
        .forEach(entry -> {
          if (entry.getValue().isValueNode() && !entry.getKey().equals("revision")) {
            parts.add(entry.getKey() + "=" + entry.getValue().asString(""));
          }
        });
    return parts;
  }
}
