package io.isthmus.northbound.tenant;

import io.swagger.v3.oas.annotations.media.Schema;

/** A tenant as the API shows it. */
@Schema(
    name = "Tenant",
    description = "An isolated customer: nothing of one tenant is seen by another.",
    example = "{\"name\": \"default\"}")
public record TenantView(
    @Schema(
            description = "Key of the tenant: a DNS label. In a PUT it may be left to the URL.",
            example = "default",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        String name) {}
