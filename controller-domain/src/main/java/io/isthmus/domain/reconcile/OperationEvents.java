package io.isthmus.domain.reconcile;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.EdgeError;
import io.isthmus.domain.operation.EdgeOperation;
import io.isthmus.domain.operation.Event;
import io.isthmus.domain.operation.EventType;
import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.traffic.SteeringDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Words what happened as events that can be acted on without another call. */
final class OperationEvents {
  private OperationEvents() {}

  static Event intentChanged(Operation operation) {
    return Event.of(
        EventType.INTENT_CHANGED,
        operation.tenant(),
        "operations/" + operation.id(),
        operation.createdAt(),
        Map.of(
            "revision", operation.revision(),
            "operation", operation.id().toString(),
            "summary", operation.summary(),
            "affectedEdges", operation.edges().stream().map(edge -> edge.edge().value()).toList()));
  }

  static Event rerouted(Operation operation, SteeringDecision decision) {
    Map<String, Object> data = decision(operation, decision);
    data.put("cause", decision.cause().name());
    return classEvent(EventType.CLASS_REROUTED, operation, decision, data);
  }

  /** The decision had an end, and it has come. */
  static Event expired(Operation operation, SteeringDecision decision) {
    Map<String, Object> data = decision(operation, decision);
    decision.expiresAt().ifPresent(end -> data.put("expiresAt", end.toString()));
    return classEvent(EventType.DECISION_EXPIRED, operation, decision, data);
  }

  private static Map<String, Object> decision(Operation operation, SteeringDecision decision) {
    Map<String, Object> data = new HashMap<>();
    data.put("decision", decision.id().toString());
    data.put("operation", operation.id().toString());
    data.put("revision", operation.revision());
    data.put("trafficClass", decision.trafficClass().value());
    decision.sourceEdge().ifPresent(edge -> data.put("sourceEdge", edge.value()));
    decision.destinationEdge().ifPresent(edge -> data.put("destinationEdge", edge.value()));
    data.put("direction", decision.direction().name());
    data.put(
        "overlays", decision.overlays().stream().map(entry -> entry.overlay().value()).toList());
    data.put("hold", decision.hold().name());
    data.put("reason", decision.reason());
    return data;
  }

  private static Event classEvent(
      EventType type, Operation operation, SteeringDecision decision, Map<String, Object> data) {
    return Event.of(
        type,
        operation.tenant(),
        "traffic-classes/" + decision.trafficClass(),
        operation.createdAt(),
        data);
  }

  static Event finished(Operation operation, Instant at) {
    boolean failed = operation.state() == Operation.State.FAILED;
    Map<String, Object> data = new HashMap<>();
    data.put("operation", operation.id().toString());
    data.put("revision", operation.revision());
    data.put("summary", operation.summary());
    data.put("durationMs", Duration.between(operation.createdAt(), at).toMillis());
    if (failed) {
      data.put("failedEdges", failedEdges(operation));
    }
    EventType type = failed ? EventType.OPERATION_FAILED : EventType.OPERATION_SUCCEEDED;
    return Event.of(type, operation.tenant(), "operations/" + operation.id(), at, data);
  }

  static Event connected(EdgeKey edge, EdgeReport report, Instant at) {
    return edgeEvent(
        EventType.EDGE_CONNECTED,
        edge,
        at,
        Map.of("agentVersion", report.agentVersion(), "appliedRevision", report.appliedRevision()));
  }

  static Event disconnected(EdgeKey edge, String reason, Instant at) {
    return edgeEvent(EventType.EDGE_DISCONNECTED, edge, at, Map.of("reason", reason));
  }

  static Event refused(EdgeKey edge, long revision, List<EdgeError> errors, Instant at) {
    return edgeEvent(
        EventType.CONFIG_REFUSED, edge, at, Map.of("revision", revision, "errors", worded(errors)));
  }

  static Event drifted(EdgeKey edge, Drift drift, Instant at) {
    return edgeEvent(
        EventType.DRIFT_REPAIRED,
        edge,
        at,
        Map.of(
            "repaired", drift.repaired(),
            "repairedCount", drift.repairedCount(),
            "repairMs", drift.repairMicros() / 1000.0,
            "healed", drift.healed(),
            "message", drift.message()));
  }

  private static Event edgeEvent(
      EventType type, EdgeKey key, Instant at, Map<String, Object> data) {
    Map<String, Object> all = new HashMap<>(data);
    Name edge = key.edge();
    all.put("edge", edge.value());
    return Event.of(type, key.tenant(), "edges/" + edge, at, all);
  }

  private static List<Map<String, Object>> failedEdges(Operation operation) {
    return operation.edges().stream()
        .filter(edge -> edge.state() == EdgeOperation.State.FAILED)
        .map(edge ->
            Map.<String, Object>of("edge", edge.edge().value(), "errors", worded(edge.errors())))
        .toList();
  }

  private static List<Map<String, String>> worded(List<EdgeError> errors) {
    return errors.stream()
        .map(error ->
            Map.of("resource", error.resource(), "code", error.code(), "message", error.message()))
        .toList();
  }
}
