package io.isthmus.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.sla.SlaPreset;
import io.isthmus.domain.traffic.SlaObjective;
import io.isthmus.domain.traffic.Threshold;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The console's editor fills in what a preset stands for, so that its numbers are seen. */
class ConsolePresetsTest {
  private static final String EDITOR = "/io/isthmus/console/pages/classes/draft.js";

  @ParameterizedTest
  @EnumSource(SlaPreset.class)
  void theEditorFillsInWhatThePresetStandsFor(SlaPreset preset) throws IOException {
    SlaObjective objective = preset.objective();

    String thresholds =
        Stream.of(
                shown("oneWayDelayMs", objective.oneWayDelayMs()),
                shown("rttMs", objective.rttMs()),
                shown("jitterMs", objective.jitterMs()),
                shown("lossPct", objective.lossPct()),
                shown("rateBps", objective.rateBps()))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", "));

    assertThat(editor()).contains("%s: { %s },".formatted(preset, thresholds));
  }

  private static Optional<String> shown(String metric, Optional<Threshold> threshold) {
    threshold.ifPresent(
        usual -> assertThat(usual.exitWindow()).isEqualTo(Threshold.DEFAULT_EXIT_WINDOW));
    return threshold.map(value ->
        "%s: [%s, %s, %d]"
            .formatted(
                metric, plain(value.enter()), plain(value.exit()), value.enterWindow().toMillis()));
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private static String editor() throws IOException {
    try (InputStream file = ConsolePresetsTest.class.getResourceAsStream(EDITOR)) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
          .replace("_", "");
    }
  }
}
