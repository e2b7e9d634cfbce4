package io.isthmus.agent.apply;

import static io.isthmus.agent.testbed.Resources.settings;
import static io.isthmus.agent.testbed.Resources.steering;
import static io.isthmus.agent.testbed.Resources.trafficClass;
import static io.isthmus.agent.testbed.Resources.tunnelKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.agent.desired.ConfigSet;
import io.isthmus.agent.testbed.Edge;
import io.isthmus.agent.testbed.Resources;
import io.isthmus.agent.testbed.Testbed;
import io.isthmus.southbound.api.v1.ConfigResource;
import io.isthmus.southbound.api.v1.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Coming, changing, being refused and going, each without a trace of what should not be. */
class LifecycleIT {

  private static final String SYSCTLS =
      "sysctl net.ipv4.ip_forward net.ipv6.conf.all.forwarding net.ipv4.fib_multipath_hash_policy"
          + " net.ipv6.fib_multipath_hash_policy net.ipv6.ip_nonlocal_bind"
          + " net.ipv6.conf.wan0.accept_ra net.ipv4.conf.all.rp_filter"
          + " net.ipv4.conf.wan0.rp_filter";

  private static final String EVERYTHING =
      "ip rule; ip -6 rule; ip route show table all; ip -6 route show table all; ip nexthop;"
          + " ip -br link; nft list ruleset; "
          + SYSCTLS;

  private Testbed testbed;
  private Edge edge;

  @BeforeEach
  void connect() {
    testbed = new Testbed(2);
    edge = testbed.edge1();
  }

  @AfterEach
  void close() {
    testbed.close();
  }

  @Test
  void anEmptySetLeavesTheMachineAsItWas() {
    edge.node().sh("sysctl -qw net.ipv4.conf.all.rp_filter=1");
    String before = edge.node().sh(EVERYTHING);

    edge.apply(testbed.mesh(1, 3));
    assertThat(edge.node().sh(SYSCTLS))
        .contains("ip_forward = 1", "all.rp_filter = 0", "wan0.rp_filter = 1", "accept_ra = 2");
    edge.apply(List.of());

    assertThat(edge.node().sh(EVERYTHING)).isEqualTo(before);
    assertThat(edge.state().resolve("sysctl.saved")).doesNotExist();
  }

  @Test
  void aRestartChangesNothing() {
    edge.apply(testbed.mesh(1, 50));
    String before = edge.dump();
    edge.takeMessages();

    edge.restart();
    Dataplane.Repair repair = edge.start(ConfigSet.of(testbed.mesh(1, 50)));

    assertThat(repair.repaired()).isEmpty();
    assertThat(repair.kernelChanges()).isZero();
    assertThat(edge.takeMessages()).isEmpty();
    assertThat(edge.dump()).isEqualTo(before);
    assertThat(edge.apply(testbed.mesh(1, 50)).kernelChanges()).isZero();
  }

  @Test
  void theSameTwiceIsTheSameOnce() {
    edge.apply(testbed.mesh(1, 2));

    assertThat(edge.apply(testbed.mesh(1, 2)).kernelChanges()).isZero();
  }

  @Test
  void whatTheKernelRefusesLeavesNoTrace() {
    edge.apply(testbed.mesh(1, 2));
    // Somebody else's next hop sits where the group of a new class would be.
    long group = 0x8000_0000L | 6 << 16 | 2;
    edge.node().sh("ip nexthop add id " + group + " blackhole");
    String before = edge.dump();

    Dataplane.Outcome outcome =
        edge.delta(
            List.of(
                trafficClass("voice", 6),
                Resources.application("sip", "voice", 1, Resources.ports(17, 5060, 5061)),
                Resources.tunnel(9, 2, 0),
                settings(1, true, 1400),
                steering("voice", 2, tunnelKey(9, 2, 0)),
                steering("video", 2, tunnelKey(9, 2, 0))),
            List.of("s/default/2"));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Dataplane.Refused.class,
            refused ->
                assertThat(refused.problems())
                    .anySatisfy(problem -> {
                      assertThat(problem.key()).isEqualTo("s/voice/2");
                      assertThat(problem.code()).isEqualTo(ErrorCode.ERROR_CODE_KERNEL);
                      assertThat(problem.message()).contains("exists");
                    }));
    assertThat(edge.dump()).isEqualTo(before);
    assertThat(edge.repair().kernelChanges()).isZero();

    // The obstacle gone, the same is accepted, with the numbers that were taken back.
    edge.node().sh("ip nexthop del id " + group);
    edge.applyDelta(List.of(trafficClass("voice", 6), steering("voice", 2)), List.of());
  }

  @Test
  void aFirstConfigurationThatIsRefusedLeavesNothing() {
    long group = 0x8000_0000L | 5 << 16 | 2;
    edge.node().sh("ip nexthop add id " + group + " blackhole");
    String before = edge.node().sh(EVERYTHING);

    assertThat(edge.update(testbed.mesh(1, 2))).isInstanceOf(Dataplane.Refused.class);

    assertThat(edge.node().sh(EVERYTHING)).isEqualTo(before);
  }

  @Test
  void anotherPortMakesTheDeviceAnewAndEverythingOnIt() {
    edge.apply(testbed.mesh(1, 2));
    testbed.edge2().apply(testbed.mesh(2, 2));
    for (Edge each : List.of(edge, testbed.edge2())) {
      ConfigResource settings = settings(each.number(), false);
      each.applyDelta(
          List.of(
              settings.toBuilder()
                  .setSettings(settings.getSettings().toBuilder().setVxlanPort(14789))
                  .build()),
          List.of());
      assertThat(each.repair().kernelChanges()).isZero();
    }

    assertThat(edge.host().reaches("10.2.0.2")).isTrue();
  }

  @Test
  void tunnelsKeepTheirNumbersWhileOthersComeAndGo() {
    edge.apply(testbed.mesh(1, 3));
    String kept = edge.node().sh("ip nexthop show | grep 'id 102 '");

    edge.applyDelta(List.of(), List.of(tunnelKey(1, 2, 0), tunnelKey(1, 2, 1)));
    edge.restart();
    edge.start(ConfigSet.of(testbed.mesh(1, 3, tunnelKey(1, 2, 0), tunnelKey(1, 2, 1))));
    edge.apply(testbed.mesh(1, 5));

    assertThat(edge.node().sh("ip nexthop show | grep 'id 102 '")).isEqualTo(kept);
    assertThat(edge.node().sh("ip nexthop show | grep -c '^id 10000'").strip()).isEqualTo("10");
  }

  @Test
  void aThousandOverlaysAreFast() {
    List<ConfigResource> thousand = testbed.mesh(1, 500);
    edge.apply(testbed.mesh(1, 1));
    edge.apply(List.of());
    for (int round = 0; round < 5; round++) {
      long slab = slabKibibytes();
      long start = System.nanoTime();
      int changes = edge.apply(thousand).kernelChanges();
      long up = System.nanoTime() - start;
      slab = slabKibibytes() - slab;
      start = System.nanoTime();
      edge.applyDelta(
          List.of(
              round % 2 == 0
                  ? steering("default", 2, tunnelKey(7, 2, 1))
                  : steering("default", 2, tunnelKey(8, 2, 1))),
          List.of());
      long reroute = System.nanoTime() - start;
      start = System.nanoTime();
      edge.repair();
      long look = System.nanoTime() - start;
      start = System.nanoTime();
      edge.apply(List.of());
      long down = System.nanoTime() - start;
      System.out.printf(
          "1,000 tunnels: up %d ms (%d changes, %d kB slab), reroute %d us, look %d ms, down %d ms%n",
          up / 1_000_000, changes, slab, reroute / 1_000, look / 1_000_000, down / 1_000_000);
      assertThat(changes).isGreaterThan(1_500);
    }
  }

  private static long slabKibibytes() {
    String line = io.isthmus.agent.testbed.Shell.run("grep", "^Slab:", "/proc/meminfo");
    return Long.parseLong(line.replaceAll("[^0-9]", ""));
  }
}
