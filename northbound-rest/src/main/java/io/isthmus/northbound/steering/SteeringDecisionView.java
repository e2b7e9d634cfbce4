package io.isthmus.northbound.steering;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.DecisionLog;
import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.overlay.Protection;
import io.isthmus.domain.steering.Choice;
import io.isthmus.domain.steering.ChoiceCause;
import io.isthmus.domain.telemetry.PathState;
import io.isthmus.domain.traffic.SteeringDecision;
import io.isthmus.northbound.document.Numbers;
import io.isthmus.northbound.operation.OperationView;
import io.isthmus.northbound.steering.SteeringRequest.OverlayShare;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A steering decision as the API shows it: one that was requested, or one that an edge made. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "SteeringDecision",
    description =
        "What carries a class from edge to edge, who decided so, and why. A requested decision says"
            + " which overlays are to; the newest one that covers a pair of edges holds, and a pair"
            + " that none of its overlays joins follows the class's policy. An edge's choice says"
            + " which tunnels do from then on, until its next choice for the same class and"
            + " destination.")
record SteeringDecisionView(
    @Schema(description = "Names the decision.") UUID id,
    @Schema(
            description =
                "ORCHESTRATOR: requested over this API. EDGE: chosen by the source edge, which"
                    + " measures and moves by itself.")
        DecidedBy decidedBy,
    @Schema(
            description =
                "Whether it is in force now. A requested one ends on request, when it expires, when"
                    + " a newer one takes its place, or with its class, its edges, or the class's"
                    + " leave to use its overlays.",
            example = "true")
        boolean active,
    @Schema(description = "Name of the class.", example = "voice") String trafficClass,
    @Schema(description = "Overlays and their shares; empty when the packets are dropped.")
        List<OverlayShare> overlays,
    @Schema(description = "Where the packets enter; absent for every edge.", example = "edge-nice")
        @Nullable String sourceEdge,
    @Schema(description = "Where they leave; absent for every edge.", example = "cloud-paris")
        @Nullable String destinationEdge,
    @Schema(description = "Whether the answers are steered too; of requested ones.")
        SteeringDecision.@Nullable Direction direction,
    @Schema(
            description =
                "How firmly. PREFER: the overlays rank first. PIN: only dead paths are left. Of"
                    + " requested ones.")
        SteeringDecision.@Nullable Hold hold,
    @Schema(description = "When it ends by itself, UTC; absent: not by itself.")
        @Nullable Instant expiresAt,
    @Schema(
            description =
                "REQUESTED: a request to this API, or an edge following it. POLICY: the"
                    + " configuration says so, as after a start. PATH_DOWN: the path that carried"
                    + " the class died. SLA_BROKEN: the tunnel that carried it broke the objective."
                    + " RETURNED: a better ranked tunnel has kept the objective for long enough"
                    + " again. STRATEGY: quality, cost or free capacity changed, and the strategy"
                    + " goes by it. PREDICTED: the model foresees a violation. NONE_COMPLIANT: no"
                    + " candidate keeps the objective, and whenNoneCompliant applies.",
            example = "SLA_BROKEN")
        ChoiceCause cause,
    @Schema(
            description =
                "Why, in words; the requester's own where it was requested, and then may be empty.",
            example = "on-1 over internet: loss 3.2 % is above 1 % for 500 ms")
        String reason,
    @Schema(description = "The tunnels that carry the class; of an edge's choice.")
        @Nullable List<Member> members,
    @Schema(description = "Every candidate as the edge judged it; of an edge's choice.")
        @Nullable List<Input> inputs,
    @Schema(description = "Id of the requested decision that an edge's choice follows.")
        @Nullable UUID followsDecision,
    @Schema(
            description =
                "Of a requested decision, the revision in which it took effect; of an edge's"
                    + " choice, that of the configuration that was in force.",
            example = "7")
        long revision,
    @Schema(
            description =
                "From the first sign to the kernel's acknowledgement, milliseconds; 0 for what a new"
                    + " configuration brought. Of an edge's choice.",
            example = "212.4")
        @Nullable Number reactionMs,
    @Schema(description = "When it was decided, UTC; of an edge's choice by the edge's clock.")
        Instant decidedAt,
    @Schema(
            description =
                "When a requested decision ended, UTC; absent while it is in force. An edge's choice"
                    + " ends with the next one for its class and destination.")
        @Nullable Instant endedAt,
    @Schema(description = "The operation that takes it to the edges; only in answers to a POST.")
        @Nullable OperationView operation) {

  /** Who. */
  enum DecidedBy {
    ORCHESTRATOR,
    EDGE
  }

  /** A tunnel and its share. */
  @Schema(name = "SteeringMember", description = "A tunnel and its share of the flows.")
  record Member(
      @Schema(description = "Name of the overlay.", example = "on-1") String overlay,
      @Schema(description = "Link of the source edge.", example = "internet") String localWanLink,
      @Schema(
              description = "Where the tunnel ends: the destination, or a hub on the way.",
              example = "cloud-paris")
          String remoteEdge,
      @Schema(description = "Link of the remote edge.", example = "internet") String remoteWanLink,
      @Schema(
              description =
                  "How the path carries it: WIREGUARD, encrypted, or PLAIN. The same two links may"
                      + " have a path of each.",
              example = "WIREGUARD")
          Protection protection,
      @Schema(description = "1-256, relative to the other members.", example = "1") int weight) {}

  /** A candidate as it was judged. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(
      name = "SteeringInput",
      description =
          "A candidate tunnel as the edge judged it, by the last second. What was not measured is"
              + " absent. A threshold has a window of its own, so that the reason of a decision may"
              + " have another value of the same metric.")
  record Input(
      @Schema(description = "Name of the overlay.", example = "on-1") String overlay,
      @Schema(description = "Link of the source edge.", example = "internet") String localWanLink,
      @Schema(description = "Where the tunnel ends.", example = "cloud-paris") String remoteEdge,
      @Schema(description = "Link of the remote edge.", example = "internet") String remoteWanLink,
      @Schema(
              description =
                  "How the path carries it: WIREGUARD, encrypted, or PLAIN. The same two links may"
                      + " have a path of each.",
              example = "WIREGUARD")
          Protection protection,
      @Schema(description = "State of the path, as in paths.") PathState pathState,
      @Schema(description = "Whether it kept the objective.") boolean compliant,
      @Schema(description = "Round trip.", example = "41.2") @Nullable Number rttMs,
      @Schema(description = "One-way delay towards the remote edge.", example = "20.4")
          @Nullable Number oneWayDelayMs,
      @Schema(description = "Delay variation.", example = "3.1") @Nullable Number jitterMs,
      @Schema(description = "Loss, per cent of probes.", example = "3.2") @Nullable Number lossPct,
      @Schema(description = "Free capacity, bits per second.", example = "40000000")
          @Nullable Number freeBps,
      @Schema(description = "Cost of the path.", example = "0") Number cost,
      @Schema(description = "What the strategy made of it, lower is better.", example = "0.43")
          @Nullable Number score) {}

  static SteeringDecisionView of(DecisionLog.Entry entry) {
    return of(entry.decision(), entry.endedAt(), Optional.empty());
  }

  static SteeringDecisionView of(SteeringDecision decision, Optional<Operation> operation) {
    return of(decision, Optional.empty(), operation);
  }

  /**
   * @param active whether the edge has chosen nothing newer
   */
  static SteeringDecisionView of(Choice choice, boolean active) {
    return new SteeringDecisionView(
        choice.id(),
        DecidedBy.EDGE,
        active,
        choice.trafficClass().value(),
        shares(choice),
        choice.sourceEdge().edge().value(),
        choice.destinationEdge().value(),
        null,
        null,
        null,
        choice.cause(),
        choice.reason(),
        choice.members().stream().map(SteeringDecisionView::member).toList(),
        choice.inputs().stream().map(SteeringDecisionView::input).toList(),
        choice.decision().orElse(null),
        choice.revision(),
        Numbers.millis(choice.reaction()),
        choice.chosenAt(),
        null,
        null);
  }

  private static SteeringDecisionView of(
      SteeringDecision decision, Optional<Instant> endedAt, Optional<Operation> operation) {
    return new SteeringDecisionView(
        decision.id(),
        DecidedBy.ORCHESTRATOR,
        endedAt.isEmpty(),
        decision.trafficClass().value(),
        decision.overlays().stream()
            .map(entry -> new OverlayShare(entry.overlay().value(), entry.weight()))
            .toList(),
        decision.sourceEdge().map(Name::value).orElse(null),
        decision.destinationEdge().map(Name::value).orElse(null),
        decision.direction(),
        decision.hold(),
        decision.expiresAt().orElse(null),
        switch (decision.cause()) {
          case REQUESTED -> ChoiceCause.REQUESTED;
        },
        decision.reason(),
        null,
        null,
        null,
        decision.revision(),
        null,
        decision.decidedAt(),
        endedAt.orElse(null),
        operation.map(OperationView::of).orElse(null));
  }

  /** What its tunnels have together is an overlay's share. */
  private static List<OverlayShare> shares(Choice choice) {
    Map<Name, Integer> weights = new TreeMap<>();
    choice
        .members()
        .forEach(member -> weights.merge(member.overlay(), member.weight(), Integer::sum));
    return weights.entrySet().stream()
        .map(entry -> new OverlayShare(entry.getKey().value(), entry.getValue()))
        .toList();
  }

  private static Member member(Choice.Member member) {
    return new Member(
        member.overlay().value(),
        member.path().localWanLink().value(),
        member.path().remoteEdge().value(),
        member.path().remoteWanLink().value(),
        member.path().protection(),
        member.weight());
  }

  private static Input input(Choice.Input input) {
    return new Input(
        input.overlay().value(),
        input.path().localWanLink().value(),
        input.path().remoteEdge().value(),
        input.path().remoteWanLink().value(),
        input.path().protection(),
        input.state(),
        input.compliant(),
        Numbers.rounded(input.rttMs()),
        Numbers.rounded(input.oneWayDelayMs()),
        Numbers.rounded(input.jitterMs()),
        Numbers.rounded(input.lossPct()),
        Numbers.rounded(input.freeBps()),
        Numbers.plain(input.cost()),
        Numbers.rounded(input.score()));
  }
}
