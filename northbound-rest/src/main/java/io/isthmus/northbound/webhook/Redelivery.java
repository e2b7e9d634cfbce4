package io.isthmus.northbound.webhook;

import io.swagger.v3.oas.annotations.media.Schema;

/** What came of asking for another attempt. */
@Schema(name = "Redelivery", description = "What came of asking for another attempt.")
record Redelivery(
    @Schema(description = "How many dead letters are about to be tried once more.", example = "3")
        int requested) {}
