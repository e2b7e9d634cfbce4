package io.isthmus.agent.desired;

import io.isthmus.selection.choice.Mode;
import io.isthmus.selection.choice.Policy;
import io.isthmus.selection.choice.Strategy;
import io.isthmus.selection.choice.WhenNoneCompliant;
import io.isthmus.selection.sla.Metric;
import io.isthmus.selection.sla.Objective;
import io.isthmus.selection.sla.Threshold;
import io.isthmus.southbound.api.v1.SlaObjective;
import io.isthmus.southbound.api.v1.SteeringMode;
import io.isthmus.southbound.api.v1.TrafficClass;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** How a class is to be steered; what the wire leaves out has the value that is usual. */
final class PolicyParser {

  private static final String STRATEGY_PREFIX = "STRATEGY_";
  private static final Duration HOLD_DOWN = Duration.ofSeconds(30);
  private static final int ENTER_WINDOW_MILLIS = 500;
  private static final int EXIT_WINDOW_MILLIS = 10_000;

  private final Consumer<String> problem;
  private Objective objective = Objective.NONE;

  private PolicyParser(Consumer<String> problem) {
    this.problem = problem;
  }

  static Policy parse(TrafficClass wire, Consumer<String> problem) {
    return new PolicyParser(problem).policy(wire);
  }

  private Policy policy(TrafficClass wire) {
    if (wire.hasObjective()) {
      objective(wire.getObjective());
    }
    if (wire.getHoldDownMillis() < 0) {
      problem.accept("hold_down_millis " + wire.getHoldDownMillis() + " is negative");
    }
    return new Policy(
        objective,
        strategy(wire),
        wire.getMode() == SteeringMode.STEERING_MODE_STATIC ? Mode.STATIC : Mode.DYNAMIC,
        whenNoneCompliant(wire),
        wire.getHoldDownMillis() <= 0 ? HOLD_DOWN : Duration.ofMillis(wire.getHoldDownMillis()),
        shadow(wire.getShadowSelector()));
  }

  private Strategy strategy(TrafficClass wire) {
    return switch (wire.getStrategy()) {
      case STRATEGY_UNSPECIFIED -> new Strategy.Preferred();
      case UNRECOGNIZED -> unknownStrategy(String.valueOf(wire.getStrategyValue()));
      default -> {
        String name = wire.getStrategy().name().substring(STRATEGY_PREFIX.length());
        yield Strategy.named(name).orElseGet(() -> unknownStrategy(name));
      }
    };
  }

  private Strategy unknownStrategy(String name) {
    problem.accept("strategy " + name + " is not known to this agent: update the agent");
    return new Strategy.Preferred();
  }

  private Optional<Strategy> shadow(String name) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Optional<Strategy> shadow = Strategy.named(name);
    if (shadow.isEmpty()) {
      problem.accept("shadow_selector '" + name + "' is not known: name a strategy");
    }
    return shadow;
  }

  private static WhenNoneCompliant whenNoneCompliant(TrafficClass wire) {
    return switch (wire.getWhenNoneCompliant()) {
      case WHEN_NONE_COMPLIANT_DROP -> WhenNoneCompliant.DROP;
      case WHEN_NONE_COMPLIANT_KEEP_CURRENT -> WhenNoneCompliant.KEEP_CURRENT;
      case WHEN_NONE_COMPLIANT_BEST_AVAILABLE, WHEN_NONE_COMPLIANT_UNSPECIFIED, UNRECOGNIZED ->
          WhenNoneCompliant.BEST_AVAILABLE;
    };
  }

  private void objective(SlaObjective wire) {
    if (wire.hasOneWayDelayMs()) {
      threshold(Metric.ONE_WAY_DELAY_MS, wire.getOneWayDelayMs());
    }
    if (wire.hasRttMs()) {
      threshold(Metric.RTT_MS, wire.getRttMs());
    }
    if (wire.hasJitterMs()) {
      threshold(Metric.JITTER_MS, wire.getJitterMs());
    }
    if (wire.hasLossPct()) {
      threshold(Metric.LOSS_PCT, wire.getLossPct());
    }
    if (wire.hasRateBps()) {
      threshold(Metric.RATE_BPS, wire.getRateBps());
    }
  }

  private void threshold(Metric metric, io.isthmus.southbound.api.v1.Threshold wire) {
    boolean reversed =
        metric == Metric.RATE_BPS
            ? wire.getExit() < wire.getEnter()
            : wire.getExit() > wire.getEnter();
    if (reversed) {
      problem.accept(
          "%s: exit %s is on the bad side of enter %s"
              .formatted(metric.fieldName(), wire.getExit(), wire.getEnter()));
    }
    try {
      Threshold threshold =
          new Threshold(
              wire.getEnter(),
              wire.getExit(),
              window(wire.getEnterWindowMillis(), ENTER_WINDOW_MILLIS),
              window(wire.getExitWindowMillis(), EXIT_WINDOW_MILLIS));
      objective = objective.with(metric, threshold);
    } catch (IllegalArgumentException e) {
      problem.accept(metric.fieldName() + ": " + e.getMessage());
    }
  }

  private static Duration window(int millis, int usual) {
    return Duration.ofMillis(millis == 0 ? usual : millis);
  }
}
