package io.isthmus.db;

import io.isthmus.domain.traffic.Threshold;
import jakarta.persistence.Embeddable;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A threshold as columns that are null together, which is read as no row. */
@Embeddable
record ThresholdRow(double enter, double exit, int enterWindowMs, int exitWindowMs) {
  static @Nullable ThresholdRow of(Optional<Threshold> threshold) {
    return threshold.map(ThresholdRow::of).orElse(null);
  }

  private static ThresholdRow of(Threshold threshold) {
    return new ThresholdRow(
        threshold.enter(),
        threshold.exit(),
        (int) threshold.enterWindow().toMillis(),
        (int) threshold.exitWindow().toMillis());
  }

  static Optional<Threshold> threshold(@Nullable ThresholdRow row) {
    return Optional.ofNullable(row).map(ThresholdRow::value);
  }

  private Threshold value() {
    return new Threshold(
        enter, exit, Duration.ofMillis(enterWindowMs), Duration.ofMillis(exitWindowMs));
  }
}
