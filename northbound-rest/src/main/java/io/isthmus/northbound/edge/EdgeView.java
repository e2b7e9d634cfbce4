package io.isthmus.northbound.edge;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An edge as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "Edge",
    description = "The SD-WAN Edge at a site's border, with its WAN links and LAN segments.")
public record EdgeView(
    @Schema(
            description = "Key of the edge: a DNS label. In a PUT it may be left to the URL.",
            example = "edge-nice",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        String name,
    @Schema(
            description = "Name of the site whose border this is.",
            example = "edge-nice",
            requiredMode = Schema.RequiredMode.REQUIRED)
        String site,
    @Schema(
            description = "Attachments to underlays, at most 16, shown in order of name.",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        List<WanLinkView> wanLinks,
    @Schema(
            description = "What is behind the edge, at most 64, shown in order of name.",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        List<LanSegmentView> lanSegments,
    @Schema(
            description =
                "1-65535, the edge's number in tunnel addresses. Read-only: in a request it must"
                    + " equal the present value.",
            example = "1",
            accessMode = Schema.AccessMode.READ_ONLY)
        @Nullable Integer number,
    @Schema(
            description =
                "Revision that gave the edge its present value. Read-only: in a request it must"
                    + " equal the present value.",
            example = "3",
            accessMode = Schema.AccessMode.READ_ONLY)
        @Nullable Long revision) {}
