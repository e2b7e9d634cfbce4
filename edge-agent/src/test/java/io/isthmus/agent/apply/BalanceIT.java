package io.isthmus.agent.apply;

import static io.isthmus.agent.testbed.Resources.change;
import static io.isthmus.agent.testbed.Resources.steering;
import static io.isthmus.agent.testbed.Resources.trafficClass;
import static io.isthmus.agent.testbed.Resources.tunnelKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.agent.desired.ConfigSet;
import io.isthmus.agent.testbed.Capture;
import io.isthmus.agent.testbed.Edge;
import io.isthmus.agent.testbed.Testbed;
import io.isthmus.southbound.api.v1.ConfigResource;
import io.isthmus.southbound.api.v1.ExistingFlows;
import io.isthmus.southbound.api.v1.Strategy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A class whose flows are spread over several overlays. */
class BalanceIT {

  private static final ConfigResource BALANCED =
      trafficClass(
          "default", 32767, Strategy.STRATEGY_LOAD_BALANCE, ExistingFlows.EXISTING_FLOWS_MOVE_NOW);

  private static final int FLOWS = 4_000;

  private Testbed testbed;
  private Edge edge;

  @BeforeEach
  void connect() {
    testbed = new Testbed(2);
    edge = testbed.edge1();
    edge.apply(testbed.mesh(1, 2));
    testbed.edge2().apply(testbed.mesh(2, 2));
    testbed.edge2().applyDelta(List.of(steering("default", 1)), List.of());
    edge.applyDelta(
        List.of(
            BALANCED,
            steering("default", 2, tunnelKey(0, 2, 0) + "=70", tunnelKey(1, 2, 1) + "=30")),
        List.of());
  }

  @AfterEach
  void close() {
    testbed.close();
  }

  /** The overlay that each flow took, by its source port. */
  private Map<Integer, Integer> vniByFlow() {
    return Capture.vnis(testbed, edge.host(), "10.2.0.2", 9000, 20_000, FLOWS);
  }

  private static double percent(Map<Integer, Integer> flows, int vni) {
    return 100.0 * flows.values().stream().filter(v -> v == vni).count() / flows.size();
  }

  private static long moved(Map<Integer, Integer> before, Map<Integer, Integer> after, int from) {
    return before.entrySet().stream()
        .filter(e -> e.getValue() == from && !e.getValue().equals(after.get(e.getKey())))
        .count();
  }

  @Test
  void flowsSpreadByWeightAndAMemberThatGoesMovesItsOwnAlone() {
    Map<Integer, Integer> before = vniByFlow();
    assertThat(percent(before, 100)).isBetween(66.0, 74.0);

    edge.takeMessages();
    edge.steer(change("default", 2, tunnelKey(0, 2, 0) + "=70"));
    assertThat(edge.takeMessages()).hasSize(1);
    Map<Integer, Integer> without = vniByFlow();
    assertThat(percent(without, 100)).isEqualTo(100);

    edge.steer(change("default", 2, tunnelKey(1, 2, 1) + "=30"));
    assertThat(percent(vniByFlow(), 101)).isEqualTo(100);
  }

  @Test
  void ofThreeMembersOneGoesAndTheOthersKeepTheirs() {
    edge.steer(change("default", 2, tunnelKey(0, 2, 0), tunnelKey(1, 2, 1)));
    edge.applyDelta(List.of(io.isthmus.agent.testbed.Resources.tunnel(2, 2, 0)), List.of());
    testbed
        .edge2()
        .applyDelta(List.of(io.isthmus.agent.testbed.Resources.tunnel(2, 1, 0)), List.of());
    edge.steer(change("default", 2, tunnelKey(0, 2, 0), tunnelKey(1, 2, 1), tunnelKey(2, 2, 0)));
    pause();
    Map<Integer, Integer> before = vniByFlow();
    assertThat(percent(before, 102)).isBetween(28.0, 39.0);

    edge.steer(change("default", 2, tunnelKey(0, 2, 0), tunnelKey(1, 2, 1)));
    Map<Integer, Integer> after = vniByFlow();

    assertThat(moved(before, after, 100)).isZero();
    assertThat(moved(before, after, 101)).isZero();
    assertThat(percent(after, 102)).isZero();
    assertThat(percent(after, 100)).isBetween(45.0, 55.0);
  }

  /** Longer than a bucket has to be idle for. */
  private static void pause() {
    try {
      Thread.sleep(1_500);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anotherWeightMovesAsFewFlowsAsNeedBe() {
    Map<Integer, Integer> before = vniByFlow();
    edge.steer(change("default", 2, tunnelKey(0, 2, 0) + "=50", tunnelKey(1, 2, 1) + "=50"));
    pause();
    Map<Integer, Integer> after = vniByFlow();

    assertThat(percent(after, 100)).isBetween(46.0, 54.0);
    assertThat(moved(before, after, 101)).isZero();
  }

  @Test
  void aRestartKeepsTheGroupAndTheFlows() {
    Map<Integer, Integer> before = vniByFlow();
    String dump = edge.dump();
    ConfigSet config = edge.config();

    edge.restart();
    assertThat(edge.start(config).kernelChanges()).isZero();

    assertThat(edge.dump()).isEqualTo(dump);
    assertThat(vniByFlow()).isEqualTo(before);
  }

  @Test
  void aClassMayBecomeBalancedAndBackWithoutALostPacket() throws Exception {
    testbed.edge2().apply(testbed.mesh(2, 2));
    int turns = 0;
    while (turns < 6) {
      Process flood = edge.host().start("ping -q -f -c 10000 10.2.0.2");
      while (flood.isAlive()) {
        edge.applyDelta(List.of(trafficClass("default", 32767)), List.of());
        edge.applyDelta(List.of(BALANCED), List.of());
        turns++;
      }
      assertThat(flood.inputReader().readAllAsString())
          .contains("10000 packets transmitted, 10000 received");
    }
  }

  @Test
  void aKernelWithoutSuchGroupsSpreadsByHash() {
    edge.apply(List.of());
    edge.forgetResilientGroups();
    edge.restart();
    edge.apply(testbed.mesh(1, 2));
    edge.applyDelta(
        List.of(
            BALANCED,
            steering("default", 2, tunnelKey(0, 2, 0) + "=70", tunnelKey(1, 2, 1) + "=30")),
        List.of());

    assertThat(edge.node().sh("ip nexthop show")).doesNotContain("resilient");
    assertThat(percent(vniByFlow(), 100)).isBetween(66.0, 74.0);
  }
}
