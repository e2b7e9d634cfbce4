package io.isthmus.northbound.topology;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.domain.reconcile.EdgeStatus;
import io.isthmus.domain.telemetry.PathState;
import io.isthmus.domain.topology.EdgeProfile;
import io.isthmus.domain.topology.SiteKind;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A network at a glance, as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "Topology",
    description =
        "How much of everything there is, and the nodes page by page. What joins them is in"
            + " tunnels, paths and carriages.")
record TopologyView(
    @Schema(description = "Revision of the intent.", example = "8") long revision,
    @Schema(description = "Of the whole tenant, not of the page.") Counts counts,
    @Schema(description = "Sites with their edges, in order of name.") List<Node> nodes,
    @Schema(description = "Give this as cursor to get the next page; absent on the last.")
        @Nullable String nextCursor) {

  /** How much of everything. */
  @Schema(name = "TopologyCounts", description = "How much of everything a tenant has.")
  record Counts(
      @Schema(description = "Sites.") int sites,
      @Schema(description = "Edges.") int edges,
      @Schema(description = "Edges whose agent is connected.") int connectedEdges,
      @Schema(description = "Edges that carry what they should.") int inSyncEdges,
      @Schema(description = "Overlays.") int overlays,
      @Schema(description = "Traffic classes.") int trafficClasses,
      @Schema(description = "Applications.") int applications,
      @Schema(description = "Requested steering decisions in force.") int activeDecisions,
      @Schema(
              description =
                  "Paths by state, as edges find them; each of a path's two edges counts for"
                      + " itself.")
          Map<PathState, Integer> pathStates,
      @Schema(
              description = "SLA violations that last; see sla-violations?open=true.",
              example = "0")
          int openViolations,
      @Schema(description = "Operations that wait for an edge.", example = "0")
          long runningOperations) {}

  /** A site. */
  @Schema(name = "TopologyNode", description = "A site with its edges.")
  record Node(
      @Schema(description = "Name of the site.", example = "edge-nice") String site,
      @Schema(description = "Where in the continuum it is.") SiteKind kind,
      @Schema(description = "In order of name.") List<EdgeNode> edges) {}

  /** An edge. */
  @Schema(name = "TopologyEdge", description = "An edge and how it is.")
  record EdgeNode(
      @Schema(description = "Name of the edge.", example = "edge-nice") String edge,
      @Schema(description = "Its number in tunnel addresses.", example = "1") int number,
      @Schema(description = "Whether its agent is connected.") EdgeStatus.Connection connection,
      @Schema(description = "Whether it carries what it should, as in its status.")
          EdgeStatus.ConfigState configState,
      @Schema(
              description =
                  "ADMITTED: others exchange packets with it. REVOKED: it has no tunnel at any edge.")
          EdgeProfile.Standing standing,
      @Schema(description = "Names of its WAN links.", example = "[\"internet\", \"mpls\"]")
          List<String> wanLinks) {}
}
