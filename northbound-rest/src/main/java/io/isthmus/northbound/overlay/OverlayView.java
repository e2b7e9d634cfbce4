package io.isthmus.northbound.overlay;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.domain.overlay.Encryption;
import io.isthmus.domain.overlay.OverlayTopology;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An overlay as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "Overlay",
    description =
        "An overlay network: member edges joined by tunnels over the paths of some"
            + " transports.",
    example =
        "{\"name\": \"on-1\", \"edges\": [\"cloud-paris\", \"edge-nice\", \"far-edge-van\"],"
            + " \"transports\": [\"internet\"]}")
public record OverlayView(
    @Schema(
            description = "Key of the overlay: a DNS label. In a PUT it may be left to the URL.",
            example = "on-1",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        String name,
    @Schema(
            description =
                "FULL_MESH: every member has tunnels to every other. HUB_AND_SPOKE: hubs have"
                    + " tunnels to every member, spokes reach each other through a hub.",
            defaultValue = "FULL_MESH",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        OverlayTopology topology,
    @Schema(
            description = "Names of the member edges, at least two, shown in order of name.",
            example = "[\"cloud-paris\", \"edge-nice\", \"far-edge-van\"]",
            requiredMode = Schema.RequiredMode.REQUIRED)
        List<String> edges,
    @Schema(
            description =
                "Members that join the others, the preferred first. Only with HUB_AND_SPOKE.",
            example = "[\"cloud-paris\"]")
        @Nullable List<String> hubs,
    @Schema(
            description =
                "Labels of the transports that tunnels may run over. Absent or empty: all.",
            example = "[\"internet\"]")
        @Nullable List<String> transports,
    @Schema(
            description =
                "What of it is encrypted, by WireGuard between the edges. REQUIRED: every path, and"
                    + " where that cannot be, nothing is carried. REQUIRED_ON_PUBLIC: paths over"
                    + " PUBLIC links. OFF: nothing; such an overlay does not run over roaming"
                    + " links.",
            defaultValue = "REQUIRED",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        Encryption encryption,
    @Schema(
            description =
                "VXLAN network identifier, unique in the controller. When absent in a PUT, the"
                    + " controller allocates one, and keeps it.",
            minimum = "1",
            maximum = "16777215",
            example = "4096",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        int vni,
    @Schema(
            description =
                "Revision that gave the overlay its present value. Read-only: in a request it must"
                    + " equal the present value.",
            example = "4",
            accessMode = Schema.AccessMode.READ_ONLY)
        @Nullable Long revision) {}
