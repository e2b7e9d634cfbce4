package io.isthmus.northbound.topology;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** What joins the edges, without the single tunnels, as the API shows it. */
@Schema(
    name = "TopologyLinks",
    description = "How the tunnels between each two edges are: a map of the network in one answer.")
record LinksView(
    @Schema(description = "Revision of the intent.", example = "8") long revision,
    @Schema(description = "Of all links that were looked at.") Tally tunnels,
    @Schema(description = "In order of the edges' names.") List<Link> links,
    @Schema(
            description =
                "Whether these are all links. An answer has at most 20,000, of at most 200,000"
                    + " tunnels; beyond that see tunnels?edge=.",
            example = "true")
        boolean complete) {

  /** How many tunnels fare how. */
  @Schema(name = "TunnelTally", description = "How many tunnels fare how; each counts once.")
  record Tally(
      @Schema(
              description = "Both ends find the path up, and no class's objective is broken on it.",
              example = "2")
          int up,
      @Schema(
              description = "Both ends find the path up, and it breaks some class's objective.",
              example = "0")
          int degraded,
      @Schema(description = "An end finds that the path is dead.", example = "0") int down,
      @Schema(description = "An end has not told how the path is.", example = "0") int unknown) {}

  /** How the tunnels between two edges fare. */
  @Schema(name = "TopologyLink", description = "How the tunnels between two edges fare.")
  record Link(
      @Schema(description = "The edge that is first by name.", example = "cloud-paris")
          String localEdge,
      @Schema(description = "The other.", example = "edge-nice") String remoteEdge,
      @Schema(description = "As in the tally of all.", example = "2") int up,
      @Schema(description = "As in the tally of all.", example = "0") int degraded,
      @Schema(description = "As in the tally of all.", example = "0") int down,
      @Schema(description = "As in the tally of all.", example = "0") int unknown,
      @Schema(
              description =
                  "The worst that any tunnel is: DOWN, DEGRADED, UNKNOWN, UP in this order. The"
                      + " list is closed.",
              example = "UP")
          Health worst) {}

  /** How a tunnel fares; from better to worse. */
  enum Health {
    UP,
    UNKNOWN,
    DEGRADED,
    DOWN
  }
}
