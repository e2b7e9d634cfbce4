package io.isthmus.selection.choice;

import io.isthmus.selection.predict.Bounds;
import io.isthmus.selection.predict.Model;
import io.isthmus.selection.predict.PathSecond;
import io.isthmus.selection.predict.PredictiveSelector;
import io.isthmus.selection.sla.Measured;
import io.isthmus.selection.sla.Metric;
import io.isthmus.selection.sla.Objective;
import io.isthmus.selection.sla.Threshold;
import java.util.List;

/** Asks a learned selector, second by second, and keeps its last answer. */
final class Foresight {

  private final Objective objective;
  private final PredictiveSelector selector;
  private final PathSecond second;

  private final Strategy.Predictive strategy;
  private final List<Candidate> candidates;

  Foresight(Strategy.Predictive strategy, Objective objective, List<Candidate> candidates) {
    this(
        strategy,
        objective,
        candidates,
        new PredictiveSelector(
            Model.shipped(), strategy.mode(), bounds(objective), candidates.size()));
  }

  private Foresight(
      Strategy.Predictive strategy,
      Objective objective,
      List<Candidate> candidates,
      PredictiveSelector selector) {
    this.strategy = strategy;
    this.objective = objective;
    this.candidates = candidates;
    this.selector = selector;
    this.second = new PathSecond(candidates.size());
  }

  /**
   * One that knows what another has seen of candidates that stay, where it saw with the same eyes.
   */
  Foresight inheriting(Foresight before) {
    if (!before.strategy.equals(strategy) || !before.objective.equals(objective)) {
      return this;
    }
    int[] previous = new int[candidates.size()];
    for (int i = 0; i < previous.length; i++) {
      String id = candidates.get(i).id();
      previous[i] = before.candidates.stream().map(Candidate::id).toList().indexOf(id);
    }
    return new Foresight(strategy, objective, candidates, before.selector.withPaths(previous));
  }

  private static Bounds bounds(Objective objective) {
    double rtt =
        Math.min(enter(objective, Metric.RTT_MS), 2 * enter(objective, Metric.ONE_WAY_DELAY_MS));
    return new Bounds(rtt, enter(objective, Metric.JITTER_MS), enter(objective, Metric.LOSS_PCT));
  }

  private static double enter(Objective objective, Metric metric) {
    return objective.threshold(metric).map(Threshold::enter).orElse(Bounds.NONE);
  }

  /** The candidate that should carry the class in the second that begins. */
  String next(List<Standing> standings, List<Member> current) {
    int carrying = 0;
    for (int i = 0; i < standings.size(); i++) {
      Standing standing = standings.get(i);
      fill(i, standing);
      if (current.stream().anyMatch(m -> m.id().equals(standing.id()))) {
        carrying = i;
      }
    }
    return standings.get(selector.choose(carrying, second)).id();
  }

  private void fill(int path, Standing standing) {
    Measured measured = standing.lastSecond();
    switch (standing.state()) {
      case DOWN -> second.unusable(path);
      case UNKNOWN, REMOTE_SILENT -> second.unmeasured(path);
      case UP -> {
        if (Double.isNaN(measured.lossPct())) {
          second.unmeasured(path);
        } else {
          second.measured(
              path, measured.rttMs(), measured.jitterMs(), measured.lossPct(), share(measured));
        }
      }
    }
  }

  private double share(Measured measured) {
    return objective
        .threshold(Metric.RATE_BPS)
        .map(threshold -> measured.freeBps() / Math.max(1, threshold.enter()))
        .orElse(Double.NaN);
  }
}
