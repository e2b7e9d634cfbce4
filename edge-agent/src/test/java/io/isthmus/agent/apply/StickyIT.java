package io.isthmus.agent.apply;

import static io.isthmus.agent.testbed.Resources.change;
import static io.isthmus.agent.testbed.Resources.remote;
import static io.isthmus.agent.testbed.Resources.steering;
import static io.isthmus.agent.testbed.Resources.trafficClass;
import static io.isthmus.agent.testbed.Resources.tunnelKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.agent.desired.ConfigSet;
import io.isthmus.agent.desired.GroupChange;
import io.isthmus.agent.testbed.Capture;
import io.isthmus.agent.testbed.Edge;
import io.isthmus.agent.testbed.Resources;
import io.isthmus.agent.testbed.Testbed;
import io.isthmus.agent.testbed.Wire;
import io.isthmus.southbound.api.v1.ConfigResource;
import io.isthmus.southbound.api.v1.ExistingFlows;
import io.isthmus.southbound.api.v1.Strategy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A class whose flows stay on the tunnels that they began on. */
class StickyIT {

  private static final int OVERLAYS = 6;

  private Testbed testbed;
  private Edge edge;

  @BeforeEach
  void connect() {
    testbed = new Testbed(2);
    edge = testbed.edge1();
    edge.apply(testbed.mesh(1, OVERLAYS));
    testbed.edge2().apply(testbed.mesh(2, OVERLAYS));
    testbed.edge2().applyDelta(List.of(steering("default", 1)), List.of());
    edge.applyDelta(
        List.of(sticky("video", 5), steering("video", 2, tunnelKey(0, 2, 0))), List.of());
  }

  @AfterEach
  void close() {
    testbed.close();
  }

  private static ConfigResource sticky(String name, int number) {
    return trafficClass(
        name, number, Strategy.STRATEGY_PREFERRED, ExistingFlows.EXISTING_FLOWS_STICKY);
  }

  /** Each flow sends one datagram, and the overlay tells which tunnel took it. */
  private Map<Integer, Integer> vniOf(int firstSourcePort, int flows) {
    return vniOf("10.2.0.2", 5005, firstSourcePort, flows);
  }

  private Map<Integer, Integer> vniOf(String to, int port, int firstSourcePort, int flows) {
    return Capture.vnis(testbed, edge.host(), to, port, firstSourcePort, flows);
  }

  @Test
  void runningFlowsStayAndNewOnesMove() {
    assertThat(vniOf(20_000, 50).values()).containsOnly(100);

    edge.takeMessages();
    assertThat(edge.steer(change("video", 2, tunnelKey(1, 2, 1))).failures()).isEmpty();
    assertThat(edge.takeMessages()).hasSize(1);

    assertThat(vniOf(20_000, 50).values()).containsOnly(100);
    assertThat(vniOf(21_000, 50).values()).containsOnly(101);
    assertThat(edge.repair().kernelChanges()).isZero();
  }

  @Test
  void flowsLeaveADeadTunnelForTheNewestChoice() {
    vniOf(20_000, 20);
    edge.steer(change("video", 2, tunnelKey(1, 2, 1)));
    vniOf(21_000, 20);

    edge.steer(
        new GroupChange(
            "s/video/2",
            change("video", 2, tunnelKey(2, 2, 1)).members(),
            Set.of(tunnelKey(0, 2, 0))));

    assertThat(vniOf(20_000, 20).values()).containsOnly(102);
    assertThat(vniOf(21_000, 20).values()).containsOnly(101);
    assertThat(vniOf(22_000, 20).values()).containsOnly(102);
  }

  @Test
  void whenTheOneTunnelDiesAllMoveByOneMessage() {
    vniOf(20_000, 20);
    edge.takeMessages();

    edge.steer(
        new GroupChange(
            "s/video/2",
            change("video", 2, tunnelKey(1, 2, 1)).members(),
            Set.of(tunnelKey(0, 2, 0))));

    assertThat(edge.takeMessages()).hasSize(4);
    assertThat(vniOf(20_000, 20).values()).containsOnly(101);
    assertThat(vniOf(21_000, 20).values()).containsOnly(101);
  }

  @Test
  void theFifthTunnelTakesTheOldestFlowsAlong() {
    for (int overlay = 0; overlay < 4; overlay++) {
      edge.steer(change("video", 2, tunnelKey(overlay, 2, 0)));
      vniOf(20_000 + 100 * overlay, 10);
    }
    for (int overlay = 0; overlay < 4; overlay++) {
      assertThat(vniOf(20_000 + 100 * overlay, 10).values()).containsOnly(100 + overlay);
    }

    edge.steer(change("video", 2, tunnelKey(4, 2, 0)));

    assertThat(vniOf(20_000, 10).values()).containsOnly(104);
    for (int overlay = 1; overlay < 4; overlay++) {
      assertThat(vniOf(20_000 + 100 * overlay, 10).values()).containsOnly(100 + overlay);
    }

    // Back to one that is still in use takes no slot from anybody.
    edge.steer(change("video", 2, tunnelKey(2, 2, 0)));
    assertThat(vniOf(30_000, 10).values()).containsOnly(102);
    assertThat(vniOf(20_100, 10).values()).containsOnly(101);
  }

  @Test
  void aNewConfigurationMovesNewFlowsAlone() {
    vniOf(20_000, 20);

    edge.applyDelta(List.of(steering("video", 2, tunnelKey(3, 2, 1))), List.of());

    assertThat(vniOf(20_000, 20).values()).containsOnly(100);
    assertThat(vniOf(21_000, 20).values()).containsOnly(103);

    // Another rule for another class: every flow is classified once more, and keeps its slot.
    edge.applyDelta(
        List.of(Resources.application("web", "default", 1, Resources.ports(6, 80, 80))), List.of());
    assertThat(vniOf(20_000, 20).values()).containsOnly(100);
    assertThat(vniOf(21_000, 20).values()).containsOnly(103);
    assertThat(edge.repair().kernelChanges()).isZero();
  }

  @Test
  void aRestartKeepsEveryFlowWhereItIs() {
    vniOf(20_000, 20);
    edge.applyDelta(
        List.of(
            Resources.allowing(
                steering("video", 2, tunnelKey(0, 2, 0)), tunnelKey(0, 2, 0), tunnelKey(1, 2, 1))),
        List.of());
    edge.steer(change("video", 2, tunnelKey(1, 2, 1)));
    vniOf(21_000, 20);
    ConfigSet config = edge.config();
    String dump = edge.dump();

    edge.restart();
    assertThat(edge.start(config).kernelChanges()).isZero();

    assertThat(edge.dump()).isEqualTo(dump);
    assertThat(edge.members("s/video/2")).containsExactly("t/1/2/1=1");
    assertThat(vniOf(20_000, 20).values()).containsOnly(100);
    assertThat(vniOf(22_000, 20).values()).containsOnly(101);
  }

  @Test
  void theDefaultClassMayBeStickyToo() {
    edge.applyDelta(List.of(sticky("default", 32767)), List.of());
    assertThat(vniOf("10.2.0.2", 9_000, 20_000, 20).values()).containsOnly(100);

    edge.steer(change("default", 2, tunnelKey(1, 2, 1)));

    assertThat(vniOf("10.2.0.2", 9_000, 20_000, 20).values()).containsOnly(100);
    assertThat(vniOf("10.2.0.2", 9_000, 21_000, 20).values()).containsOnly(101);
    assertThat(edge.node().sh("nft list counter inet isthmus class_none")).contains("packets 60");
  }

  @Test
  void prefixesWithinOthersBelongToTheirOwnEdge() {
    edge.applyDelta(List.of(remote(9, "10.2.0.0/16", "0.0.0.0/0")), List.of());
    vniOf(20_000, 20);

    edge.steer(change("video", 2, tunnelKey(1, 2, 1)));

    assertThat(vniOf(20_000, 20).values()).containsOnly(100);
    assertThat(vniOf(21_000, 20).values()).containsOnly(101);
  }

  /** The far host begins, so that what the near edge sees first comes out of an overlay. */
  @ParameterizedTest
  @ValueSource(strings = {"10.1.0.2", "fd00:0:0:1::2"})
  void transfersRunOnWhereTheyBegan(String address) throws IOException {
    testbed.edge2().applyDelta(List.of(steering("default", 1, tunnelKey(0, 1, 0))), List.of());
    Wire first = new Wire(testbed.underlay1()).countVni(100);
    Wire second = new Wire(testbed.underlay2()).countVni(101);
    Process server = edge.host().start("iperf3 -s -p 5001");
    Process running =
        testbed
            .edge2()
            .host()
            .start(
                "for i in $(seq 100); do iperf3 -R -b 10M -t 4 -p 5001 -c "
                    + address
                    + " && exit; sleep 0.1; done");
    long before = awaitPackets(first, 40);
    assertThat(before).isGreaterThanOrEqualTo(40);

    edge.steer(change("video", 2, tunnelKey(1, 2, 1)));

    String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    server.destroy();
    assertThat(output).contains("receiver");
    assertThat(second.packets("vni101")).isZero();
    assertThat(first.packets("vni100")).isGreaterThan(before + 20);
  }

  private static long awaitPackets(Wire wire, long packets) {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (wire.packets("vni100") < packets && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    return wire.packets("vni100");
  }

  @Test
  void anEmptySetLeavesNothing() {
    edge.apply(List.of());

    List<String> left = new ArrayList<>();
    left.add(edge.node().sh("ip nexthop show; ip route show table all proto 173"));
    left.add(edge.node().sh("nft list tables"));
    assertThat(String.join("", left)).isBlank();
  }
}
