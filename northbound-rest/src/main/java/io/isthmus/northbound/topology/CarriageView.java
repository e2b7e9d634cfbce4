package io.isthmus.northbound.topology;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.domain.path.Carriage;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A carriage as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Carriage", description = "What carries a class from one edge to another, and why.")
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
    @Schema(description = "The same, tunnel by tunnel.") List<Leg> legs) {

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
      @Schema(description = "1-256, relative to the other legs.", example = "1") int weight) {}

  static CarriageView of(Carriage carriage) {
    return new CarriageView(
        carriage.trafficClass().value(),
        carriage.sourceEdge().value(),
        carriage.destinationEdge().value(),
        carriage.basis(),
        carriage.decision().orElse(null),
        carriage.overlays().stream().map(entry -> entry.overlay().value()).toList(),
        carriage.legs().stream().map(CarriageView::leg).toList());
  }

  private static Leg leg(Carriage.Leg leg) {
    return new Leg(
        leg.tunnel().overlay().value(),
        leg.tunnel().localLink().name().value(),
        leg.tunnel().remoteEdge().value(),
        leg.tunnel().remoteLink().name().value(),
        leg.weight());
  }
}
