package io.isthmus.agent.apply;

import static io.isthmus.agent.testbed.Resources.allowing;
import static io.isthmus.agent.testbed.Resources.change;
import static io.isthmus.agent.testbed.Resources.remote;
import static io.isthmus.agent.testbed.Resources.steering;
import static io.isthmus.agent.testbed.Resources.tunnelKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.agent.desired.ConfigSet;
import io.isthmus.agent.testbed.Edge;
import io.isthmus.agent.testbed.Testbed;
import io.isthmus.agent.testbed.Wire;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Other tunnels for a class, by decision of the edge itself. */
class SteerIT {

  private static final String DEFAULT = "s/default/2";
  private static final String VIDEO = "s/video/2";

  private Testbed testbed;
  private Edge edge;

  @BeforeEach
  void connect() {
    testbed = new Testbed(2);
    edge = testbed.edge1();
    edge.apply(testbed.mesh(1, 2));
    testbed.edge2().apply(testbed.mesh(2, 2));
  }

  @AfterEach
  void close() {
    testbed.close();
  }

  @Test
  void eachSteeringIsOneMessage() {
    edge.applyDelta(List.of(remote(2, "172.16.0.0/24", "172.17.0.0/24")), List.of());
    Wire wire = new Wire(testbed.underlay2()).countVni(101);
    edge.takeMessages();

    Dataplane.Steered steered =
        edge.steer(
            change("default", 2, tunnelKey(1, 2, 1)),
            change("video", 2, tunnelKey(0, 2, 0) + "=2", tunnelKey(1, 2, 1)));

    assertThat(steered).isEqualTo(new Dataplane.Steered(2, List.of()));
    assertThat(edge.takeMessages()).hasSize(2).allMatch(m -> m.startsWith("replace nexthop"));
    assertThat(edge.host().pings(5, "", "10.2.0.2")).isEqualTo(5);
    assertThat(edge.host().pings(5, "", "fd00:0:0:2::2")).isEqualTo(5);
    assertThat(wire.packets("vni101")).isEqualTo(10);
    assertThat(edge.members(VIDEO)).containsExactly("t/0/2/0=2", "t/1/2/1=1");
  }

  @Test
  void theSameAgainIsNoMessage() {
    edge.steer(change("default", 2, tunnelKey(1, 2, 1)));
    edge.takeMessages();

    assertThat(edge.steer(change("default", 2, tunnelKey(1, 2, 1))).kernelChanges()).isZero();
    assertThat(edge.takeMessages()).isEmpty();
  }

  @Test
  void droppingAndCarryingAgainAreOneMessageEach() {
    edge.applyDelta(List.of(remote(2, "172.16.0.0/24", "172.17.0.0/24")), List.of());
    Wire clear =
        new Wire(testbed.underlay1())
            .count("clear4", "ip daddr 10.2.0.0/24")
            .count("clear6", "ip6 daddr fd00:0:0:2::/64");
    String before = edge.dump();
    edge.takeMessages();

    edge.steer(change("default", 2));
    assertThat(edge.host().pings(3, "", "10.2.0.2")).isZero();
    assertThat(edge.host().pings(3, "", "fd00:0:0:2::2")).isZero();
    assertThat(edge.repair().kernelChanges()).isZero();
    edge.steer(change("default", 2, tunnelKey(0, 2, 0)));

    assertThat(edge.takeMessages()).hasSize(2).allMatch(m -> m.startsWith("replace nexthop"));
    assertThat(edge.host().reaches("10.2.0.2")).isTrue();
    assertThat(edge.host().reaches("fd00:0:0:2::2")).isTrue();
    assertThat(edge.dump()).isEqualTo(before);
    assertThat(wire(clear)).isZero();
  }

  private static long wire(Wire clear) {
    return clear.packets("clear4") + clear.packets("clear6");
  }

  @Test
  void repairsRestoreTheChoiceAndNotTheConfiguration() {
    edge.steer(change("default", 2, tunnelKey(1, 2, 1)));
    String steered = edge.dump();

    edge.node().sh("ip link del vx0");
    Dataplane.Repair repair = edge.repair();

    assertThat(repair.isHealed()).isTrue();
    assertThat(edge.dump()).isEqualTo(steered);
  }

  @Test
  void aChoiceOutlivesConfigurationsThatAreSilentAboutIt() {
    edge.steer(change("default", 2, tunnelKey(1, 2, 1)), change("video", 2, tunnelKey(1, 2, 0)));

    edge.applyDelta(List.of(remote(2, "172.16.0.0/24")), List.of());
    assertThat(edge.members(DEFAULT)).containsExactly("t/1/2/1=1");

    edge.applyDelta(List.of(steering("default", 2, tunnelKey(0, 2, 1))), List.of());
    assertThat(edge.members(DEFAULT)).containsExactly("t/0/2/1=1");
    assertThat(edge.members(VIDEO)).containsExactly("t/1/2/0=1");

    // The chosen tunnel goes: nothing is left of the choice.
    edge.applyDelta(List.of(), List.of(tunnelKey(1, 2, 0)));
    assertThat(edge.members(VIDEO)).containsExactly("t/0/2/1=1");
    assertThat(edge.repair().kernelChanges()).isZero();
  }

  @Test
  void whatTheKernelRefusesStaysAndTheRestIsDone() {
    // Somebody removed a tunnel behind the agent's back.
    edge.node().sh("ip nexthop del $(ip nexthop show | grep 'id 101 .*198.51' | cut -d' ' -f1,2)");

    Dataplane.Steered steered =
        edge.steer(
            change("default", 2, tunnelKey(1, 2, 1)),
            change("video", 2, tunnelKey(1, 2, 0)),
            change("video", 9, tunnelKey(1, 2, 0)));

    assertThat(steered.kernelChanges()).isEqualTo(1);
    assertThat(steered.failures()).hasSize(2);
    assertThat(steered.failures()).anySatisfy(p -> assertThat(p.key()).isEqualTo(DEFAULT));
    assertThat(edge.members(DEFAULT)).containsExactly("t/0/2/0=1");
    assertThat(edge.members(VIDEO)).containsExactly("t/1/2/0=1");
    assertThat(edge.host().reaches("10.2.0.2")).isTrue();

    assertThat(edge.repair().isHealed()).isTrue();
    assertThat(edge.steer(change("default", 2, tunnelKey(1, 2, 1))).failures()).isEmpty();
    assertThat(edge.host().reaches("10.2.0.2")).isTrue();
  }

  @Test
  void aRestartMovesNothing() {
    edge.applyDelta(
        List.of(
            allowing(
                steering("default", 2, tunnelKey(0, 2, 0)), tunnelKey(0, 2, 0), tunnelKey(1, 2, 1)),
            allowing(steering("video", 2, tunnelKey(0, 2, 1)), tunnelKey(0, 2, 1))),
        List.of());
    edge.steer(
        change("default", 2, tunnelKey(0, 2, 0) + "=3", tunnelKey(1, 2, 1)), change("video", 2));
    ConfigSet config = edge.config();

    edge.restart();
    Dataplane.Repair repair = edge.start(config);

    // What was dropped begins anew, and nothing else was touched.
    assertThat(repair.kernelChanges()).isEqualTo(1);
    assertThat(edge.members(DEFAULT)).containsExactly("t/0/2/0=3", "t/1/2/1=1");
    assertThat(edge.members(VIDEO)).containsExactly("t/0/2/1=1");
  }

  @Test
  void aRestartKeepsNoTunnelThatIsNoCandidate() {
    edge.steer(change("default", 2, tunnelKey(1, 2, 1)));

    edge.restart();
    edge.start(
        ConfigSet.of(
            testbed.mesh(1, 2).stream()
                .map(r -> r.getKey().equals(DEFAULT) ? allowing(r, tunnelKey(0, 2, 0)) : r)
                .toList()));

    assertThat(edge.members(DEFAULT)).containsExactly("t/0/2/0=1");
    assertThat(edge.repair().kernelChanges()).isZero();
  }

  @Test
  void anUnknownTunnelIsRefused() {
    assertThat(edge.steer(change("default", 2, "t/none")).failures())
        .singleElement()
        .satisfies(p -> assertThat(p.message()).contains("'t/none' is not in the set"));
  }
}
