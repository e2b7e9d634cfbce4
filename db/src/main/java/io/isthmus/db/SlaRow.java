package io.isthmus.db;

import io.isthmus.domain.traffic.SlaObjective;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import java.util.Optional;
import org.hibernate.annotations.EmbeddedColumnNaming;
import org.jspecify.annotations.Nullable;

/** An objective's thresholds. */
@Embeddable
record SlaRow(
    @Embedded @EmbeddedColumnNaming("one_way_delay_ms_%s") @Nullable ThresholdRow oneWayDelayMs,
    @Embedded @EmbeddedColumnNaming("rtt_ms_%s") @Nullable ThresholdRow rttMs,
    @Embedded @EmbeddedColumnNaming("jitter_ms_%s") @Nullable ThresholdRow jitterMs,
    @Embedded @EmbeddedColumnNaming("loss_pct_%s") @Nullable ThresholdRow lossPct,
    @Embedded @EmbeddedColumnNaming("rate_bps_%s") @Nullable ThresholdRow rateBps) {
  private static final SlaObjective NO_REQUIREMENT =
      new SlaObjective(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  static SlaRow of(Optional<SlaObjective> sla) {
    SlaObjective objective = sla.orElse(NO_REQUIREMENT);
    return new SlaRow(
        ThresholdRow.of(objective.oneWayDelayMs()),
        ThresholdRow.of(objective.rttMs()),
        ThresholdRow.of(objective.jitterMs()),
        ThresholdRow.of(objective.lossPct()),
        ThresholdRow.of(objective.rateBps()));
  }

  /** From a row, or from null, which is what all columns being null are read as. */
  static SlaObjective objective(@Nullable SlaRow row) {
    if (row == null) {
      return NO_REQUIREMENT;
    }
    return new SlaObjective(
        ThresholdRow.threshold(row.oneWayDelayMs),
        ThresholdRow.threshold(row.rttMs),
        ThresholdRow.threshold(row.jitterMs),
        ThresholdRow.threshold(row.lossPct),
        ThresholdRow.threshold(row.rateBps));
  }
}
