package io.isthmus.northbound.topology;

import io.isthmus.domain.overlay.Protection;
import io.isthmus.northbound.telemetry.QualityView;
import io.swagger.v3.oas.annotations.media.Schema;

/** A path as the API shows it. */
@Schema(
    name = "Path",
    description =
        "Two WAN links that reach each other and that at least one overlay has a tunnel over, and"
            + " how both edges find it now.")
record PathView(
    @Schema(
            description =
                "Key of the path as the local edge measures it:"
                    + " edge/wan-link/remote-edge/remote-wan-link, and /plain after that where it is"
                    + " not encrypted."
                    + " The other end measures it under the key with its own link first.",
            example = "edge-nice/internet/cloud-paris/internet")
        String key,
    @Schema(description = "One end; that of the edge asked for, where one is.") EndView local,
    @Schema(description = "The other end.") EndView remote,
    @Schema(
            description =
                "How the path carries packets: WIREGUARD, encrypted, or PLAIN. The same two links may"
                    + " have a path of each.",
            example = "WIREGUARD")
        Protection protection,
    @Schema(
            description = "How many overlays have a tunnel over it; see tunnels?edge= for which.",
            example = "2")
        int overlayCount,
    @Schema(description = "How the local edge finds it.") QualityView quality,
    @Schema(description = "How the remote edge finds it.") QualityView remoteQuality) {}
