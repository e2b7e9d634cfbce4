package io.isthmus.selection.sla;

import java.time.Duration;
import java.util.Optional;

/** Feeds one monitor with a probe each 100 ms, in time that is counted. */
final class Probes {

  static final long INTERVAL = 100_000_000L;

  final PathSamples samples = new PathSamples();
  final SlaMonitor monitor;
  long now = 1_000_000_000L;
  long sequence = 1_000;

  Probes(Objective objective) {
    monitor = new SlaMonitor(objective, samples);
    monitor.pathState(PathState.UP, now);
  }

  static Objective objective(Metric metric, double enter, double exit) {
    return Objective.NONE.with(metric, threshold(enter, exit));
  }

  static Threshold threshold(double enter, double exit) {
    return new Threshold(enter, exit, Duration.ofMillis(500), Duration.ofSeconds(2));
  }

  /** So many round trips; one-way delays are not known. */
  Probes rtt(int count, double rttMs) {
    return answered(count, rttMs, Double.NaN, Double.NaN, rttMs);
  }

  /** Both clocks agree. */
  Probes oneWay(int count, double forwardMs, double backwardMs) {
    return answered(count, forwardMs + backwardMs, forwardMs, backwardMs, forwardMs);
  }

  Probes answered(
      int count, double rttMs, double forwardMs, double backwardMs, double variationMs) {
    for (int i = 0; i < count; i++) {
      next();
      samples.answered(sequence, now, rttMs, forwardMs, backwardMs, variationMs);
      judge();
    }
    return this;
  }

  /** Delays to the remote edge, one by one. */
  Probes variations(double... forwardMs) {
    for (double forward : forwardMs) {
      answered(1, forward + 10, Double.NaN, Double.NaN, forward);
    }
    return this;
  }

  Probes lost(int count, Loss loss) {
    for (int i = 0; i < count; i++) {
      next();
      samples.lost(sequence, now, loss);
      judge();
    }
    return this;
  }

  Probes free(int seconds, double bps) {
    for (int i = 0; i < seconds; i++) {
      now += 1_000_000_000L;
      samples.free(now, bps);
      judge();
    }
    return this;
  }

  void next() {
    now += INTERVAL;
    sequence++;
  }

  Optional<Verdict> judge() {
    return monitor.judge(now);
  }

  Verdict.State state() {
    return monitor.verdict().state();
  }
}
