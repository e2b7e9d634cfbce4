package io.isthmus.northbound.traffic;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.domain.traffic.SteeringPolicy;
import io.isthmus.domain.traffic.TrafficClass;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A traffic class as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "TrafficClass",
    description = "Flows with one requirement, and the overlays that may carry them.",
    example =
        "{\"name\": \"voice\", \"steering\": {\"overlays\": [\"on-1\", \"on-2\"]}, \"sla\":"
            + " {\"oneWayDelayMs\": {\"enter\": 150, \"exit\": 120}, \"lossPct\": 1}}")
public record TrafficClassView(
    @Schema(
            description =
                "Key of the class: a DNS label, not unclassified. In a PUT it may be left to the"
                    + " URL.",
            example = "voice",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        String name,
    @Schema(
            description =
                "DEFAULT for the class of flows that no application matches, at most one per"
                    + " tenant. Without one, such flows take the first overlay by name that joins"
                    + " the two edges.",
            defaultValue = "NORMAL",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        TrafficClass.Role role,
    @Schema(
            description = "How the class chooses among its overlays, for each pair of edges.",
            requiredMode = Schema.RequiredMode.REQUIRED)
        SteeringView steering,
    @Schema(
            description =
                "What the class needs. It is stored and shown, and nothing measures it yet: it"
                    + " has no influence on where the class travels.")
        @Nullable SlaView sla,
    @Schema(
            description =
                "Revision that gave the class its present value. Read-only: in a request it must"
                    + " equal the present value.",
            example = "5",
            accessMode = Schema.AccessMode.READ_ONLY)
        @Nullable Long revision) {

  /** A steering policy. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "SteeringPolicy", description = "How a class chooses among its overlays.")
  public record SteeringView(
      @Schema(
              description =
                  "PREFERRED: the first overlay of the list that joins the two edges."
                      + " LOAD_BALANCE: all overlays of the list that join them, by weight, flow"
                      + " by flow.",
              defaultValue = "PREFERRED",
              requiredMode = Schema.RequiredMode.NOT_REQUIRED)
          SteeringPolicy.Strategy strategy,
      @Schema(
              description =
                  "Names of the overlays that may carry the class, 1-64; for PREFERRED in order of"
                      + " preference.",
              example = "[\"on-1\", \"on-2\"]",
              requiredMode = Schema.RequiredMode.REQUIRED)
          List<String> overlays,
      @Schema(
              description =
                  "Share of the flows by overlay, 1-100, relative to the others; 1 where none is"
                      + " given. Only with LOAD_BALANCE.",
              example = "{\"on-1\": 70, \"on-2\": 30}")
          @Nullable Map<String, Integer> weights,
      @Schema(
              description =
                  "What becomes of packets where none of the overlays joins the two edges."
                      + " FALL_BACK: they travel as the default class does. DROP: they never leave"
                      + " the edge.",
              defaultValue = "FALL_BACK",
              requiredMode = Schema.RequiredMode.NOT_REQUIRED)
          SteeringPolicy.WhenNoPath whenNoPath) {}

  /** An objective. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(
      name = "SlaObjective",
      description =
          "Thresholds (MEF 70.2 performance criterion). Stored and shown; nothing measures them"
              + " yet.")
  public record SlaView(
      @Schema(description = "Highest one-way delay, milliseconds.")
          @Nullable ThresholdView oneWayDelayMs,
      @Schema(description = "Highest round-trip time, milliseconds.") @Nullable ThresholdView rttMs,
      @Schema(description = "Highest delay variation, milliseconds.")
          @Nullable ThresholdView jitterMs,
      @Schema(description = "Highest loss, per cent of packets, 0-100.")
          @Nullable ThresholdView lossPct,
      @Schema(description = "Lowest free capacity, bits per second.")
          @Nullable ThresholdView rateBps) {}

  /** A threshold. */
  @Schema(
      name = "Threshold",
      description =
          "Where a violation begins and where it ends. In a request a plain number stands for"
              + " both.",
      example = "{\"enter\": 150, \"exit\": 120}")
  public record ThresholdView(
      @Schema(
              description = "The value beyond which a violation begins.",
              example = "150",
              requiredMode = Schema.RequiredMode.REQUIRED)
          Number enter,
      @Schema(
              description = "The value that ends it: not above enter, or for rateBps not below it.",
              example = "120",
              requiredMode = Schema.RequiredMode.REQUIRED)
          Number exit) {}
}
