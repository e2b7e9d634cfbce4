package io.isthmus.agent.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.agent.steer.SteerPlan;
import io.isthmus.agent.testbed.Resources;
import io.isthmus.selection.choice.Candidate;
import io.isthmus.selection.choice.Member;
import io.isthmus.selection.choice.Mode;
import io.isthmus.selection.choice.Order;
import io.isthmus.selection.choice.Policy;
import io.isthmus.selection.choice.Strategy;
import io.isthmus.selection.choice.WhenNoneCompliant;
import io.isthmus.selection.sla.Metric;
import io.isthmus.selection.sla.Objective;
import io.isthmus.southbound.api.v1.ConfigResource;
import io.isthmus.southbound.api.v1.SlaObjective;
import io.isthmus.southbound.api.v1.SteeringMode;
import io.isthmus.southbound.api.v1.Threshold;
import io.isthmus.southbound.api.v1.TrafficClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyParserTest {

  private final List<String> problems = new ArrayList<>();

  @Test
  void whatIsLeftOutIsAsUsual() {
    assertThat(parse(TrafficClass.newBuilder()))
        .isEqualTo(
            new Policy(
                Objective.NONE,
                new Strategy.Preferred(),
                Mode.DYNAMIC,
                WhenNoneCompliant.BEST_AVAILABLE,
                Duration.ofSeconds(30),
                Optional.empty()));
    assertThat(problems).isEmpty();
  }

  @Test
  void everyFieldArrives() {
    SlaObjective objective =
        SlaObjective.newBuilder()
            .setOneWayDelayMs(threshold(1, 0.5))
            .setRttMs(threshold(2, 1))
            .setJitterMs(threshold(3, 2))
            .setLossPct(threshold(4, 3))
            .setRateBps(threshold(5, 6))
            .build();

    Policy policy =
        parse(
            TrafficClass.newBuilder()
                .setObjective(objective)
                .setStrategy(io.isthmus.southbound.api.v1.Strategy.STRATEGY_LOWEST_COST)
                .setMode(SteeringMode.STEERING_MODE_STATIC)
                .setWhenNoneCompliant(
                    io.isthmus.southbound.api.v1.WhenNoneCompliant.WHEN_NONE_COMPLIANT_DROP)
                .setHoldDownMillis(1_500)
                .setShadowSelector("PREDICTIVE_STABLE"));

    assertThat(problems).isEmpty();
    assertThat(policy.strategy()).isEqualTo(new Strategy.LowestCost());
    assertThat(policy.mode()).isEqualTo(Mode.STATIC);
    assertThat(policy.whenNoneCompliant()).isEqualTo(WhenNoneCompliant.DROP);
    assertThat(policy.holdDown()).isEqualTo(Duration.ofMillis(1_500));
    assertThat(policy.shadow()).isEqualTo(Strategy.named("PREDICTIVE_STABLE"));
    assertThat(policy.objective().thresholds().keySet())
        .containsExactly(
            Metric.ONE_WAY_DELAY_MS,
            Metric.RTT_MS,
            Metric.JITTER_MS,
            Metric.LOSS_PCT,
            Metric.RATE_BPS);
    assertThat(policy.objective().threshold(Metric.LOSS_PCT))
        .contains(
            new io.isthmus.selection.sla.Threshold(
                4, 3, Duration.ofMillis(700), Duration.ofMillis(7_000)));
  }

  @ParameterizedTest
  @EnumSource(
      value = io.isthmus.southbound.api.v1.Strategy.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"UNRECOGNIZED"})
  void everyStrategyIsKnown(io.isthmus.southbound.api.v1.Strategy strategy) {
    parse(TrafficClass.newBuilder().setStrategy(strategy));

    assertThat(problems).isEmpty();
  }

  @Test
  void whatCannotBeKeptIsRefused() {
    parse(TrafficClass.newBuilder().setStrategyValue(99));
    parse(TrafficClass.newBuilder().setShadowSelector("CLAIRVOYANT"));
    parse(TrafficClass.newBuilder().setHoldDownMillis(-1));
    parse(objective(SlaObjective.newBuilder().setRttMs(threshold(10, 20))));
    parse(objective(SlaObjective.newBuilder().setRateBps(threshold(20, 10))));
    parse(objective(SlaObjective.newBuilder().setLossPct(threshold(-1, -2))));
    parse(objective(SlaObjective.newBuilder().setLossPct(threshold(Double.NaN, 1))));

    assertThat(problems).hasSize(7);
    assertThat(problems.get(3)).contains("rtt_ms").contains("20").contains("10");
  }

  @Test
  void membersAreTheCandidatesOfAnOldSteering() {
    SteerPlan plan = SteerPlans.of(ConfigSet.of(resources()));

    SteerPlan.Item item = plan.items().getFirst();
    assertThat(item.order())
        .isEqualTo(
            new Order(
                List.of(new Member("t/0/2/0", 3), new Member("t/0/2/1", 1)),
                List.of(
                    new Candidate("t/0/2/0", "", 0, 3, 0), new Candidate("t/0/2/1", "", 0, 1, 0)),
                "",
                Order.Hold.PREFER));
  }

  private static List<ConfigResource> resources() {
    return List.of(
        Resources.settings(1, false),
        Resources.wan(1, 0),
        Resources.wan(1, 1),
        Resources.remote(2),
        Resources.tunnel(0, 2, 0),
        Resources.tunnel(0, 2, 1),
        Resources.trafficClass("video", 5),
        Resources.steering("video", 2, "t/0/2/0=3", "t/0/2/1"));
  }

  private Policy parse(TrafficClass.Builder wire) {
    return PolicyParser.parse(wire.build(), problems::add);
  }

  private static TrafficClass.Builder objective(SlaObjective.Builder objective) {
    return TrafficClass.newBuilder().setObjective(objective);
  }

  private static Threshold threshold(double enter, double exit) {
    return Threshold.newBuilder()
        .setEnter(enter)
        .setExit(exit)
        .setEnterWindowMillis(700)
        .setExitWindowMillis(7_000)
        .build();
  }
}
