package io.isthmus.db;

import io.isthmus.domain.traffic.SlaObjective;
import io.isthmus.domain.traffic.Threshold;
import jakarta.persistence.Embeddable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Thresholds as columns, in pairs that are null together. */
@Embeddable
record SlaRow(
    @Nullable Double oneWayDelayMsEnter,
    @Nullable Double oneWayDelayMsExit,
    @Nullable Double rttMsEnter,
    @Nullable Double rttMsExit,
    @Nullable Double jitterMsEnter,
    @Nullable Double jitterMsExit,
    @Nullable Double lossPctEnter,
    @Nullable Double lossPctExit,
    @Nullable Double rateBpsEnter,
    @Nullable Double rateBpsExit) {
  private static final SlaObjective NO_REQUIREMENT =
      new SlaObjective(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  static SlaRow of(Optional<SlaObjective> sla) {
    SlaObjective objective = sla.orElse(NO_REQUIREMENT);
    return new SlaRow(
        enter(objective.oneWayDelayMs()),
        exit(objective.oneWayDelayMs()),
        enter(objective.rttMs()),
        exit(objective.rttMs()),
        enter(objective.jitterMs()),
        exit(objective.jitterMs()),
        enter(objective.lossPct()),
        exit(objective.lossPct()),
        enter(objective.rateBps()),
        exit(objective.rateBps()));
  }

  /** From a row, or from null, which is what all columns being null are read as. */
  static SlaObjective objective(@Nullable SlaRow row) {
    if (row == null) {
      return NO_REQUIREMENT;
    }
    return new SlaObjective(
        threshold(row.oneWayDelayMsEnter, row.oneWayDelayMsExit),
        threshold(row.rttMsEnter, row.rttMsExit),
        threshold(row.jitterMsEnter, row.jitterMsExit),
        threshold(row.lossPctEnter, row.lossPctExit),
        threshold(row.rateBpsEnter, row.rateBpsExit));
  }

  private static @Nullable Double enter(Optional<Threshold> threshold) {
    return threshold.map(Threshold::enter).orElse(null);
  }

  private static @Nullable Double exit(Optional<Threshold> threshold) {
    return threshold.map(Threshold::exit).orElse(null);
  }

  private static Optional<Threshold> threshold(@Nullable Double enter, @Nullable Double exit) {
    return enter == null || exit == null
        ? Optional.empty()
        : Optional.of(Threshold.of(enter, exit));
  }
}
