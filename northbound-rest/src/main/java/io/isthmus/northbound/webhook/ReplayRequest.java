package io.isthmus.northbound.webhook;

import io.isthmus.northbound.document.Document;
import io.isthmus.northbound.document.Errors;
import io.isthmus.northbound.document.Fields;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import java.util.Optional;

/** Where to begin anew. */
@Schema(
    name = "ReplayRequest",
    description = "Where a webhook is to begin anew.",
    example = "{\"after\": \"42\"}")
public record ReplayRequest(
    @Schema(
            description =
                "Id of the last event that the receiver has; 0 for all that are kept. Those after"
                    + " it are delivered, also if they were before.",
            example = "42",
            requiredMode = Schema.RequiredMode.REQUIRED)
        String after) {

  static long read(Document document) {
    Errors errors = new Errors();
    Optional<Long> after =
        Fields.of(document.root(), "", errors)
            .flatMap(fields -> {
              Optional<Long> given = fields.required("after", WebhookDocument.EVENT_ID);
              return fields.build(Map.of(), given::orElseThrow);
            });
    errors.throwIfAny();
    return after.orElseThrow(() -> new IllegalStateException("nothing read and no error"));
  }
}
