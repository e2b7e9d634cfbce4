package io.isthmus.northbound.steering;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.traffic.SteeringDecision;
import io.isthmus.domain.traffic.SteeringPolicy;
import io.isthmus.domain.traffic.WeightedOverlay;
import io.isthmus.northbound.document.Document;
import io.isthmus.northbound.document.Errors;
import io.isthmus.northbound.document.Fields;
import io.isthmus.northbound.document.Instants;
import io.isthmus.northbound.document.Readings;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A request to reroute, as documents write it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "SteeringRequest",
    description =
        "Which overlays are to carry a class from edge to edge, instead of what the class's policy"
            + " would choose.",
    example =
        "{\"trafficClass\": \"voice\", \"overlay\": \"on-2\", \"reason\": \"on-1 lost packets\"}")
public record SteeringRequest(
    @Schema(
            description = "Name of the class to steer.",
            example = "voice",
            requiredMode = Schema.RequiredMode.REQUIRED)
        String trafficClass,
    @Schema(
            description =
                "Name of the overlay that is to carry it, one of the class's own. Either this or"
                    + " overlays.",
            example = "on-2")
        @Nullable String overlay,
    @Schema(
            description =
                "Several overlays that are to share the flows, 1-64, all of the class's own. Either"
                    + " this or overlay.")
        @Nullable List<OverlayShare> overlays,
    @Schema(
            description = "Name of the edge where the packets enter; absent for every edge.",
            example = "edge-nice")
        @Nullable String sourceEdge,
    @Schema(
            description = "Name of the edge where they leave; absent for every edge.",
            example = "cloud-paris")
        @Nullable String destinationEdge,
    @Schema(
            description = "Whether the answers, from destination to source, are steered too.",
            defaultValue = "BOTH",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        SteeringDecision.Direction direction,
    @Schema(
            description =
                "How firmly. PREFER: these overlays rank first, and a class in mode DYNAMIC leaves"
                    + " them while its objective is broken there. PIN: only a tunnel whose path is"
                    + " dead is left.",
            defaultValue = "PREFER",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        SteeringDecision.Hold hold,
    @Schema(
            description =
                "When the decision ends by itself, within a year, UTC. Either this or"
                    + " expiresInSeconds; without both it holds until it is ended or superseded.",
            example = "2026-07-01T12:00:00Z")
        @Nullable Instant expiresAt,
    @Schema(
            description = "The same, as seconds from now.",
            minimum = "1",
            maximum = "31536000",
            example = "900")
        @Nullable Long expiresInSeconds,
    @Schema(
            description = "Your words, for people who read the history; at most 1,024 characters.",
            example = "on-1 lost packets")
        @Nullable String reason) {

  private static final Duration LONGEST = Duration.ofDays(365);

  /** An overlay and its share. */
  @Schema(name = "OverlayShare", description = "An overlay and its share of the flows.")
  public record OverlayShare(
      @Schema(description = "Name of the overlay.", example = "on-2") String overlay,
      @Schema(
              description = "Share of the flows, relative to the others.",
              minimum = "1",
              maximum = "100",
              defaultValue = "1",
              requiredMode = Schema.RequiredMode.NOT_REQUIRED)
          int weight) {}

  /** The decision that the document asks for. */
  static SteeringDecision read(Document document, UUID id, Instant now) {
    Errors errors = new Errors();
    Optional<SteeringDecision> decision =
        Fields.of(document.root(), "", errors).flatMap(fields -> read(fields, id, now));
    errors.throwIfAny();
    return decision.orElseThrow(() -> new IllegalStateException("nothing read and no error"));
  }

  private static Optional<SteeringDecision> read(Fields fields, UUID id, Instant now) {
    Optional<Name> trafficClass = fields.required("trafficClass", Readings.NAME);
    List<WeightedOverlay> overlays = overlays(fields);
    Optional<Name> source = fields.optional("sourceEdge", Readings.NAME);
    Optional<Name> destination = fields.optional("destinationEdge", Readings.NAME);
    SteeringDecision.Direction direction =
        fields
            .optional("direction", Readings.oneOf(SteeringDecision.Direction.class))
            .orElse(SteeringDecision.Direction.BOTH);
    SteeringDecision.Hold hold =
        fields
            .optional("hold", Readings.oneOf(SteeringDecision.Hold.class))
            .orElse(SteeringDecision.Hold.PREFER);
    Optional<Instant> expiresAt = expiry(fields, now);
    String reason = fields.optional("reason", Readings.TEXT).orElse("");
    if (source.isPresent() && source.equals(destination)) {
      fields.invalid(
          "destinationEdge",
          "SAME_EDGE",
          "sourceEdge and destinationEdge are both %s: name two edges, or leave one out"
              .formatted(source.get()));
    }
    return fields.build(
        Map.of(),
        () ->
            new SteeringDecision(
                id,
                trafficClass.orElseThrow(),
                source,
                destination,
                direction,
                overlays,
                SteeringDecision.Cause.REQUESTED,
                hold,
                expiresAt,
                reason,
                0,
                now));
  }

  private static Optional<Instant> expiry(Fields fields, Instant now) {
    Optional<Instant> at = fields.optional("expiresAt", Readings.parsed(Instants::parse));
    Optional<Long> seconds = fields.optional("expiresInSeconds", Readings.LONG);
    if (fields.has("expiresAt") && fields.has("expiresInSeconds")) {
      fields.invalid(
          "expiresInSeconds",
          "EXPIRY_TWICE",
          "expiresAt and expiresInSeconds are both given: leave one out");
    }
    if (at.isPresent() && !isWithin(Duration.between(now, at.get()))) {
      fields.invalid(
          "expiresAt",
          "EXPIRY_OUT_OF_RANGE",
          "expiresAt %s is not within a year from now, %s: give a later or an earlier one"
              .formatted(at.get(), now));
    }
    if (seconds.isPresent() && (seconds.get() < 1 || seconds.get() > LONGEST.toSeconds())) {
      fields.invalid(
          "expiresInSeconds",
          "EXPIRY_OUT_OF_RANGE",
          "expiresInSeconds %d is outside 1-%d".formatted(seconds.get(), LONGEST.toSeconds()));
      return Optional.empty();
    }
    return at.or(() -> seconds.map(now::plusSeconds));
  }

  private static boolean isWithin(Duration left) {
    return left.isPositive() && left.compareTo(LONGEST) <= 0;
  }

  private static List<WeightedOverlay> overlays(Fields fields) {
    if (fields.has("overlay") && fields.has("overlays")) {
      fields.invalid(
          "overlay", "OVERLAY_TWICE", "overlay and overlays are both given: leave one out");
    }
    Optional<WeightedOverlay> one =
        fields.optional("overlay", Readings.NAME).map(name -> new WeightedOverlay(name, 1));
    if (one.isPresent() || fields.has("overlay")) {
      fields.list("overlays", SteeringRequest::share);
      return one.stream().toList();
    }
    List<WeightedOverlay> shares = fields.requiredList("overlays", SteeringRequest::share);
    checkShares(fields, shares);
    return shares;
  }

  private static void checkShares(Fields fields, List<WeightedOverlay> shares) {
    boolean none = fields.node().path("overlays").isEmpty() && fields.has("overlays");
    if (none || shares.size() > SteeringPolicy.MOST_OVERLAYS) {
      fields.invalid(
          "overlays",
          "WRONG_NUMBER_OF_OVERLAYS",
          "overlays has %d items: give 1-%d"
              .formatted(shares.size(), SteeringPolicy.MOST_OVERLAYS));
    }
    Set<Name> seen = new HashSet<>();
    for (WeightedOverlay share : shares) {
      if (!seen.add(share.overlay())) {
        fields.invalid(
            "overlays",
            "DUPLICATE",
            "overlays names %s twice: keep one".formatted(share.overlay()));
      }
    }
  }

  private static Optional<WeightedOverlay> share(JsonNode node, String pointer, Errors errors) {
    return Fields.of(node, pointer, errors)
        .flatMap(fields -> {
          Optional<Name> overlay = fields.required("overlay", Readings.NAME);
          Optional<Integer> weight = fields.optional("weight", Readings.INTEGER);
          return fields.build(
              Map.of("WEIGHT_OUT_OF_RANGE", "weight"),
              () -> new WeightedOverlay(overlay.orElseThrow(), weight.orElse(1)));
        });
  }
}
