package io.isthmus.northbound.traffic;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.domain.sla.SlaPreset;
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
                "What the class needs of a tunnel. Every edge measures its paths, judges them by it"
                    + " and, in mode DYNAMIC, moves the class by the strategy. Absent: every"
                    + " tunnel whose path is up will do.")
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
                  "Which of the tunnels that join the two edges and keep the objective. PREFERRED:"
                      + " those of the first overlay of the list that has any. BEST_QUALITY: the"
                      + " one of the best quality. LOWEST_COST: the one whose links cost least."
                      + " LOAD_BALANCE: all of them, by weight and free capacity, flow by flow."
                      + " PREDICTIVE_QUALITY: the one that a learned model foresees to break the"
                      + " objective least. PREDICTIVE_STABLE: the same with few moves.",
              defaultValue = "PREFERRED",
              requiredMode = Schema.RequiredMode.NOT_REQUIRED)
          SteeringPolicy.Strategy strategy,
      @Schema(
              description =
                  "Who moves the class. DYNAMIC: the edges, at once and without the controller, by"
                      + " the strategy; requested decisions come first. STATIC: requests alone;"
                      + " only a tunnel whose path is dead is left, and taken again when it"
                      + " lives.",
              defaultValue = "DYNAMIC",
              requiredMode = Schema.RequiredMode.NOT_REQUIRED)
          SteeringPolicy.Mode mode,
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
          SteeringPolicy.WhenNoPath whenNoPath,
      @Schema(
              description =
                  "What becomes of packets where tunnels join the two edges and none keeps the"
                      + " objective. BEST_AVAILABLE: they take the one that comes closest."
                      + " KEEP_CURRENT: they stay where they are. DROP: they are dropped until one"
                      + " keeps it again.",
              defaultValue = "BEST_AVAILABLE",
              requiredMode = Schema.RequiredMode.NOT_REQUIRED)
          SteeringPolicy.WhenNoneCompliant whenNoneCompliant,
      @Schema(
              description =
                  "What becomes of running flows when the class moves. MOVE_NOW: they move with it."
                      + " STICKY: they stay on the tunnel that they began on as long as its path"
                      + " lives.",
              defaultValue = "MOVE_NOW",
              requiredMode = Schema.RequiredMode.NOT_REQUIRED)
          SteeringPolicy.ExistingFlows existingFlows,
      @Schema(
              description =
                  "How long a better ranked tunnel has to keep the objective before the class"
                      + " returns to it, milliseconds; grows with each flap.",
              minimum = "1000",
              maximum = "3600000",
              defaultValue = "30000",
              requiredMode = Schema.RequiredMode.NOT_REQUIRED)
          long holdDownMs,
      @Schema(
              description =
                  "A strategy that is only watched: sla-compliance says how it would have fared.",
              example = "PREDICTIVE_STABLE")
          SteeringPolicy.@Nullable Strategy shadow) {}

  /** An objective. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(
      name = "SlaObjective",
      description =
          "Thresholds (MEF 70.2 performance criterion). An absent one sets no requirement. In a"
              + " request, a plain number in place of a threshold stands for enter and exit alike.")
  public record SlaView(
      @Schema(
              description =
                  "Thresholds for a usual kind of traffic; those that are given besides come in"
                      + " their place. Only in requests: answers show the thresholds. In a patch,"
                      + " it replaces the whole objective.",
              accessMode = Schema.AccessMode.WRITE_ONLY,
              example = "VOICE")
          @Nullable SlaPreset preset,
      @Schema(
              description =
                  "Highest one-way delay in the direction of the packets, milliseconds. Where the"
                      + " clocks of the two edges do not allow to measure it, half the round trip is"
                      + " judged, and verdicts say so.")
          @Nullable ThresholdView oneWayDelayMs,
      @Schema(description = "Highest round-trip time, milliseconds.") @Nullable ThresholdView rttMs,
      @Schema(
              description =
                  "Highest delay variation (RFC 5481, 95th percentile above the minimum),"
                      + " milliseconds.")
          @Nullable ThresholdView jitterMs,
      @Schema(description = "Highest loss, per cent of packets, 0-100.")
          @Nullable ThresholdView lossPct,
      @Schema(
              description =
                  "Lowest free capacity, bits per second: the smaller of the declared rates of the"
                      + " two links, less their traffic. Not judged where no rate is declared.")
          @Nullable ThresholdView rateBps) {}

  /** A threshold. */
  @Schema(
      name = "Threshold",
      description =
          "Where a violation begins and where it ends. In a request a plain number stands for"
              + " both.",
      example = "{\"enter\": 150, \"exit\": 120, \"enterWindowMs\": 500, \"exitWindowMs\": 10000}")
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
          Number exit,
      @Schema(
              description =
                  "How long the value has to be beyond enter, milliseconds; what is measured is"
                      + " averaged over it.",
              minimum = "100",
              maximum = "300000",
              defaultValue = "500",
              requiredMode = Schema.RequiredMode.NOT_REQUIRED)
          long enterWindowMs,
      @Schema(
              description = "How long the value has to be within exit, milliseconds.",
              minimum = "100",
              maximum = "300000",
              defaultValue = "10000",
              requiredMode = Schema.RequiredMode.NOT_REQUIRED)
          long exitWindowMs) {}
}
