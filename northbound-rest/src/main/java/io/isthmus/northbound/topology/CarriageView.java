package io.isthmus.northbound.topology;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.domain.overlay.Protection;
import io.isthmus.domain.path.Carriage;
import io.isthmus.domain.steering.Choice;
import io.isthmus.domain.steering.ChoiceCause;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A carriage as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "Carriage",
    description =
        "What carries a class from one edge to another: what is planned, where nothing is known of"
            + " the paths, and what the source edge has made of it.")
record CarriageView(
    @Schema(
            description =
                "Name of the class; unclassified for flows that no application matches, where no"
                    + " class is the default.",
            example = "voice")
        String trafficClass,
    @Schema(description = "Where the packets enter.", example = "edge-nice") String sourceEdge,
    @Schema(description = "Where they leave.", example = "cloud-paris") String destinationEdge,
    @Schema(
            description =
                "Why these overlays. DECISION: a steering decision names them. POLICY: the class's"
                    + " policy chooses them. FALL_BACK: no overlay of the class joins the edges, it"
                    + " travels as the default class does. DROPPED: nothing joins them, and the"
                    + " packets are dropped.")
        Carriage.Basis basis,
    @Schema(description = "The steering decision, where one is the basis.") @Nullable UUID decision,
    @Schema(description = "Names of the overlays; empty when the packets are dropped.")
        List<String> overlays,
    @Schema(description = "The same, tunnel by tunnel.") List<Leg> legs,
    @Schema(
            description =
                "What carries it now, as the source edge last told; absent when it has told nothing"
                    + " yet.")
        @Nullable Effective effective) {

  /** What the source edge chose. */
  @Schema(
      name = "EffectiveCarriage",
      description =
          "What the source edge chose, by what it measured. Its steering-decision has the inputs.")
  record Effective(
      @Schema(description = "Id of the choice in steering-decisions.") UUID choice,
      @Schema(description = "The tunnels that carry the class; empty when it is dropped.")
          List<Leg> legs,
      @Schema(description = "Why, as in steering-decisions.", example = "SLA_BROKEN")
          ChoiceCause cause,
      @Schema(description = "Why, in words.", example = "on-1: loss 3.2 % is above 1 % for 500 ms")
          String reason,
      @Schema(description = "Since when, UTC.") Instant since) {
    static Effective of(Choice choice) {
      return new Effective(
          choice.id(),
          choice.members().stream().map(Effective::leg).toList(),
          choice.cause(),
          choice.reason(),
          choice.chosenAt());
    }

    private static Leg leg(Choice.Member member) {
      return new Leg(
          member.overlay().value(),
          member.path().localWanLink().value(),
          member.path().remoteEdge().value(),
          member.path().remoteWanLink().value(),
          member.path().protection(),
          member.weight());
    }
  }

  /** A tunnel and its share. */
  @Schema(name = "CarriageLeg", description = "A tunnel and its share of the flows.")
  record Leg(
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
      @Schema(description = "1-256, relative to the other legs.", example = "1") int weight) {}

  static CarriageView of(Carriage carriage, Optional<Choice> choice) {
    return new CarriageView(
        carriage.trafficClass().value(),
        carriage.sourceEdge().value(),
        carriage.destinationEdge().value(),
        carriage.basis(),
        carriage.decision().orElse(null),
        carriage.overlays().stream().map(entry -> entry.overlay().value()).toList(),
        carriage.legs().stream().map(CarriageView::leg).toList(),
        choice.map(Effective::of).orElse(null));
  }

  private static Leg leg(Carriage.Leg leg) {
    return new Leg(
        leg.tunnel().overlay().value(),
        leg.tunnel().localLink().name().value(),
        leg.tunnel().remoteEdge().value(),
        leg.tunnel().remoteLink().name().value(),
        leg.tunnel().protection(),
        leg.weight());
  }
}
