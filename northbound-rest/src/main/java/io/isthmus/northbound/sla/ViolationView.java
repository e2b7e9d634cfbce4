package io.isthmus.northbound.sla;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.domain.overlay.Protection;
import io.isthmus.domain.sla.SlaMetric;
import io.isthmus.domain.sla.SlaViolation;
import io.isthmus.northbound.document.Numbers;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A violation as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "SlaViolation",
    description = "A time in which a tunnel broke the objective of a class towards an edge.")
record ViolationView(
    @Schema(description = "Names the violation.") UUID id,
    @Schema(description = "Whether it lasts.", example = "false") boolean open,
    @Schema(description = "Name of the class.", example = "voice") String trafficClass,
    @Schema(description = "The edge that judged.", example = "edge-nice") String sourceEdge,
    @Schema(description = "Where the class's packets go.", example = "cloud-paris")
        String destinationEdge,
    @Schema(description = "Name of the tunnel's overlay.", example = "on-1") String overlay,
    @Schema(description = "Link of the source edge.", example = "internet") String localWanLink,
    @Schema(
            description = "Where the tunnel ends: the destination, or a hub on the way.",
            example = "cloud-paris")
        String remoteEdge,
    @Schema(description = "Link of the remote edge.", example = "internet") String remoteWanLink,
    @Schema(
            description =
                "How the path carries it: WIREGUARD, encrypted, or PLAIN. The same two links may"
                    + " have a path of each.",
            example = "WIREGUARD")
        Protection protection,
    @Schema(
            description =
                "What broke it: ONE_WAY_DELAY_MS, RTT_MS, JITTER_MS, LOSS_PCT or RATE_BPS, each as"
                    + " in the objective, or PATH_DOWN.",
            example = "LOSS_PCT")
        SlaMetric metric,
    @Schema(
            description = "What was measured then, in the metric's unit; absent for PATH_DOWN.",
            example = "3.2")
        @Nullable Number value,
    @Schema(description = "The threshold that it crossed; absent for PATH_DOWN.", example = "1")
        @Nullable Number threshold,
    @Schema(description = "Whether the tunnel carried the class when it began.", example = "true")
        boolean carrying,
    @Schema(
            description = "Whether a one-way delay was judged by half the round trip.",
            example = "false")
        boolean halfRtt,
    @Schema(description = "When it began, UTC.") Instant beganAt,
    @Schema(description = "When it ended, UTC; absent while it lasts.") @Nullable Instant endedAt,
    @Schema(description = "How long it lasted, or has so far, milliseconds.", example = "4200")
        long durationMs) {

  static ViolationView of(SlaViolation violation, Instant now) {
    Optional<SlaViolation> measured =
        Optional.of(violation).filter(broken -> broken.metric() != SlaMetric.PATH_DOWN);
    Duration duration = Duration.between(violation.beganAt(), violation.endedAt().orElse(now));
    return new ViolationView(
        violation.id(),
        violation.endedAt().isEmpty(),
        violation.trafficClass().value(),
        violation.path().edge().edge().value(),
        violation.destinationEdge().value(),
        violation.overlay().value(),
        violation.path().localWanLink().value(),
        violation.path().remoteEdge().value(),
        violation.path().remoteWanLink().value(),
        violation.path().protection(),
        violation.metric(),
        measured.map(broken -> Numbers.rounded(broken.value())).orElse(null),
        measured.map(broken -> Numbers.rounded(broken.threshold())).orElse(null),
        violation.carrying(),
        violation.halfRtt(),
        violation.beganAt(),
        violation.endedAt().orElse(null),
        Math.max(0, duration.toMillis()));
  }
}
