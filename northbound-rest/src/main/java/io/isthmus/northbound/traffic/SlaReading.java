package io.isthmus.northbound.traffic;

import io.isthmus.domain.sla.SlaPreset;
import io.isthmus.domain.traffic.SlaObjective;
import io.isthmus.domain.traffic.Threshold;
import io.isthmus.northbound.document.Errors;
import io.isthmus.northbound.document.Fields;
import io.isthmus.northbound.document.Numbers;
import io.isthmus.northbound.document.Readings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads and shows objectives. */
final class SlaReading {
  private static final SlaObjective NOTHING =
      new SlaObjective(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  private SlaReading() {}

  /** An objective without any threshold is none. */
  static Optional<SlaObjective> read(JsonNode node, String pointer, Errors errors) {
    return Fields.of(node, pointer, errors)
        .flatMap(SlaReading::read)
        .filter(sla ->
            Stream.of(
                    sla.oneWayDelayMs(), sla.rttMs(), sla.jitterMs(), sla.lossPct(), sla.rateBps())
                .anyMatch(Optional::isPresent));
  }

  static TrafficClassView.SlaView view(SlaObjective sla) {
    return new TrafficClassView.SlaView(
        null,
        view(sla.oneWayDelayMs()).orElse(null),
        view(sla.rttMs()).orElse(null),
        view(sla.jitterMs()).orElse(null),
        view(sla.lossPct()).orElse(null),
        view(sla.rateBps()).orElse(null));
  }

  private static Optional<SlaObjective> read(Fields fields) {
    SlaObjective usual =
        fields
            .optional("preset", Readings.oneOf(SlaPreset.class))
            .map(SlaPreset::objective)
            .orElse(NOTHING);
    Optional<Threshold> oneWayDelayMs = threshold(fields, "oneWayDelayMs", usual.oneWayDelayMs());
    Optional<Threshold> rttMs = threshold(fields, "rttMs", usual.rttMs());
    Optional<Threshold> jitterMs = threshold(fields, "jitterMs", usual.jitterMs());
    Optional<Threshold> lossPct = threshold(fields, "lossPct", usual.lossPct());
    Optional<Threshold> rateBps = threshold(fields, "rateBps", usual.rateBps());
    return fields.build(
        Map.of(), () -> new SlaObjective(oneWayDelayMs, rttMs, jitterMs, lossPct, rateBps));
  }

  private static Optional<Threshold> threshold(
      Fields fields, String field, Optional<Threshold> usual) {
    return fields.optional(field, SlaReading::threshold).or(() -> usual);
  }

  private static Optional<Threshold> threshold(JsonNode node, String pointer, Errors errors) {
    if (node.isNumber()) {
      return Readings.NUMBER.read(node, pointer, errors).map(value -> Threshold.of(value, value));
    }
    if (!node.isObject()) {
      errors.malformed(
          pointer,
          "WRONG_TYPE",
          "give a number, or an object with enter and exit, such as {\"enter\": 150, \"exit\": 120}");
      return Optional.empty();
    }
    return Fields.of(node, pointer, errors)
        .flatMap(fields -> {
          Optional<Double> enter = fields.required("enter", Readings.NUMBER);
          Optional<Double> exit = fields.required("exit", Readings.NUMBER);
          Duration enterWindow =
              window(fields, "enterWindowMs").orElse(Threshold.DEFAULT_ENTER_WINDOW);
          Duration exitWindow =
              window(fields, "exitWindowMs").orElse(Threshold.DEFAULT_EXIT_WINDOW);
          return fields.build(
              Map.of(),
              () ->
                  new Threshold(enter.orElseThrow(), exit.orElseThrow(), enterWindow, exitWindow));
        });
  }

  private static Optional<Duration> window(Fields fields, String field) {
    return fields.optional(field, Readings.LONG).map(Duration::ofMillis);
  }

  private static Optional<TrafficClassView.ThresholdView> view(Optional<Threshold> threshold) {
    return threshold.map(value ->
        new TrafficClassView.ThresholdView(
            Numbers.plain(value.enter()),
            Numbers.plain(value.exit()),
            value.enterWindow().toMillis(),
            value.exitWindow().toMillis()));
  }
}
