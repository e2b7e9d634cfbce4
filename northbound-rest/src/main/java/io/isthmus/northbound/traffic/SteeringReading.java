package io.isthmus.northbound.traffic;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.traffic.SteeringPolicy;
import io.isthmus.domain.traffic.SteeringPolicy.ExistingFlows;
import io.isthmus.domain.traffic.SteeringPolicy.Mode;
import io.isthmus.domain.traffic.SteeringPolicy.Strategy;
import io.isthmus.domain.traffic.SteeringPolicy.WhenNoPath;
import io.isthmus.domain.traffic.SteeringPolicy.WhenNoneCompliant;
import io.isthmus.domain.traffic.WeightedOverlay;
import io.isthmus.northbound.document.Errors;
import io.isthmus.northbound.document.Fields;
import io.isthmus.northbound.document.Readings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads and shows steering policies. */
final class SteeringReading {
  private static final Map<String, String> FIELD_OF_CODE =
      Map.of(
          "CLASS_WITHOUT_OVERLAY", "overlays",
          "TOO_MANY", "overlays",
          "DUPLICATE", "overlays",
          "WEIGHT_NOT_USED", "weights",
          "WEIGHT_OUT_OF_RANGE", "weights",
          "HOLD_DOWN_OUT_OF_RANGE", "holdDownMs");

  private SteeringReading() {}

  static Optional<SteeringPolicy> read(JsonNode node, String pointer, Errors errors) {
    return Fields.of(node, pointer, errors).flatMap(SteeringReading::read);
  }

  static TrafficClassView.SteeringView view(SteeringPolicy policy) {
    Map<String, Integer> weights = new LinkedHashMap<>();
    policy.overlays().forEach(entry -> weights.put(entry.overlay().value(), entry.weight()));
    return new TrafficClassView.SteeringView(
        policy.strategy(),
        policy.mode(),
        List.copyOf(weights.keySet()),
        policy.strategy() == Strategy.LOAD_BALANCE ? weights : null,
        policy.whenNoPath(),
        policy.whenNoneCompliant(),
        policy.existingFlows(),
        policy.holdDown().toMillis(),
        policy.shadow().orElse(null));
  }

  private static Optional<SteeringPolicy> read(Fields fields) {
    Strategy strategy =
        fields.optional("strategy", Readings.oneOf(Strategy.class)).orElse(Strategy.PREFERRED);
    Mode mode = fields.optional("mode", Readings.oneOf(Mode.class)).orElse(Mode.DYNAMIC);
    List<Name> overlays = fields.requiredList("overlays", Readings.NAME);
    Map<String, Integer> weights =
        fields.optional("weights", SteeringReading::weights).orElse(Map.of());
    WhenNoPath whenNoPath =
        fields
            .optional("whenNoPath", Readings.oneOf(WhenNoPath.class))
            .orElse(WhenNoPath.FALL_BACK);
    WhenNoneCompliant whenNoneCompliant =
        fields
            .optional("whenNoneCompliant", Readings.oneOf(WhenNoneCompliant.class))
            .orElse(WhenNoneCompliant.BEST_AVAILABLE);
    ExistingFlows existingFlows =
        fields
            .optional("existingFlows", Readings.oneOf(ExistingFlows.class))
            .orElse(ExistingFlows.MOVE_NOW);
    Duration holdDown =
        fields
            .optional("holdDownMs", Readings.LONG)
            .map(Duration::ofMillis)
            .orElse(SteeringPolicy.DEFAULT_HOLD_DOWN);
    Optional<Strategy> shadow = fields.optional("shadow", Readings.oneOf(Strategy.class));
    checkWeights(fields, strategy, overlays, weights);
    return fields.build(
        FIELD_OF_CODE,
        () ->
            new SteeringPolicy(
                strategy,
                mode,
                overlays.stream()
                    .map(overlay ->
                        new WeightedOverlay(overlay, weights.getOrDefault(overlay.value(), 1)))
                    .toList(),
                whenNoPath,
                whenNoneCompliant,
                existingFlows,
                holdDown,
                shadow));
  }

  private static Optional<Map<String, Integer>> weights(
      JsonNode node, String pointer, Errors errors) {
    return Fields.of(node, pointer, errors)
        .map(fields -> {
          Map<String, Integer> weights = new LinkedHashMap<>();
          for (String overlay : node.propertyNames()) {
            fields
                .required(overlay, Readings.INTEGER)
                .ifPresent(weight -> weights.put(overlay, weight));
          }
          return weights;
        });
  }

  private static void checkWeights(
      Fields fields, Strategy strategy, List<Name> overlays, Map<String, Integer> weights) {
    if (strategy != Strategy.LOAD_BALANCE && !weights.isEmpty()) {
      fields.invalid(
          "weights",
          "WEIGHT_NOT_USED",
          "%s sends all flows to one overlay: leave weights out or set strategy to LOAD_BALANCE"
              .formatted(strategy));
    }
    for (String overlay : weights.keySet()) {
      if (overlays.stream().noneMatch(name -> name.value().equals(overlay))) {
        fields.invalid(
            "weights",
            "WEIGHT_WITHOUT_OVERLAY",
            "weights names %s, which is not among overlays: add it there or leave its weight out"
                .formatted(Readings.shortened(overlay)));
      }
    }
  }
}
