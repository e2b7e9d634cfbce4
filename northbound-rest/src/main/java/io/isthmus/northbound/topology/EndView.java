package io.isthmus.northbound.topology;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.topology.WanLink;
import io.swagger.v3.oas.annotations.media.Schema;

/** An end of a path as the API shows it. */
@Schema(name = "PathEnd", description = "An end of a path.")
record EndView(
    @Schema(description = "Name of the edge.", example = "edge-nice") String edge,
    @Schema(description = "Name of its WAN link.", example = "internet") String wanLink,
    @Schema(description = "Label of the link's transport.", example = "internet") String transport,
    @Schema(description = "Address of the link.", example = "198.18.2.2") String address) {

  static EndView of(Name edge, WanLink link) {
    return new EndView(
        edge.value(), link.name().value(), link.transport().label(), link.address().toString());
  }
}
