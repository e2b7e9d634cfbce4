package io.isthmus.northbound.site;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.domain.topology.SiteKind;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A site as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "Site",
    description = "A node of the cloud-edge continuum that hosts microservices.",
    example = "{\"name\": \"cloud-paris\", \"kind\": \"CLOUD\"}")
public record SiteView(
    @Schema(
            description = "Key of the site: a DNS label. In a PUT it may be left to the URL.",
            example = "cloud-paris",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        String name,
    @Schema(
            description = "Where in the continuum the site is.",
            example = "CLOUD",
            requiredMode = Schema.RequiredMode.REQUIRED)
        SiteKind kind,
    @Schema(
            description =
                "Revision that gave the site its present value. Read-only: in a request it must"
                    + " equal the present value.",
            example = "2",
            accessMode = Schema.AccessMode.READ_ONLY)
        @Nullable Long revision) {}
