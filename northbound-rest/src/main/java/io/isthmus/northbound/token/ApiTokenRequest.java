package io.isthmus.northbound.token;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.trust.Grant;
import io.isthmus.domain.trust.Role;
import io.isthmus.northbound.access.GrantText;
import io.isthmus.northbound.document.Document;
import io.isthmus.northbound.document.Errors;
import io.isthmus.northbound.document.Expiry;
import io.isthmus.northbound.document.Fields;
import io.isthmus.northbound.document.Reading;
import io.isthmus.northbound.document.Readings;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A token that is to be made for one tenant. */
@Schema(
    name = "ApiTokenRequest",
    description = "A token that is to be made.",
    example = "{\"name\": \"orchestrator\", \"role\": \"orchestrator\", \"ttlSeconds\": 2592000}")
public record ApiTokenRequest(
    @Schema(
            description = "For people: 1-63 characters.",
            requiredMode = Schema.RequiredMode.REQUIRED)
        String name,
    @Schema(
            description = "What its holder may do in this tenant.",
            allowableValues = {"viewer", "orchestrator", "operator", "admin"},
            requiredMode = Schema.RequiredMode.REQUIRED)
        String role,
    @Schema(description = "When it is to end, UTC; 90 days from now where nothing is said.")
        @Nullable Instant expiresAt,
    @Schema(description = "The same, as seconds from now.") @Nullable Long ttlSeconds) {
  private static final Duration USUAL_LIFE = Duration.ofDays(90);
  private static final Reading<Role> ROLE =
      Readings.parsed(text -> GrantText.parse("any:" + text).role());
  private static final Reading<Grant> GRANT = Readings.parsed(GrantText::parse);

  /**
   * What was asked for.
   *
   * @param expiresAt always given, since a token that nobody thinks of should not last
   */
  record Read(String name, List<Grant> grants, Instant expiresAt) {}

  static Read ofTenant(Document document, Name tenant, Instant now) {
    return read(
        document,
        now,
        fields ->
            fields
                .required("role", ROLE)
                .map(role -> List.of(Grant.of(tenant, role)))
                .orElse(List.of()));
  }

  static Read ofAll(Document document, Instant now) {
    return read(document, now, fields -> fields.requiredList("grants", GRANT));
  }

  private static Read read(Document document, Instant now, Function<Fields, List<Grant>> grantsOf) {
    Errors errors = new Errors();
    Optional<Read> read =
        Fields.of(document.root(), "", errors)
            .flatMap(fields -> {
              Optional<String> name = fields.required("name", Readings.TEXT);
              List<Grant> grants = grantsOf.apply(fields);
              Optional<Instant> expiry = Expiry.read(fields, now);
              return fields.build(
                  Map.of(),
                  () -> new Read(name.orElseThrow(), grants, expiry.orElse(now.plus(USUAL_LIFE))));
            });
    errors.throwIfAny();
    return read.orElseThrow(() -> new IllegalStateException("nothing read and no error"));
  }
}
