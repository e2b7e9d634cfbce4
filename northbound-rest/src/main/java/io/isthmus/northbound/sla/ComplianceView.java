package io.isthmus.northbound.sla;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.domain.sla.Compliance;
import io.isthmus.domain.traffic.SteeringPolicy;
import io.isthmus.northbound.document.Numbers;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How well a class kept its objective on a day, as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "SlaCompliance",
    description =
        "How well a class kept its objective on a day, over everything that carried it between all"
            + " edges.")
record ComplianceView(
    @Schema(description = "Name of the class.", example = "voice") String trafficClass,
    @Schema(description = "The day, UTC.", example = "2026-07-01") LocalDate day,
    @Schema(
            description =
                "Per cent of the measured time in which the objective was kept; absent when nothing"
                    + " was measured.",
            example = "99.982")
        @Nullable Number compliancePct,
    @Schema(description = "Time that was measured, summed over all pairs of edges.")
        long measuredMs,
    @Schema(description = "The part of it in which the objective was broken.") long violatedMs,
    @Schema(
            description =
                "How the strategy that is only watched would have fared; absent without one.")
        @Nullable Shadow shadow) {

  /** How the strategy that is only watched would have fared. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(
      name = "ShadowCompliance",
      description = "How a strategy that is only watched would have fared in the same time.")
  record Shadow(
      @Schema(
              description = "The strategy that is watched now; absent when none is any more.",
              example = "PREDICTIVE_STABLE")
          SteeringPolicy.@Nullable Strategy strategy,
      @Schema(
              description = "Per cent in which it would have kept the objective.",
              example = "99.99")
          @Nullable Number compliancePct,
      @Schema(description = "The time in which it would have broken it.") long violatedMs,
      @Schema(description = "How often it would have moved the class.", example = "3")
          long moves) {}

  /**
   * @param watched the strategy that runs in shadow now
   */
  static ComplianceView of(Compliance compliance, Optional<SteeringPolicy.Strategy> watched) {
    boolean shadowed =
        watched.isPresent()
            || !compliance.shadowViolated().isZero()
            || compliance.shadowMoves() > 0;
    return new ComplianceView(
        compliance.trafficClass().value(),
        compliance.day(),
        pct(compliance.measured(), compliance.violated()),
        compliance.measured().toMillis(),
        compliance.violated().toMillis(),
        shadowed
            ? new Shadow(
                watched.orElse(null),
                pct(compliance.measured(), compliance.shadowViolated()),
                compliance.shadowViolated().toMillis(),
                compliance.shadowMoves())
            : null);
  }

  private static @Nullable Number pct(Duration measured, Duration violated) {
    return measured.isZero()
        ? null
        : Numbers.rounded(100.0 * (1 - (double) violated.toNanos() / measured.toNanos()));
  }
}
