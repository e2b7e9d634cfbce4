package io.isthmus.agent.probe;

import static io.isthmus.southbound.api.v1.PathState.PATH_STATE_DOWN;
import static io.isthmus.southbound.api.v1.PathState.PATH_STATE_REMOTE_SILENT;
import static io.isthmus.southbound.api.v1.PathState.PATH_STATE_UP;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.probe.ProbeSettings.ClockClaim;
import io.isthmus.agent.testbed.Node;
import io.isthmus.agent.testbed.Testbed;
import io.isthmus.southbound.api.v1.PathWindow;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Probers of two edges, with real packets. */
class ProberIT {

  private Testbed testbed;
  private Probing one;
  private Probing two;

  @BeforeEach
  void lay() {
    testbed = new Testbed(2);
  }

  @AfterEach
  void stop() {
    if (one != null) {
      one.close();
    }
    if (two != null) {
      two.close();
    }
    testbed.close();
  }

  private void measure(int intervalMillis) {
    measure(Probing.mesh(1, intervalMillis, 2), Probing.mesh(2, intervalMillis, 1));
  }

  private void measure(ProbePlan plan1, ProbePlan plan2) {
    two = new Probing(testbed.edge2(), plan2);
    one = new Probing(testbed.edge1(), plan1);
    plan1.paths().forEach(path -> one.heard.await(path.key(), PATH_STATE_UP));
    plan2.paths().forEach(path -> two.heard.await(path.key(), PATH_STATE_UP));
  }

  private void awaitWindows(String path, int count) {
    one.heard.await(count + " windows", () -> one.heard.windows(path).size() >= count);
  }

  private int sum(String path, ToIntFunction<PathWindow> field) {
    return one.heard.windows(path).stream().mapToInt(field).sum();
  }

  /**
   * Drops every tenth packet that fits on the way into the underlay from an edge's port: as many as
   * a random tenth, but never more by chance.
   */
  private static void loseEveryTenth(Node underlay, String port, String fits) {
    underlay.sh(
        "nft delete table netdev loss"
            + port
            + " 2>/dev/null; nft add table netdev loss"
            + port
            + "; nft 'add chain netdev loss"
            + port
            + " in { type filter hook ingress device "
            + port
            + " priority 0; }'; nft add rule netdev loss"
            + port
            + " in udp length 52 "
            + fits
            + " numgen inc mod 10 == 0 counter drop");
  }

  @Test
  void pathsAreMeasuredInBothDirections() {
    measure(20);
    one.heard.await("a second in which nobody was held up", () -> undisturbed().isPresent());

    PathWindow window = undisturbed().orElseThrow();
    assertThat(window.getRtt().getMeanMicros()).isBetween(1L, 20_000L);
    if (window.hasForward()) {
      assertThat(window.getForward().getMeanMicros()).isPositive();
      assertThat(window.getBackward().getMeanMicros()).isPositive();
      assertThat(window.getForward().getMeanMicros() + window.getBackward().getMeanMicros())
          .isLessThanOrEqualTo(window.getRtt().getMaxMicros() + 1);
    } else {
      // This machine's clock is disciplined, but not to within a path of some microseconds.
      assertThat(16 * clockErrorMicros()).isGreaterThan(window.getRtt().getMinMicros());
    }
    assertThat(window.getJitterForwardMicros()).isNotNegative();
    assertThat(window.getState()).isEqualTo(PATH_STATE_UP);
    assertThat(window.getLinkTxBps()).isBetween(60_000L, 200_000L);
    assertThat(one.heard.changes())
        .extracting(Recorder.Change::state)
        .doesNotContain(PATH_STATE_DOWN);
  }

  /** Fifty probes a second, after the first seconds, in which others begin. */
  private Optional<PathWindow> undisturbed() {
    return one.heard.windows("2/wan0").stream()
        .skip(3)
        .filter(w -> w.getSent() > 40 && w.getSent() < 60)
        .filter(w -> w.getLengthMillis() > 900 && w.getLengthMillis() < 1_200)
        .findFirst();
  }

  private static long clockErrorMicros() {
    try (Arena arena = Arena.ofConfined()) {
      Native calls = new Native(arena);
      return new ClockQuality(calls, arena, ClockClaim.SYNCHRONIZED).errorNanos() / 1_000;
    }
  }

  @Test
  void clocksThatAreNotSaidToAgreeGiveNoOneWayDelay() {
    ProbeSettings settings = new ProbeSettings(StampPacket.PORT, ClockClaim.UNSYNCHRONIZED);
    two = new Probing(testbed.edge2(), Probing.mesh(2, 20, 1), settings);
    one = new Probing(testbed.edge1(), Probing.mesh(1, 20, 2));
    awaitWindows("2/wan0", 3);

    assertThat(one.heard.windows("2/wan0")).noneMatch(PathWindow::hasForward);
    assertThat(one.heard.windows("2/wan0").get(2).getJitterForwardMicros()).isNotNegative();
  }

  @Test
  void anUnderlayMayBeIpv6() {
    measure(ipv6(1, 2), ipv6(2, 1));
    awaitWindows("2/wan0", 2);

    assertThat(one.heard.windows("2/wan0").get(1).getRtt().getMeanMicros()).isPositive();
  }

  private static ProbePlan ipv6(int own, int other) {
    ProbePlan.Link link =
        new ProbePlan.Link("wan0", "wan0", IpAddress.parse("2001:db8:1::" + own), 0);
    return new ProbePlan(
        List.of(link), List.of(Probing.path(other, link, "2001:db8:1::" + other, 20)));
  }

  @Test
  void aDeadPathIsToldFromASilentEdge() {
    measure(100);
    one.heard.clear();

    testbed.underlay1().sh("ip link set p2 nomaster");
    one.heard.await("2/wan0", PATH_STATE_DOWN);
    testbed.underlay1().sh("ip link set p2 master br0");
    one.heard.await("2/wan0", PATH_STATE_UP);
    two.close();
    one.heard.await("2/wan0", PATH_STATE_REMOTE_SILENT);
    one.heard.await("2/wan1", PATH_STATE_REMOTE_SILENT);

    assertThat(one.heard.verdicts("2/wan0").getFirst().state()).isEqualTo(PATH_STATE_DOWN);
    assertThat(one.heard.verdicts("2/wan0").getFirst().detectionNanos())
        .isBetween(Verdicts.LEAST_SILENCE, 5_000_000_000L);
    assertThat(one.heard.verdicts("2/wan1")).isEmpty();
  }

  @Test
  void lossIsToldByDirection() {
    measure(10);
    // Probes of edge 1 by wan0; the answers to them by wan1.
    loseEveryTenth(testbed.underlay1(), "p1", "udp dport 862");
    loseEveryTenth(testbed.underlay2(), "p2", "udp sport 862");
    // What is lost is counted two seconds after it was sent, what is answered at once.
    awaitWindows("2/wan0", one.heard.windows("2/wan0").size() + 4);
    one.heard.clear();
    awaitWindows("2/wan0", 12);
    awaitWindows("2/wan1", 12);

    int sent = sum("2/wan0", PathWindow::getSent);
    assertThat(100.0 * sum("2/wan0", PathWindow::getLostForward) / sent).isBetween(8.5, 11.5);
    assertThat(sum("2/wan0", PathWindow::getLostBackward)).isLessThanOrEqualTo(sent / 100);
    assertThat(100.0 * sum("2/wan1", PathWindow::getLostBackward) / sent).isBetween(8.5, 11.5);
    assertThat(sum("2/wan1", PathWindow::getLostForward)).isLessThanOrEqualTo(sent / 100);
    assertThat(one.heard.verdicts()).isEmpty();
  }

  /** Nothing is lost, and nothing is seen as late, because we looked away ourselves. */
  @Test
  void whoIsHeldUpHimselfBlamesNoPath() {
    measure(20);
    one.heard.clear();
    two.heard.clear();

    for (int i = 0; i < 3; i++) {
      one.heard.holdUpNext(1_000);
      awaitWindows("2/wan1", 3 * (i + 1));
    }

    assertThat(one.heard.verdicts()).isEmpty();
    assertThat(one.heard.settled("2/wan0"))
        .allMatch(s -> s.fate() == ProbeOutcome.Fate.ANSWERED)
        .allMatch(s -> s.rttNanos() < 100_000_000);
    assertThat(one.prober.counts().stalls()).isGreaterThanOrEqualTo(2);
    // The far end hears nothing of this one meanwhile, by any path.
    assertThat(two.heard.changes())
        .extracting(Recorder.Change::state)
        .doesNotContain(PATH_STATE_DOWN);
  }

  @Test
  void aLinkThatGoesDownTakesItsPathsAlongAtOnceAndBack() {
    measure(100);
    one.heard.clear();
    Node edge = testbed.edge1().node();

    edge.sh("ip link set wan0 down");
    one.heard.await("2/wan0", PATH_STATE_DOWN);
    assertThat(one.heard.verdicts("2/wan0").getFirst().reason()).isEqualTo("wan0 is down");
    edge.sh("ip link set wan0 up");
    one.heard.await("2/wan0", PATH_STATE_UP);

    testbed.underlay1().sh("ip link set p1 down");
    one.heard.await("2/wan0", PATH_STATE_DOWN);
    testbed.underlay1().sh("ip link set p1 up");
    one.heard.await("2/wan0", PATH_STATE_UP);
    assertThat(one.heard.verdicts("2/wan1")).isEmpty();
  }

  @Test
  void anAddressOrADeviceMayComeLateAndGo() {
    Node edge = testbed.edge1().node();
    edge.sh("ip addr del 192.0.2.1/24 dev wan0; ip link set wan1 name other");
    two = new Probing(testbed.edge2(), Probing.mesh(2, 50, 1));
    one = new Probing(testbed.edge1(), Probing.mesh(1, 50, 2));
    one.heard.await("2/wan0", PATH_STATE_DOWN);
    one.heard.await("2/wan1", PATH_STATE_DOWN);

    edge.sh("ip addr add 192.0.2.1/24 dev wan0");
    one.heard.await("2/wan0", PATH_STATE_UP);
    edge.sh("ip link set other down; ip link set other name wan1; ip link set wan1 up");
    one.heard.await("2/wan1", PATH_STATE_UP);

    edge.sh("ip link set wan1 down; ip link set wan1 name other; ip link set other up");
    one.heard.await("2/wan1", PATH_STATE_DOWN);
    edge.sh("ip addr del 192.0.2.1/24 dev wan0");
    one.heard.await("2/wan0 not up", () -> one.heard.state("2/wan0") != PATH_STATE_UP);
    assertThat(one.heard.changes().getLast().reason()).isNotEmpty();
  }

  @Test
  void pathsAppearAndVanishWithoutDisturbingOthers() {
    measure(20);
    ProbePlan both = Probing.mesh(1, 20, 2);
    ProbePlan first = new ProbePlan(both.links(), both.paths().subList(0, 1));
    one.heard.clear();

    for (int i = 0; i < 20; i++) {
      one.prober.measure(i % 2 == 0 ? first : both);
      int windows = i / 4;
      one.heard.await("windows", () -> one.heard.windows("2/wan0").size() >= windows);
    }
    assertThat(one.heard.verdicts("2/wan0")).isEmpty();
    one.prober.measure(ProbePlan.NOTHING);
    one.prober.measure(both);
    one.heard.await("2/wan0 anew", () -> one.heard.verdicts("2/wan0").size() == 1);

    assertThat(one.heard.verdicts()).extracting(Recorder.Change::state).containsOnly(PATH_STATE_UP);
    assertThat(one.heard.settled("2/wan0")).allMatch(s -> s.fate() == ProbeOutcome.Fate.ANSWERED);
  }

  @Test
  void aPathThatIsNotMeasuredIsUpAsLongAsItsLink() {
    ProbePlan plan = Probing.mesh(1, 0, 2);
    one = new Probing(testbed.edge1(), plan);
    one.heard.await("2/wan0", PATH_STATE_UP);

    testbed.edge1().node().sh("ip link set wan0 down");
    one.heard.await("2/wan0", PATH_STATE_DOWN);

    assertThat(one.prober.counts().sent()).isZero();
    assertThat(one.heard.windows("2/wan0")).isEmpty();
    assertThat(one.heard.state("2/wan1")).isEqualTo(PATH_STATE_UP);
  }

  @Test
  void aBudgetIsKeptOnTheWire() {
    ProbePlan.Link link = new ProbePlan.Link("wan0", "wan0", IpAddress.parse("192.0.2.1"), 10_000);
    ProbePlan plan = new ProbePlan(List.of(link), List.of(Probing.path(2, link, "192.0.2.2", 10)));
    measure(plan, answering());
    awaitWindows("2/wan0", 3);
    one.heard.clear();
    awaitWindows("2/wan0", 10);

    double probes = sum("2/wan0", PathWindow::getSent);
    double seconds = sum("2/wan0", PathWindow::getLengthMillis) / 1e3;
    // 90 bytes each: 10 kbit/s are 13.9 of them.
    assertThat(probes / seconds).isBetween(9.0, 14.5);
    assertThat(one.heard.verdicts()).isEmpty();
  }

  private static ProbePlan answering() {
    ProbePlan.Link link = new ProbePlan.Link("wan0", "wan0", IpAddress.parse("192.0.2.2"), 0);
    return new ProbePlan(List.of(link), List.of(Probing.path(1, link, "192.0.2.1", 0)));
  }
}
