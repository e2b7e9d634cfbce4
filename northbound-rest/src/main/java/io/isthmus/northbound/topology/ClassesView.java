package io.isthmus.northbound.topology;

import io.isthmus.domain.steering.ChoiceCause;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/** How much of each class runs where, without the single carriages, as the API shows it. */
@Schema(
    name = "TopologyClasses",
    description = "How much of each class runs where: counts of carriages in one answer.")
record ClassesView(
    @Schema(description = "Revision of the intent.", example = "8") long revision,
    @Schema(
            description =
                "In order of name; with unclassified where no class is the default, as in carriages.")
        List<OfClass> classes) {

  /** A class at a glance. */
  @Schema(name = "TopologyClass", description = "How much of a class runs where.")
  record OfClass(
      @Schema(description = "Name of the class.", example = "voice") String trafficClass,
      @Schema(
              description = "Ordered pairs of edges that share an overlay: its carriages.",
              example = "6")
          int directions,
      @Schema(description = "Those of which the source edge has told.", example = "6") int told,
      @Schema(
              description = "Those told of that break the objective, or whose packets are dropped.",
              example = "0")
          int broken,
      @Schema(description = "Those told of that run elsewhere than planned.", example = "1")
          int moved,
      @Schema(
              description =
                  "What carries them, the most first: as told, otherwise as planned. Directions add"
                      + " up.")
          List<Carrier> carriers,
      @Schema(description = "The newest of those that moved, at most 3.") List<Move> newestMoves) {}

  /** Overlays and how much they carry. */
  @Schema(name = "TopologyCarrier", description = "Overlays that carry some directions of a class.")
  record Carrier(
      @Schema(
              description = "Names of the overlays; empty when the packets are dropped.",
              example = "[\"on-1\"]")
          List<String> overlays,
      @Schema(description = "How many directions.", example = "5") int directions) {}

  /** Where a class has left its plan. */
  @Schema(name = "TopologyMove", description = "Where a class runs elsewhere than planned.")
  record Move(
      @Schema(description = "Where the packets enter.", example = "edge-nice") String sourceEdge,
      @Schema(description = "Where they leave.", example = "cloud-paris") String destinationEdge,
      @Schema(description = "Names of the overlays that carry it; empty when it is dropped.")
          List<String> overlays,
      @Schema(description = "Why, as in steering-decisions.", example = "SLA_BROKEN")
          ChoiceCause cause,
      @Schema(description = "Why, in words.", example = "on-1: loss 3.2 % is above 1 % for 500 ms")
          String reason,
      @Schema(description = "Since when, UTC.") Instant since) {}
}
