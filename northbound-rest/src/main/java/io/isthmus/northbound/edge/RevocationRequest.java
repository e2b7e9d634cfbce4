package io.isthmus.northbound.edge;

import io.isthmus.northbound.document.Document;
import io.isthmus.northbound.document.Errors;
import io.isthmus.northbound.document.Fields;
import io.isthmus.northbound.document.Readings;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why an edge is to be revoked. */
@Schema(
    name = "RevocationRequest",
    description = "Why an edge is to be trusted no more.",
    example = "{\"reason\": \"device stolen\"}")
public record RevocationRequest(
    @Schema(description = "For the audit log and the edge's status.") @Nullable String reason) {
  private static final String NO_REASON = "no reason given";

  static String reason(Optional<Document> document) {
    if (document.isEmpty()) {
      return NO_REASON;
    }
    Errors errors = new Errors();
    Optional<String> reason =
        Fields.of(document.get().root(), "", errors)
            .flatMap(fields -> {
              Optional<String> given = fields.optional("reason", Readings.TEXT);
              return fields.build(Map.of(), () -> given.orElse(NO_REASON));
            });
    errors.throwIfAny();
    return reason.orElse(NO_REASON);
  }
}
