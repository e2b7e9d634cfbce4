package io.isthmus.northbound.topology;

import io.swagger.v3.oas.annotations.media.Schema;

/** A path as the API shows it. */
@Schema(
    name = "Path",
    description =
        "Two WAN links that reach each other and that at least one overlay has a tunnel over.")
record PathView(
    @Schema(description = "One end; that of the edge asked for, where one is.") EndView local,
    @Schema(description = "The other end.") EndView remote,
    @Schema(
            description = "How many overlays have a tunnel over it; see tunnels?edge= for which.",
            example = "2")
        int overlayCount) {}
