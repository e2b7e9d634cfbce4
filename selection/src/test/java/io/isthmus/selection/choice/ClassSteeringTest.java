package io.isthmus.selection.choice;

import static io.isthmus.selection.choice.Policies.threshold;
import static io.isthmus.selection.choice.Policies.voice;
import static io.isthmus.selection.choice.Policies.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.selection.sla.Metric;
import io.isthmus.selection.sla.Objective;
import io.isthmus.selection.sla.PathState;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field of a policy, an objective and an order, and what it does. */
class ClassSteeringTest {

  private final SimulatedEdge edge = new SimulatedEdge(7, "a", "b", "c");

  // ------------------------------------------------------------------------------ the objective

  static Stream<Arguments> metrics() {
    return Stream.of(
        harm(Metric.RTT_MS, 100, 80, line -> line.rttMs = 200),
        harm(Metric.ONE_WAY_DELAY_MS, 50, 40, line -> line.rttMs = 200),
        harm(Metric.JITTER_MS, 30, 20, line -> line.jitterMs = 90),
        harm(Metric.LOSS_PCT, 1, 0.5, line -> line.lossPct = 8),
        harm(Metric.RATE_BPS, 5e6, 8e6, line -> line.freeBps = 1e6));
  }

  private static Arguments harm(
      Metric metric, double enter, double exit, Consumer<SimulatedEdge.Line> harm) {
    return Arguments.of(metric, enter, exit, harm);
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void eachThresholdMovesTheClassAndOnlyIt(
      Metric metric, double enter, double exit, Consumer<SimulatedEdge.Line> harm) {
    Stream.of("a", "b", "c").forEach(name -> edge.line(name).freeBps = 50e6);
    Policy policy = with(voice(), Objective.NONE.with(metric, threshold(enter, exit)));
    edge.steer(policy, edge.order("a")).run(20);
    assertThat(edge.carrying()).containsExactly("a");

    harm.accept(edge.line("a"));
    edge.run(10);

    assertThat(edge.carrying()).containsExactly("b");
    assertThat(edge.lastMove().choice().cause()).isEqualTo(Cause.SLA_BROKEN);
    assertThat(edge.lastMove().choice().reason()).contains(metric.fieldName());
    assertThat(edge.slaChanges.getFirst().verdict().metric()).isEqualTo(metric);
    assertThat(edge.slaChanges.getFirst().carrying()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void withoutItsThresholdNothingMoves(
      Metric metric, double enter, double exit, Consumer<SimulatedEdge.Line> harm) {
    Stream.of("a", "b", "c").forEach(name -> edge.line(name).freeBps = 50e6);
    Objective others = Objective.NONE;
    for (Metric other : List.of(Metric.RTT_MS, Metric.JITTER_MS, Metric.LOSS_PCT)) {
      boolean isSameDelay = metric == Metric.ONE_WAY_DELAY_MS && other == Metric.RTT_MS;
      if (other != metric
          && !isSameDelay
          && !(metric == Metric.JITTER_MS && other == Metric.RTT_MS)) {
        others =
            others.with(
                other,
                threshold(other == Metric.LOSS_PCT ? 1 : 100, other == Metric.LOSS_PCT ? 0.5 : 80));
      }
    }
    edge.steer(with(voice(), others), edge.order("a")).run(20);

    harm.accept(edge.line("a"));
    edge.run(30);

    assertThat(edge.moveCount()).isZero();
    assertThat(edge.slaChanges).isEmpty();
  }

  // ----------------------------------------------------------------------------- the strategies

  @Test
  void preferredTakesTheNextRankAndReturnsAfterHoldDown() {
    edge.steer(voice(), edge.order("a")).run(20);
    edge.line("a").rttMs = 200;
    edge.run(2);
    assertThat(edge.carrying()).containsExactly("b");
    double left = edge.lastMove().at();

    edge.line("a").rttMs = 20;
    edge.run(35);
    assertThat(edge.carrying()).containsExactly("b");
    edge.run(15);
    assertThat(edge.carrying()).containsExactly("a");
    assertThat(edge.lastMove().choice().cause()).isEqualTo(Cause.RETURNED);
    assertThat(edge.lastMove().choice().reason()).contains("rank 0").contains("30.0 s are asked");
    assertThat(edge.lastMove().at() - left).isGreaterThan(30);
  }

  @Test
  void holdDownGrowsWithEachFlap() {
    edge.steer(with(voice(), Duration.ofSeconds(5)), edge.order("a")).run(20);
    double before = 0;
    for (int flap = 0; flap < 4; flap++) {
      edge.line("a").isDead = true;
      edge.run(2);
      assertThat(edge.carrying()).containsExactly("b");
      edge.line("a").isDead = false;
      double healed = edge.seconds();
      while (edge.carrying().contains("b") && edge.seconds() < healed + 200) {
        edge.run(0.5);
      }
      double waited = edge.seconds() - healed;
      assertThat(waited).as("flap %d", flap).isGreaterThan(before * 1.3);
      before = waited;
    }
  }

  @Test
  void preferredUsesAllOfARankByWeight() {
    List<Candidate> candidates =
        List.of(
            new Candidate("t1", "a", 0, 70, 0),
            new Candidate("t2", "b", 0, 30, 0),
            new Candidate("t3", "c", 1, 1, 0));
    Order order =
        new Order(
            List.of(new Member("t1", 70), new Member("t2", 30)), candidates, "", Order.Hold.PREFER);
    edge.steer(voice(), order).run(20);
    edge.line("a").isDead = true;
    edge.run(2);

    assertThat(edge.steering().members()).containsExactly(new Member("t2", 30));
    edge.line("b").isDead = true;
    edge.run(2);
    assertThat(edge.carrying()).containsExactly("t3");
    edge.line("a").isDead = false;
    edge.line("b").isDead = false;
    edge.run(100);
    assertThat(edge.steering().members())
        .containsExactlyInAnyOrder(new Member("t1", 70), new Member("t2", 30));
  }

  @Test
  void bestQualityMovesToWhatIsClearlyBetterForLong() {
    edge.line("a").rttMs = 60;
    edge.line("b").rttMs = 55;
    edge.line("c").rttMs = 90;
    edge.steer(Policies.of(new Strategy.BestQuality()), edge.order("a")).run(60);
    assertThat(edge.carrying()).as("hardly better").containsExactly("a");

    edge.line("b").rttMs = 20;
    edge.run(20);
    assertThat(edge.carrying()).as("not for long").containsExactly("a");
    edge.run(30);
    assertThat(edge.carrying()).containsExactly("b");
    assertThat(edge.lastMove().choice().cause()).isEqualTo(Cause.STRATEGY);
    assertThat(edge.lastMove().choice().inputs()).allMatch(input -> input.score() > 0);
  }

  @Test
  void whatIsChosenAndConfiguredAlikeIsToldWithoutContradiction() {
    edge.steer(Policies.of(new Strategy.BestQuality()), edge.order("b"));
    edge.line("b").watched.become(PathState.DOWN, "no carrier");

    edge.steer(Policies.of(new Strategy.BestQuality()), edge.order("a"));

    assertThat(edge.carrying()).containsExactly("a");
    assertThat(edge.lastMove().choice().reason())
        .startsWith("the configuration says a; b is down: no carrier; a carries it");
  }

  @Test
  void whatIsNotMeasuredYetHasNoScore() {
    edge.line("a").watched.become(PathState.DOWN, "no carrier");

    edge.steer(Policies.of(new Strategy.BestQuality()), edge.order("a"));

    Choice choice = edge.lastMove().choice();
    assertThat(edge.carrying()).containsExactly("b");
    assertThat(choice.reason())
        .endsWith(
            "a is down: no carrier; b carries it, nothing tells it from the others yet: not measured");
    assertThat(choice.inputs()).extracting(Judged::score).containsOnly(0.0);
  }

  @Test
  void lowestCostMovesToWhatIsCheapest() {
    List<Candidate> candidates =
        List.of(
            new Candidate("a", "a", 0, 1, 9),
            new Candidate("b", "b", 1, 1, 2),
            new Candidate("c", "c", 2, 1, 5));
    Order order = new Order(List.of(new Member("a", 1)), candidates, "", Order.Hold.PREFER);
    edge.steer(Policies.of(new Strategy.LowestCost()), order).run(20);
    assertThat(edge.carrying()).containsExactly("b");

    edge.line("b").rttMs = 300;
    edge.run(3);
    assertThat(edge.carrying()).containsExactly("c");
    assertThat(edge.lastMove().choice().reason()).contains("cost");
    edge.line("b").rttMs = 20;
    edge.run(60);
    assertThat(edge.carrying()).containsExactly("b");
  }

  @Test
  void loadBalanceSharesByWeightAndLeavesWhatIsBroken() {
    List<Candidate> candidates =
        List.of(new Candidate("a", "a", 0, 70, 0), new Candidate("b", "b", 0, 30, 0));
    Order order =
        new Order(
            List.of(new Member("a", 70), new Member("b", 30)), candidates, "", Order.Hold.PREFER);
    edge.steer(Policies.of(new Strategy.LoadBalance()), order).run(60);
    assertThat(edge.moveCount()).isZero();

    edge.line("a").rttMs = 300;
    edge.run(10);
    assertThat(edge.carrying()).containsExactly("b");
    edge.line("a").rttMs = 20;
    edge.run(120);
    assertThat(edge.steering().members())
        .containsExactlyInAnyOrder(new Member("a", 70), new Member("b", 30));
  }

  @Test
  void loadBalanceGoesByFreeCapacityWhereAllIsDeclaredAndOnlyForSizeableChanges() {
    List<Candidate> candidates =
        List.of(new Candidate("a", "a", 0, 1, 0), new Candidate("b", "b", 0, 1, 0));
    Order order =
        new Order(
            List.of(new Member("a", 1), new Member("b", 1)), candidates, "", Order.Hold.PREFER);
    edge.line("a").freeBps = 55e6;
    edge.line("b").freeBps = 50e6;
    edge.steer(Policies.of(new Strategy.LoadBalance()), order).run(90);
    assertThat(edge.moveCount()).as("nearly equal").isZero();

    edge.line("b").freeBps = 10e6;
    edge.run(90);
    assertThat(edge.moveCount()).isEqualTo(1);
    Member a = edge.steering().members().getFirst();
    Member b = edge.steering().members().getLast();
    assertThat((double) a.weight() / b.weight()).isBetween(5.0, 6.0);
  }

  @Test
  void predictiveLeavesDeadPathsAtOnce() {
    edge.steer(Policies.of(Strategy.named("PREDICTIVE_QUALITY").orElseThrow()), edge.order("a"))
        .run(20);
    edge.line("a").isDead = true;
    edge.run(0.6);

    assertThat(edge.carrying()).doesNotContain("a").hasSize(1);
    assertThat(edge.lastMove().choice().cause()).isEqualTo(Cause.PATH_DOWN);
  }

  @Test
  void predictiveMovesByWhatItForesees() {
    edge.steer(Policies.of(Strategy.named("PREDICTIVE_STABLE").orElseThrow()), edge.order("a"))
        .run(20);
    edge.line("a").rttMs = 300;
    edge.run(60);

    assertThat(edge.carrying()).doesNotContain("a").hasSize(1);
  }

  // ---------------------------------------------------------------------- modes and requests

  @Test
  void staticLeavesOnlyDeadPathsAndTakesThemAgain() {
    edge.steer(with(voice(), Mode.STATIC), edge.order("b")).run(20);
    edge.line("b").rttMs = 500;
    edge.run(30);
    assertThat(edge.carrying()).containsExactly("b");
    assertThat(edge.slaChanges).as("told, but not acted upon").isNotEmpty();

    edge.line("b").rttMs = 20;
    edge.line("b").isDead = true;
    edge.run(2);
    assertThat(edge.carrying()).containsExactly("a");
    edge.line("a").rttMs = 500;
    edge.run(10);
    assertThat(edge.carrying()).as("broken is not dead").containsExactly("a");

    edge.line("b").isDead = false;
    edge.run(20);
    assertThat(edge.carrying()).as("hold-down").containsExactly("a");
    edge.run(20);
    assertThat(edge.carrying()).containsExactly("b");
    assertThat(edge.lastMove().choice().cause()).isEqualTo(Cause.RETURNED);
  }

  @Test
  void pinHoldsThoughBroken() {
    edge.steer(voice(), pinned("c", "d-1")).run(20);
    assertThat(edge.carrying()).containsExactly("c");
    assertThat(edge.lastMove().choice().cause()).isEqualTo(Cause.REQUESTED);
    assertThat(edge.lastMove().choice().decision()).isEqualTo("d-1");

    edge.line("c").jitterMs = 90;
    edge.line("c").rttMs = 400;
    edge.run(10);
    assertThat(edge.carrying()).containsExactly("c");
  }

  @Test
  void pinDoesNotHoldADeadPath() {
    edge.steer(voice(), pinned("c", "d-1")).run(20);
    edge.line("c").isDead = true;
    edge.run(2);

    assertThat(edge.carrying()).containsExactly("a");
    edge.line("c").isDead = false;
    edge.run(40);
    assertThat(edge.carrying()).containsExactly("c");
  }

  @Test
  void requestMovesAtOnceAndItsEndMovesBack() {
    edge.steer(voice(), edge.order("a")).run(20);

    edge.steer(voice(), requested("b", "d-2"));
    assertThat(edge.carrying()).containsExactly("b");
    assertThat(edge.lastMove().choice().cause()).isEqualTo(Cause.REQUESTED);
    edge.run(60);
    assertThat(edge.carrying()).containsExactly("b");

    edge.steer(voice(), edge.order("a"));
    assertThat(edge.carrying()).containsExactly("a");
    assertThat(edge.lastMove().choice().cause()).isEqualTo(Cause.POLICY);
  }

  @Test
  void requestForABrokenTunnelIsAnsweredWithTheReason() {
    edge.steer(voice(), edge.order("a")).run(20);
    edge.line("b").rttMs = 300;
    edge.run(5);

    edge.steer(voice(), requested("b", "d-3"));

    assertThat(edge.carrying()).containsExactly("a");
    assertThat(edge.lastMove().choice().decision()).isEqualTo("d-3");
    assertThat(edge.lastMove().choice().reason())
        .contains("a request asks for b")
        .contains("rtt_ms");
  }

  @Test
  void anotherConfigurationDoesNotBringBackWhatIsBroken() {
    edge.steer(voice(), edge.order("a")).run(20);
    edge.line("a").isDead = true;
    edge.run(2);
    int moves = edge.moveCount();

    edge.steer(with(voice(), Duration.ofSeconds(40)), edge.order("a"));

    assertThat(edge.carrying()).containsExactly("b");
    assertThat(edge.moveCount()).isEqualTo(moves);
  }

  private Order requested(String member, String decision) {
    return order(member, decision, Order.Hold.PREFER);
  }

  private Order pinned(String member, String decision) {
    return order(member, decision, Order.Hold.PIN);
  }

  /** The requested one ranks first, as the controller ranks it. */
  private Order order(String member, String decision, Order.Hold hold) {
    List<Candidate> candidates =
        Stream.of("a", "b", "c")
            .map(name -> new Candidate(name, name, name.equals(member) ? 0 : rank(name), 1, 1))
            .toList();
    return new Order(List.of(new Member(member, 1)), candidates, decision, hold);
  }

  private static int rank(String name) {
    return 1 + name.charAt(0) - 'a';
  }

  // ------------------------------------------------------------------------- none is compliant

  static Stream<Arguments> noneCompliant() {
    return Stream.of(
        // policy, mode, hold, what dies, what carries it then, when all else is broken
        none(WhenNoneCompliant.BEST_AVAILABLE, Mode.DYNAMIC, Order.Hold.PREFER, "", "b"),
        none(WhenNoneCompliant.KEEP_CURRENT, Mode.DYNAMIC, Order.Hold.PREFER, "", "a"),
        none(WhenNoneCompliant.DROP, Mode.DYNAMIC, Order.Hold.PREFER, "", ""),
        none(WhenNoneCompliant.BEST_AVAILABLE, Mode.DYNAMIC, Order.Hold.PREFER, "a", "b"),
        none(WhenNoneCompliant.KEEP_CURRENT, Mode.DYNAMIC, Order.Hold.PREFER, "a", "b"),
        none(WhenNoneCompliant.DROP, Mode.DYNAMIC, Order.Hold.PREFER, "a", ""),
        none(WhenNoneCompliant.BEST_AVAILABLE, Mode.DYNAMIC, Order.Hold.PREFER, "abc", "a"),
        none(WhenNoneCompliant.KEEP_CURRENT, Mode.DYNAMIC, Order.Hold.PREFER, "abc", "a"),
        none(WhenNoneCompliant.DROP, Mode.DYNAMIC, Order.Hold.PREFER, "abc", ""),
        none(WhenNoneCompliant.BEST_AVAILABLE, Mode.STATIC, Order.Hold.PREFER, "", "a"),
        none(WhenNoneCompliant.KEEP_CURRENT, Mode.STATIC, Order.Hold.PREFER, "", "a"),
        none(WhenNoneCompliant.DROP, Mode.STATIC, Order.Hold.PREFER, "", "a"),
        none(WhenNoneCompliant.BEST_AVAILABLE, Mode.STATIC, Order.Hold.PREFER, "a", "b"),
        none(WhenNoneCompliant.DROP, Mode.STATIC, Order.Hold.PREFER, "a", ""),
        none(WhenNoneCompliant.DROP, Mode.STATIC, Order.Hold.PREFER, "abc", ""),
        none(WhenNoneCompliant.BEST_AVAILABLE, Mode.DYNAMIC, Order.Hold.PIN, "", "a"),
        none(WhenNoneCompliant.KEEP_CURRENT, Mode.DYNAMIC, Order.Hold.PIN, "", "a"),
        none(WhenNoneCompliant.DROP, Mode.DYNAMIC, Order.Hold.PIN, "", "a"),
        none(WhenNoneCompliant.BEST_AVAILABLE, Mode.DYNAMIC, Order.Hold.PIN, "a", "b"),
        none(WhenNoneCompliant.KEEP_CURRENT, Mode.DYNAMIC, Order.Hold.PIN, "a", "b"),
        none(WhenNoneCompliant.DROP, Mode.DYNAMIC, Order.Hold.PIN, "a", ""),
        none(WhenNoneCompliant.BEST_AVAILABLE, Mode.DYNAMIC, Order.Hold.PIN, "abc", "a"),
        none(WhenNoneCompliant.DROP, Mode.DYNAMIC, Order.Hold.PIN, "abc", ""));
  }

  private static Arguments none(
      WhenNoneCompliant policy, Mode mode, Order.Hold hold, String dead, String carrying) {
    return Arguments.of(policy, mode, hold, dead, carrying);
  }

  @ParameterizedTest
  @MethodSource("noneCompliant")
  void policyOfNoneCompliantHolds(
      WhenNoneCompliant none, Mode mode, Order.Hold hold, String dead, String carrying) {
    String decision = hold == Order.Hold.PIN ? "d" : "";
    Policy policy = with(with(voice(), none), mode);
    edge.steer(policy, order("a", decision, hold)).run(20);
    assertThat(edge.carrying()).containsExactly("a");

    edge.line("a").rttMs = 400;
    edge.line("b").rttMs = 200;
    edge.line("c").rttMs = 300;
    edge.run(20);
    dead.chars().forEach(name -> edge.line(Character.toString(name)).isDead = true);
    edge.run(40);

    if (carrying.isEmpty()) {
      assertThat(edge.carrying()).isEmpty();
    } else if (dead.length() < 3) {
      assertThat(edge.carrying()).containsExactly(carrying);
    } else {
      assertThat(edge.carrying()).as("nothing is better").hasSize(1);
    }

    Stream.of("a", "b", "c")
        .forEach(name -> {
          edge.line(name).isDead = false;
          edge.line(name).rttMs = 20;
        });
    edge.run(1_200);
    assertThat(edge.carrying()).as("when all is well again").containsExactly("a");
  }

  @Test
  void droppedClassIsCarriedAgainAsSoonAsOneComplies() {
    edge.steer(with(voice(), WhenNoneCompliant.DROP), edge.order("a")).run(20);
    Stream.of("a", "b", "c").forEach(name -> edge.line(name).rttMs = 300);
    edge.run(5);
    assertThat(edge.carrying()).isEmpty();
    assertThat(edge.lastMove().choice().cause()).isEqualTo(Cause.NONE_COMPLIANT);

    edge.line("c").rttMs = 20;
    edge.run(12);
    assertThat(edge.carrying()).containsExactly("c");
  }

  // ------------------------------------------------------------------------- not to know

  @Test
  void silentRemoteIsNobodysFault() {
    edge.steer(voice(), edge.order("a")).run(20);
    Stream.of("a", "b", "c").forEach(name -> edge.line(name).isSilent = true);
    edge.run(60);
    Stream.of("a", "b", "c").forEach(name -> edge.line(name).isSilent = false);
    edge.run(60);

    assertThat(edge.moveCount()).isZero();
    assertThat(edge.slaChanges).isEmpty();
  }

  @Test
  void beforeAnythingIsMeasuredTheConfigurationHolds() {
    edge.line("b").become(PathState.UNKNOWN, "");
    edge.steer(voice(), edge.order("b"));

    assertThat(edge.carrying()).containsExactly("b");
    assertThat(edge.lastMove().choice().cause()).isEqualTo(Cause.POLICY);
  }

  @Test
  void steppedClockMovesNothing() {
    Objective objective = Objective.NONE.with(Metric.ONE_WAY_DELAY_MS, threshold(40, 30));
    edge.steer(with(voice(), objective), edge.order("a")).run(60);
    edge.line("a").clockStepMs = 35;
    edge.line("b").clockStepMs = 35;
    edge.run(120);
    edge.line("a").clockStepMs = -500;
    edge.run(120);
    edge.line("a").clockStepMs = 0;
    edge.run(120);

    assertThat(edge.moveCount()).isZero();
    assertThat(edge.slaChanges).isEmpty();
  }

  @Test
  void whatHasNoPathIsTakenForUp() {
    Order order =
        new Order(
            List.of(new Member("t", 1)),
            List.of(new Candidate("t", "", 0, 1, 0)),
            "",
            Order.Hold.PREFER);
    ClassSteering steering =
        new ClassSteering(
            voice(),
            order,
            path -> new io.isthmus.selection.sla.WatchedPath(PathState.UP),
            edge.now());

    assertThat(steering.begin(edge.now()).cause()).isEqualTo(Cause.POLICY);
    assertThat(steering.onTick(edge.now()).isNothing()).isTrue();
    assertThat(steering.members()).containsExactly(new Member("t", 1));
  }

  // ---------------------------------------------------------------------------- accounts

  @Test
  void violatedTimeIsThatOnWhatCarriedTheClass() {
    edge.steer(with(voice(), WhenNoneCompliant.KEEP_CURRENT), edge.order("a")).run(20);
    edge.steering().takeFared(edge.now());
    edge.line("b").rttMs = 300;
    edge.run(10);
    ClassSteering.Fared well = edge.steering().takeFared(edge.now());
    assertThat(well.measuredMillis()).isBetween(9_000L, 11_000L);
    assertThat(well.violatedMillis()).isZero();

    edge.line("a").rttMs = 300;
    edge.line("c").rttMs = 300;
    edge.run(20);
    ClassSteering.Fared badly = edge.steering().takeFared(edge.now());
    assertThat(badly.violatedMillis()).isBetween(19_000L, badly.measuredMillis());
  }

  @Test
  void shadowIsWatchedAndTouchesNothing() {
    Policy policy = Policies.watching(with(voice(), Mode.STATIC), new Strategy.Preferred());
    edge.steer(policy, edge.order("a")).run(20);
    edge.steering().takeFared(edge.now());
    edge.line("a").rttMs = 300;
    edge.run(20);

    ClassSteering.Fared fared = edge.steering().takeFared(edge.now());
    assertThat(edge.moveCount()).isZero();
    assertThat(fared.violatedMillis()).isGreaterThan(18_000);
    assertThat(fared.shadowMoves()).isEqualTo(1);
    assertThat(fared.shadowViolatedMillis()).isBetween(1L, 2_000L);
  }

  @Test
  void inputsOfAChoiceNameEveryCandidateInOrder() {
    edge.steer(voice(), edge.order("a")).run(20);
    edge.line("a").isDead = true;
    edge.run(2);

    List<Judged> inputs = edge.lastMove().choice().inputs();
    assertThat(inputs).extracting(i -> i.candidate().id()).containsExactly("a", "b", "c");
    assertThat(inputs).extracting(Judged::compliant).containsExactly(false, true, true);
    assertThat(inputs.get(1).measured().rttMs()).isBetween(20.0, 23.0);
    assertThat(inputs.get(0).state()).isEqualTo(PathState.DOWN);
  }
}
