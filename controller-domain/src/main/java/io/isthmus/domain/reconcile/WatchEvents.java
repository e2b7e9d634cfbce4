package io.isthmus.domain.reconcile;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.Event;
import io.isthmus.domain.operation.EventType;
import io.isthmus.domain.sla.SlaMetric;
import io.isthmus.domain.sla.SlaViolation;
import io.isthmus.domain.steering.Choice;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.telemetry.PathState;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Words what edges told as events that can be acted on without another call. */
final class WatchEvents {
  private WatchEvents() {}

  /** The state is one that is measured. */
  static Event pathChanged(EdgeNotice.What.PathChanged changed, List<Name> overlays, Instant at) {
    PathKey path = changed.path();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("edge", path.edge().edge().value());
    putPath(data, path);
    data.put("state", changed.state().name());
    data.put("overlays", values(overlays));
    data.put("reason", changed.reason());
    data.put("detectionMs", millis(changed.detection()));
    return Event.of(type(changed.state()), path.edge().tenant(), "paths/" + path.text(), at, data);
  }

  static Event broken(SlaViolation violation) {
    Map<String, Object> data = violation(violation);
    putMeasured(data, violation.metric(), violation.value(), violation.threshold());
    data.put("carrying", violation.carrying());
    data.put("halfRtt", violation.halfRtt());
    return event(EventType.SLA_BROKEN, violation, violation.beganAt(), data);
  }

  /** The tunnel keeps the objective again. */
  static Event restored(SlaViolation ended, EdgeNotice.What.SlaChanged by) {
    Map<String, Object> data = over(ended);
    putMeasured(data, by.metric(), by.value(), by.threshold());
    data.put("carrying", by.carrying());
    data.put("halfRtt", by.halfRtt());
    data.put("reason", "the objective is kept again");
    return event(EventType.SLA_RESTORED, ended, end(ended), data);
  }

  /** The violation is over for another reason than that the objective is kept. */
  static Event restored(SlaViolation ended, String reason) {
    Map<String, Object> data = over(ended);
    data.put("metric", ended.metric().name());
    data.put("reason", reason);
    return event(EventType.SLA_RESTORED, ended, end(ended), data);
  }

  static Event rerouted(Choice before, Choice choice) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("choice", choice.id().toString());
    data.put("revision", choice.revision());
    data.put("trafficClass", choice.trafficClass().value());
    data.put("sourceEdge", choice.sourceEdge().edge().value());
    data.put("destinationEdge", choice.destinationEdge().value());
    data.put("direction", "SOURCE_TO_DESTINATION");
    data.put("overlays", overlays(choice));
    data.put("cause", choice.cause().name());
    data.put("reason", choice.reason());
    data.put("before", choice(before));
    data.put("after", choice(choice));
    data.put("inputs", choice.inputs().stream().map(WatchEvents::input).toList());
    data.put("reactionMs", millis(choice.reaction()));
    choice.decision().ifPresent(decision -> data.put("decision", decision.toString()));
    return Event.of(
        EventType.CLASS_REROUTED,
        choice.sourceEdge().tenant(),
        "traffic-classes/" + choice.trafficClass(),
        choice.chosenAt(),
        data);
  }

  private static EventType type(PathState state) {
    return switch (state) {
      case UP -> EventType.PATH_UP;
      case DOWN -> EventType.PATH_DOWN;
      case REMOTE_SILENT -> EventType.PATH_SILENT;
      case UNKNOWN -> throw new IllegalArgumentException("not measured is no event");
    };
  }

  private static Event event(
      EventType type, SlaViolation violation, Instant at, Map<String, Object> data) {
    return Event.of(
        type,
        violation.path().edge().tenant(),
        "traffic-classes/" + violation.trafficClass(),
        at,
        data);
  }

  private static Map<String, Object> over(SlaViolation ended) {
    Map<String, Object> data = violation(ended);
    data.put("beganAt", ended.beganAt().toString());
    data.put("durationMs", Duration.between(ended.beganAt(), end(ended)).toMillis());
    return data;
  }

  private static Instant end(SlaViolation ended) {
    return ended
        .endedAt()
        .orElseThrow(() -> new IllegalStateException("violation " + ended.id() + " lasts"));
  }

  private static Map<String, Object> violation(SlaViolation violation) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("violation", violation.id().toString());
    data.put("trafficClass", violation.trafficClass().value());
    data.put("sourceEdge", violation.path().edge().edge().value());
    data.put("destinationEdge", violation.destinationEdge().value());
    data.put("overlay", violation.overlay().value());
    putPath(data, violation.path());
    return data;
  }

  /** A dead path has no threshold. */
  private static void putMeasured(
      Map<String, Object> data, SlaMetric metric, double value, double threshold) {
    data.put("metric", metric.name());
    if (metric != SlaMetric.PATH_DOWN) {
      data.put("value", value);
      data.put("threshold", threshold);
    }
  }

  private static void putPath(Map<String, Object> data, PathKey path) {
    data.put("localWanLink", path.localWanLink().value());
    data.put("remoteEdge", path.remoteEdge().value());
    data.put("remoteWanLink", path.remoteWanLink().value());
    data.put("protection", path.protection().name());
  }

  private static List<Map<String, Object>> choice(Choice choice) {
    return choice.members().stream()
        .map(member -> {
          Map<String, Object> data = tunnel(member.overlay(), member.path());
          data.put("weight", member.weight());
          return data;
        })
        .toList();
  }

  private static Map<String, Object> input(Choice.Input input) {
    Map<String, Object> data = tunnel(input.overlay(), input.path());
    data.put("state", input.state().name());
    data.put("compliant", input.compliant());
    putIfKnown(data, "rttMs", input.rttMs());
    putIfKnown(data, "oneWayDelayMs", input.oneWayDelayMs());
    putIfKnown(data, "jitterMs", input.jitterMs());
    putIfKnown(data, "lossPct", input.lossPct());
    putIfKnown(data, "freeBps", input.freeBps());
    data.put("cost", input.cost());
    putIfKnown(data, "score", input.score());
    return data;
  }

  private static Map<String, Object> tunnel(Name overlay, PathKey path) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("overlay", overlay.value());
    putPath(data, path);
    return data;
  }

  private static void putIfKnown(Map<String, Object> data, String name, OptionalDouble value) {
    value.ifPresent(known -> data.put(name, known));
  }

  private static List<String> overlays(Choice choice) {
    return choice.members().stream().map(member -> member.overlay().value()).distinct().toList();
  }

  private static List<String> values(List<Name> names) {
    return names.stream().map(Name::value).toList();
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1_000_000.0;
  }
}
