package io.isthmus.northbound.topology;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.domain.net.IpAddress;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.topology.WanLink;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An end of a path as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "PathEnd", description = "An end of a path.")
record EndView(
    @Schema(description = "Name of the edge.", example = "edge-nice") String edge,
    @Schema(description = "Name of its WAN link.", example = "internet") String wanLink,
    @Schema(description = "Label of the link's transport.", example = "internet") String transport,
    @Schema(
            description = "Address of the link; absent where it is roaming.",
            example = "198.18.2.2")
        @Nullable String address) {

  static EndView of(Name edge, WanLink link) {
    return new EndView(
        edge.value(),
        link.name().value(),
        link.transport().label(),
        link.fixedAddress().map(IpAddress::toString).orElse(null));
  }
}
