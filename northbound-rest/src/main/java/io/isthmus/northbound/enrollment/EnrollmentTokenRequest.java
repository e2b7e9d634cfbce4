package io.isthmus.northbound.enrollment;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.trust.EnrollmentToken;
import io.isthmus.northbound.document.Document;
import io.isthmus.northbound.document.Errors;
import io.isthmus.northbound.document.Expiry;
import io.isthmus.northbound.document.Fields;
import io.isthmus.northbound.document.Readings;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An enrolment token that is to be made. */
@Schema(
    name = "EnrollmentTokenRequest",
    description = "An enrolment token that is to be made: for an edge, or for a site.",
    example = "{\"edge\": \"edge-nice\", \"ttlSeconds\": 3600}")
public record EnrollmentTokenRequest(
    @Schema(
            description =
                "The edge that it is for; joining with it ends the identity that the edge had.",
            example = "edge-nice",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        @Nullable String edge,
    @Schema(
            description = "Or the site: for any of its edges that has no identity in force.",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        @Nullable String site,
    @Schema(description = "How many keys it lets in: 1-10000.", defaultValue = "1")
        @Nullable Integer uses,
    @Schema(description = "Whether an operator has to agree to each use.", defaultValue = "GIVEN")
        EnrollmentToken.@Nullable Approval approval,
    @Schema(description = "When it is to end, UTC; an hour from now where nothing is said.")
        @Nullable Instant expiresAt,
    @Schema(description = "The same, as seconds from now.") @Nullable Long ttlSeconds) {
  private static final Duration USUAL_LIFE = Duration.ofHours(1);

  /** What was asked for. */
  record Read(
      EnrollmentToken.Target target,
      int uses,
      EnrollmentToken.Approval approval,
      Instant expiresAt) {}

  static Read of(Document document, Instant now) {
    return read(document, now, Optional.empty());
  }

  /** For an edge that the path names: the document need not be there, nor name one. */
  static Read ofEdge(Optional<Document> document, Name edge, Instant now) {
    EnrollmentToken.Target target = new EnrollmentToken.Target.OneEdge(edge);
    return document
        .map(given -> read(given, now, Optional.of(target)))
        .orElseGet(() -> new Read(target, 1, EnrollmentToken.Approval.GIVEN, now.plus(USUAL_LIFE)));
  }

  private static Read read(Document document, Instant now, Optional<EnrollmentToken.Target> known) {
    Errors errors = new Errors();
    Optional<Read> read =
        Fields.of(document.root(), "", errors)
            .flatMap(fields -> {
              Optional<EnrollmentToken.Target> target = known.or(() -> target(fields));
              Optional<Integer> uses = fields.optional("uses", Readings.INTEGER);
              Optional<EnrollmentToken.Approval> approval =
                  fields.optional("approval", Readings.oneOf(EnrollmentToken.Approval.class));
              Optional<Instant> expiry = Expiry.read(fields, now);
              return fields.build(
                  Map.of(),
                  () ->
                      new Read(
                          target.orElseThrow(),
                          uses.orElse(1),
                          approval.orElse(EnrollmentToken.Approval.GIVEN),
                          expiry.orElse(now.plus(USUAL_LIFE))));
            });
    errors.throwIfAny();
    return read.orElseThrow(() -> new IllegalStateException("nothing read and no error"));
  }

  private static Optional<EnrollmentToken.Target> target(Fields fields) {
    Optional<Name> edge = fields.optional("edge", Readings.NAME);
    Optional<Name> site = fields.optional("site", Readings.NAME);
    if (fields.has("edge") == fields.has("site")) {
      fields.invalid(
          "edge", "EDGE_OR_SITE", "a token is for an edge or for a site: give one of the two");
      return Optional.empty();
    }
    return edge.<EnrollmentToken.Target>map(EnrollmentToken.Target.OneEdge::new)
        .or(() -> site.map(EnrollmentToken.Target.AnyOfSite::new));
  }
}
