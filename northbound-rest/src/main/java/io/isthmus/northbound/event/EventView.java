package io.isthmus.northbound.event;

import io.isthmus.domain.operation.Event;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** An event as the API shows it. */
@Schema(
    name = "Event",
    description = "Something that happened, as a CloudEvent (CloudEvents 1.0, JSON format).")
public record EventView(
    @Schema(description = "Version of CloudEvents.", example = "1.0") String specversion,
    @Schema(
            description = "Place in the tenant's log; later events have greater numbers.",
            example = "42")
        String id,
    @Schema(description = "The tenant that it happened in.", example = "/api/v1/tenants/default")
        String source,
    @Schema(
            description =
                "What happened: io.isthmus.intent.changed, io.isthmus.operation.succeeded,"
                    + " io.isthmus.operation.failed, io.isthmus.edge.connected,"
                    + " io.isthmus.edge.disconnected, io.isthmus.config.refused,"
                    + " io.isthmus.drift.repaired, io.isthmus.class.rerouted,"
                    + " io.isthmus.decision.expired, io.isthmus.path.down, io.isthmus.path.up,"
                    + " io.isthmus.path.silent, io.isthmus.sla.broken or"
                    + " io.isthmus.sla.restored. The list is closed.",
            example = "io.isthmus.class.rerouted")
        String type,
    @Schema(
            description = "Path of the resource that it is about, within the tenant.",
            example = "traffic-classes/voice")
        String subject,
    @Schema(description = "When, UTC.") Instant time,
    @Schema(description = "Always application/json.", example = "application/json")
        String datacontenttype,
    @Schema(
            description =
                "What an orchestrator needs to act on it. intent.changed: revision, operation,"
                    + " summary, affectedEdges. operation.succeeded and .failed: operation,"
                    + " revision, summary, durationMs, failedEdges. edge.connected: edge,"
                    + " agentVersion, appliedRevision. edge.disconnected: edge, reason."
                    + " config.refused: edge, revision, errors. drift.repaired: edge, repaired,"
                    + " repairedCount, repairMs, healed, message. class.rerouted: revision,"
                    + " trafficClass, sourceEdge, destinationEdge, direction, overlays, cause,"
                    + " reason; of a request also decision and operation; of an edge also choice,"
                    + " before, after, inputs, reactionMs. decision.expired: decision, operation,"
                    + " revision, trafficClass, sourceEdge, destinationEdge, direction, overlays,"
                    + " hold, reason, expiresAt. path.down, path.up and path.silent: edge,"
                    + " localWanLink, remoteEdge, remoteWanLink, protection, state, overlays, reason,"
                    + " detectionMs. sla.broken and sla.restored: violation, trafficClass,"
                    + " sourceEdge, destinationEdge, overlay, localWanLink, remoteEdge,"
                    + " remoteWanLink, protection, metric, value, threshold, carrying, halfRtt;"
                    + " sla.restored also beganAt, durationMs, reason.",
            example = "{\"trafficClass\": \"voice\", \"overlays\": [\"on-2\"]}")
        Map<String, Object> data) {

  public static EventView of(Event event) {
    return new EventView(
        "1.0",
        Long.toString(event.sequence()),
        "/api/v1/tenants/" + event.tenant(),
        event.type().cloudEventsType(),
        event.subject(),
        event.time(),
        "application/json",
        new TreeMap<>(event.data()));
  }
}
