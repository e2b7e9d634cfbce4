package io.isthmus.northbound.steering;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.DecisionLog;
import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.traffic.SteeringDecision;
import io.isthmus.northbound.operation.OperationView;
import io.isthmus.northbound.steering.SteeringRequest.OverlayShare;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A steering decision as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "SteeringDecision",
    description =
        "Which overlays carry a class from edge to edge, with cause. The newest decision that"
            + " covers a pair of edges holds; a pair that none of its overlays joins follows the"
            + " class's policy.")
record SteeringDecisionView(
    @Schema(description = "Names the decision.") UUID id,
    @Schema(
            description =
                "Whether it is in force. It ends on request, when a newer one takes its place, or"
                    + " with its class, its edges, or the class's leave to use its overlays.",
            example = "true")
        boolean active,
    @Schema(description = "Name of the class.", example = "voice") String trafficClass,
    @Schema(description = "Overlays and their shares.") List<OverlayShare> overlays,
    @Schema(description = "Where the packets enter; absent for every edge.", example = "edge-nice")
        @Nullable String sourceEdge,
    @Schema(description = "Where they leave; absent for every edge.", example = "cloud-paris")
        @Nullable String destinationEdge,
    @Schema(description = "Whether the answers are steered too.")
        SteeringDecision.Direction direction,
    @Schema(description = "Who decided. REQUESTED: a request to this API.")
        SteeringDecision.Cause cause,
    @Schema(description = "The requester's words; may be empty.", example = "on-1 lost packets")
        String reason,
    @Schema(description = "The revision in which it took effect.", example = "7") long revision,
    @Schema(description = "When it was decided, UTC.") Instant decidedAt,
    @Schema(description = "When it ended, UTC; absent while it is in force.")
        @Nullable Instant endedAt,
    @Schema(description = "The operation that takes it to the edges; only in answers to a POST.")
        @Nullable OperationView operation) {

  static SteeringDecisionView of(DecisionLog.Entry entry) {
    return of(entry.decision(), entry.endedAt(), Optional.empty());
  }

  static SteeringDecisionView of(SteeringDecision decision, Optional<Operation> operation) {
    return of(decision, Optional.empty(), operation);
  }

  private static SteeringDecisionView of(
      SteeringDecision decision, Optional<Instant> endedAt, Optional<Operation> operation) {
    return new SteeringDecisionView(
        decision.id(),
        endedAt.isEmpty(),
        decision.trafficClass().value(),
        decision.overlays().stream()
            .map(entry -> new OverlayShare(entry.overlay().value(), entry.weight()))
            .toList(),
        decision.sourceEdge().map(Name::value).orElse(null),
        decision.destinationEdge().map(Name::value).orElse(null),
        decision.direction(),
        decision.cause(),
        decision.reason(),
        decision.revision(),
        decision.decidedAt(),
        endedAt.orElse(null),
        operation.map(OperationView::of).orElse(null));
  }
}
