package io.isthmus.northbound.token;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A token that is to be made for any tenants; read by {@link ApiTokenRequest#ofAll}. */
@Schema(
    name = "GlobalTokenRequest",
    description = "A token that is to be made, for one tenant, several, or all.",
    example = "{\"name\": \"monitoring\", \"grants\": [\"*:viewer\"], \"ttlSeconds\": 2592000}")
public record GlobalTokenRequest(
    @Schema(
            description = "For people: 1-63 characters.",
            requiredMode = Schema.RequiredMode.REQUIRED)
        String name,
    @Schema(
            description = "What its holder may do, as TENANT:ROLE; * stands for all tenants.",
            requiredMode = Schema.RequiredMode.REQUIRED)
        List<String> grants,
    @Schema(description = "When it is to end, UTC; 90 days from now where nothing is said.")
        @Nullable Instant expiresAt,
    @Schema(description = "The same, as seconds from now.") @Nullable Long ttlSeconds) {}
