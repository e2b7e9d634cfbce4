package io.isthmus.selection.choice;

import io.isthmus.selection.sla.Metric;
import io.isthmus.selection.sla.Objective;
import io.isthmus.selection.sla.Threshold;
import java.time.Duration;
import java.util.Optional;

/** Policies for tests. */
final class Policies {

  static final Objective VOICE =
      Objective.NONE
          .with(Metric.RTT_MS, threshold(100, 80))
          .with(Metric.JITTER_MS, threshold(30, 20))
          .with(Metric.LOSS_PCT, threshold(1, 0.5));

  private Policies() {}

  static Threshold threshold(double enter, double exit) {
    return new Threshold(enter, exit, Duration.ofMillis(500), Duration.ofSeconds(10));
  }

  static Policy voice() {
    return of(new Strategy.Preferred());
  }

  static Policy of(Strategy strategy) {
    return new Policy(
        VOICE,
        strategy,
        Mode.DYNAMIC,
        WhenNoneCompliant.BEST_AVAILABLE,
        Duration.ofSeconds(30),
        Optional.empty());
  }

  static Policy with(Policy policy, Mode mode) {
    return new Policy(
        policy.objective(),
        policy.strategy(),
        mode,
        policy.whenNoneCompliant(),
        policy.holdDown(),
        policy.shadow());
  }

  static Policy with(Policy policy, WhenNoneCompliant none) {
    return new Policy(
        policy.objective(),
        policy.strategy(),
        policy.mode(),
        none,
        policy.holdDown(),
        policy.shadow());
  }

  static Policy with(Policy policy, Objective objective) {
    return new Policy(
        objective,
        policy.strategy(),
        policy.mode(),
        policy.whenNoneCompliant(),
        policy.holdDown(),
        policy.shadow());
  }

  static Policy with(Policy policy, Duration holdDown) {
    return new Policy(
        policy.objective(),
        policy.strategy(),
        policy.mode(),
        policy.whenNoneCompliant(),
        holdDown,
        policy.shadow());
  }

  static Policy watching(Policy policy, Strategy shadow) {
    return new Policy(
        policy.objective(),
        policy.strategy(),
        policy.mode(),
        policy.whenNoneCompliant(),
        policy.holdDown(),
        Optional.of(shadow));
  }
}
