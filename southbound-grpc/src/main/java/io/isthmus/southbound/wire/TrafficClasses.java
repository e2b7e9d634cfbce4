package io.isthmus.southbound.wire;

import io.isthmus.domain.plan.PlannedResource;
import io.isthmus.domain.traffic.SteeringPolicy;
import io.isthmus.southbound.api.v1.ExistingFlows;
import io.isthmus.southbound.api.v1.SlaObjective;
import io.isthmus.southbound.api.v1.SteeringMode;
import io.isthmus.southbound.api.v1.Strategy;
import io.isthmus.southbound.api.v1.Threshold;
import io.isthmus.southbound.api.v1.TrafficClass;
import io.isthmus.southbound.api.v1.WhenNoneCompliant;

/** Writes what a class needs and how an edge moves it. */
final class TrafficClasses {
  private TrafficClasses() {}

  static TrafficClass of(PlannedResource.TrafficClass declared) {
    TrafficClass.Builder message =
        TrafficClass.newBuilder()
            .setName(declared.name().value())
            .setNumber(declared.number())
            .setStrategy(strategy(declared.strategy()))
            .setMode(mode(declared.mode()))
            .setWhenNoneCompliant(whenNoneCompliant(declared.whenNoneCompliant()))
            .setExistingFlows(existingFlows(declared.existingFlows()))
            .setHoldDownMillis(Math.toIntExact(declared.holdDown().toMillis()))
            .setShadowSelector(declared.shadow().map(Enum::name).orElse(""));
    declared.objective().ifPresent(objective -> message.setObjective(objective(objective)));
    return message.build();
  }

  private static SlaObjective objective(io.isthmus.domain.traffic.SlaObjective objective) {
    SlaObjective.Builder message = SlaObjective.newBuilder();
    objective.oneWayDelayMs().ifPresent(value -> message.setOneWayDelayMs(threshold(value)));
    objective.rttMs().ifPresent(value -> message.setRttMs(threshold(value)));
    objective.jitterMs().ifPresent(value -> message.setJitterMs(threshold(value)));
    objective.lossPct().ifPresent(value -> message.setLossPct(threshold(value)));
    objective.rateBps().ifPresent(value -> message.setRateBps(threshold(value)));
    return message.build();
  }

  private static Threshold threshold(io.isthmus.domain.traffic.Threshold threshold) {
    return Threshold.newBuilder()
        .setEnter(threshold.enter())
        .setExit(threshold.exit())
        .setEnterWindowMillis(Math.toIntExact(threshold.enterWindow().toMillis()))
        .setExitWindowMillis(Math.toIntExact(threshold.exitWindow().toMillis()))
        .build();
  }

  private static Strategy strategy(SteeringPolicy.Strategy strategy) {
    return switch (strategy) {
      case PREFERRED -> Strategy.STRATEGY_PREFERRED;
      case BEST_QUALITY -> Strategy.STRATEGY_BEST_QUALITY;
      case LOWEST_COST -> Strategy.STRATEGY_LOWEST_COST;
      case LOAD_BALANCE -> Strategy.STRATEGY_LOAD_BALANCE;
      case PREDICTIVE_QUALITY -> Strategy.STRATEGY_PREDICTIVE_QUALITY;
      case PREDICTIVE_STABLE -> Strategy.STRATEGY_PREDICTIVE_STABLE;
    };
  }

  private static SteeringMode mode(SteeringPolicy.Mode mode) {
    return switch (mode) {
      case STATIC -> SteeringMode.STEERING_MODE_STATIC;
      case DYNAMIC -> SteeringMode.STEERING_MODE_DYNAMIC;
    };
  }

  private static WhenNoneCompliant whenNoneCompliant(SteeringPolicy.WhenNoneCompliant policy) {
    return switch (policy) {
      case BEST_AVAILABLE -> WhenNoneCompliant.WHEN_NONE_COMPLIANT_BEST_AVAILABLE;
      case KEEP_CURRENT -> WhenNoneCompliant.WHEN_NONE_COMPLIANT_KEEP_CURRENT;
      case DROP -> WhenNoneCompliant.WHEN_NONE_COMPLIANT_DROP;
    };
  }

  private static ExistingFlows existingFlows(SteeringPolicy.ExistingFlows flows) {
    return switch (flows) {
      case MOVE_NOW -> ExistingFlows.EXISTING_FLOWS_MOVE_NOW;
      case STICKY -> ExistingFlows.EXISTING_FLOWS_STICKY;
    };
  }
}
