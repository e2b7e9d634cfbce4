package io.isthmus.agent.control;

import static io.isthmus.agent.testbed.Resources.tunnelKey;
import static io.isthmus.southbound.api.v1.PathState.PATH_STATE_UP;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.agent.testbed.Edge;
import io.isthmus.agent.testbed.Testbed;
import io.isthmus.southbound.api.v1.ChoiceCause;
import io.isthmus.southbound.api.v1.Chosen;
import io.isthmus.southbound.api.v1.ConfigResource;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.EdgeNotice;
import io.isthmus.southbound.api.v1.Path;
import io.isthmus.southbound.api.v1.PathChanged;
import io.isthmus.southbound.api.v1.SlaObjective;
import io.isthmus.southbound.api.v1.Steering;
import io.isthmus.southbound.api.v1.SteeringCandidate;
import io.isthmus.southbound.api.v1.SteeringMember;
import io.isthmus.southbound.api.v1.Threshold;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two agents that measure each other over two WANs, and what they do when one breaks. */
class ReactionIT {

  private static final int HEARTBEAT_MILLIS = 1_000;
  private static final String FIRST = tunnelKey(0, 2, 0);
  private static final String SECOND = tunnelKey(0, 2, 1);

  @TempDir private java.nio.file.Path state1;
  @TempDir private java.nio.file.Path state2;
  private Testbed testbed;
  private Member one;
  private Member two;

  /** An edge with its agent and the controller that it talks to. */
  private static final class Member {
    private final Edge edge;
    private final java.nio.file.Path state;
    private final ScriptedController controller;
    private RunningAgent agent;

    Member(Edge edge, java.nio.file.Path state) {
      this.edge = edge;
      this.state = state;
      this.controller = edge.call(() -> new ScriptedController(0));
    }

    void start() throws Exception {
      controller.admit(state, "acme", "edge-" + edge.number(), java.time.Duration.ofDays(1));
      agent = RunningAgent.start(edge, state);
      controller.welcome(HEARTBEAT_MILLIS);
    }

    void stop() throws Exception {
      agent.stop();
    }

    Chosen chosen(Predicate<Chosen> fits) throws Exception {
      return controller
          .next(m ->
              m.hasNotice() && m.getNotice().hasChosen() && fits.test(m.getNotice().getChosen()))
          .getNotice()
          .getChosen();
    }

    /** Until these paths are up, in whatever order. */
    void awaitPaths(String... keys) throws Exception {
      Set<String> missing = new HashSet<>(List.of(keys));
      while (!missing.isEmpty()) {
        PathChanged changed = notice(EdgeNotice::hasPathChanged).getPathChanged();
        if (changed.getState() == PATH_STATE_UP) {
          missing.remove(changed.getPathKey());
        }
      }
    }

    EdgeNotice notice(Predicate<EdgeNotice> fits) throws Exception {
      return controller.next(m -> m.hasNotice() && fits.test(m.getNotice())).getNotice();
    }

    EdgeMessage next(Predicate<EdgeMessage> fits) throws Exception {
      return controller.next(fits);
    }
  }

  @BeforeEach
  void start() throws Exception {
    testbed = new Testbed(2);
    one = new Member(testbed.edge1(), state1);
    two = new Member(testbed.edge2(), state2);
    one.start();
    two.start();
  }

  @AfterEach
  void stop() throws Exception {
    one.stop();
    two.stop();
    one.controller.stop();
    two.controller.stop();
    testbed.close();
  }

  /** Class video prefers wan0; everything is measured. */
  private List<ConfigResource> resources(int own, int other) {
    List<ConfigResource> resources = new ArrayList<>();
    for (ConfigResource resource : testbed.mesh(own, 1)) {
      if (resource.hasTunnel()) {
        String link = resource.getTunnel().getLocalWanLink();
        ConfigResource.Builder tunnel = resource.toBuilder();
        tunnel.getTunnelBuilder().setPathKey(pathKey(other, link));
        resources.add(tunnel.build());
      } else if (resource.hasPath()) {
        continue;
      } else if (resource.hasSteering()) {
        resources.add(steering(resource, other));
      } else if (resource.hasTrafficClass()) {
        resources.add(withObjective(resource));
      } else {
        resources.add(resource);
      }
    }
    for (int wan = 0; wan < 2; wan++) {
      resources.add(
          ConfigResource.newBuilder()
              .setKey(pathKey(other, "wan" + wan))
              .setPath(
                  Path.newBuilder()
                      .setRemoteEdge("edge-" + other)
                      .setLocalWanLink("wan" + wan)
                      .setRemoteWanLink("wan" + wan)
                      .setRemoteAddress((wan == 0 ? "192.0.2." : "198.51.100.") + other)
                      .setProbeIntervalMillis(100))
              .build());
    }
    return resources;
  }

  private static String pathKey(int other, String link) {
    return "path/edge-" + other + "/" + link + "/" + link;
  }

  private static ConfigResource withObjective(ConfigResource trafficClass) {
    ConfigResource.Builder builder = trafficClass.toBuilder();
    builder
        .getTrafficClassBuilder()
        .setHoldDownMillis(1_000)
        .setObjective(
            SlaObjective.newBuilder()
                .setLossPct(
                    Threshold.newBuilder()
                        .setEnter(2)
                        .setExit(1)
                        .setEnterWindowMillis(500)
                        .setExitWindowMillis(2_000)));
    return builder.build();
  }

  private static ConfigResource steering(ConfigResource resource, int other) {
    Steering.Builder steering =
        resource.getSteering().toBuilder()
            .clearMembers()
            .addMembers(
                SteeringMember.newBuilder().setTunnelKey(tunnelKey(0, other, 0)).setWeight(1));
    for (int wan = 0; wan < 2; wan++) {
      steering.addCandidates(
          SteeringCandidate.newBuilder()
              .setTunnelKey(tunnelKey(0, other, wan))
              .setRank(wan)
              .setWeight(1));
    }
    return resource.toBuilder().setSteering(steering).build();
  }

  private void bringUp() throws Exception {
    two.controller.full(1, resources(2, 1));
    one.controller.full(1, resources(1, 2));
    one.awaitPaths(pathKey(2, "wan0"), pathKey(2, "wan1"));
    two.awaitPaths(pathKey(1, "wan0"), pathKey(1, "wan1"));
  }

  @Test
  void firstChoiceIsToldWithTheRevision() throws Exception {
    two.controller.full(1, resources(2, 1));
    one.controller.full(1, resources(1, 2));

    Chosen first = one.chosen(c -> c.getTrafficClass().equals("video"));
    assertThat(first.getCause()).isEqualTo(ChoiceCause.CHOICE_CAUSE_POLICY);
    assertThat(first.getRevision()).isEqualTo(1);
    assertThat(first.getInputsCount()).isEqualTo(2);
    assertThat(first.getMembersList())
        .extracting(SteeringMember::getTunnelKey)
        .containsExactly(FIRST);
  }

  @Test
  void deadPathIsLeftAndTakenAgain() throws Exception {
    bringUp();
    testbed.underlay1().sh("ip link set p2 nomaster");

    Chosen left = one.chosen(c -> c.getCause() == ChoiceCause.CHOICE_CAUSE_PATH_DOWN);
    assertThat(left.getMembersList())
        .extracting(SteeringMember::getTunnelKey)
        .containsExactly(SECOND);
    assertThat(left.getReason()).contains("down");
    assertThat(left.getReactionMicros()).isPositive();
    System.out.println("left after " + left.getReactionMicros() + " us: " + left.getReason());
    two.chosen(c -> c.getCause() == ChoiceCause.CHOICE_CAUSE_PATH_DOWN);
    assertThat(testbed.edge1().host().reaches("10.2.0.2")).isTrue();

    testbed.underlay1().sh("ip link set p2 master br0");
    Chosen back = one.chosen(c -> c.getCause() == ChoiceCause.CHOICE_CAUSE_RETURNED);
    assertThat(back.getMembersList())
        .extracting(SteeringMember::getTunnelKey)
        .containsExactly(FIRST);
    System.out.println(back.getReason());
  }

  @Test
  void lossyPathIsLeftAndTheObjectiveNamed() throws Exception {
    bringUp();
    // Time before anything was known is no time in which an objective was broken.
    one.next(m ->
        m.hasMeasurements()
            && m.getMeasurements().getClassesList().stream()
                .anyMatch(c -> c.getTrafficClass().equals("video") && c.getMeasuredMillis() > 0));
    testbed.underlay1().sh("nft add table bridge harm");
    testbed
        .underlay1()
        .sh("nft 'add chain bridge harm forward { type filter hook forward priority 10; }'");
    testbed
        .underlay1()
        // Every fourth probe, not any: three in a row would be an outage.
        .sh(
            "nft add rule bridge harm forward iifname p1 udp dport 862"
                + " numgen inc mod 4 == 0 drop");

    EdgeNotice broken = one.notice(n -> n.hasSlaChanged() && n.getSlaChanged().getViolated());
    assertThat(broken.getSlaChanged().getMetric()).isEqualTo("loss_pct");
    assertThat(broken.getSlaChanged().getTunnelKey()).isEqualTo(FIRST);
    assertThat(broken.getSlaChanged().getCarrying()).isTrue();
    Chosen left = one.chosen(c -> c.getCause() == ChoiceCause.CHOICE_CAUSE_SLA_BROKEN);
    assertThat(left.getMembersList())
        .extracting(SteeringMember::getTunnelKey)
        .containsExactly(SECOND);
    System.out.println("left after " + left.getReactionMicros() + " us: " + left.getReason());
    EdgeMessage fared =
        one.next(m ->
            m.hasMeasurements()
                && m.getMeasurements().getClassesList().stream()
                    .anyMatch(c -> c.getViolatedMillis() > 0));
    assertThat(fared.getMeasurements().getClassesList())
        .allMatch(c -> c.getViolatedMillis() <= c.getMeasuredMillis());
  }

  @Test
  void anotherConfigurationKeepsWhatWasChosen() throws Exception {
    bringUp();
    testbed.underlay1().sh("ip link set p2 nomaster");
    one.chosen(c -> c.getCause() == ChoiceCause.CHOICE_CAUSE_PATH_DOWN);
    // The way back is the other edge's to choose.
    two.chosen(c -> c.getCause() == ChoiceCause.CHOICE_CAUSE_PATH_DOWN);

    List<ConfigResource> more = new ArrayList<>(resources(1, 2));
    more.add(io.isthmus.agent.testbed.Resources.trafficClass("bulk", 9));
    assertThat(one.controller.full(2, more).hasApplied()).isTrue();

    assertThat(testbed.edge1().host().reaches("10.2.0.2")).isTrue();
  }

  @Test
  void whatWasChosenOutlivesTheAgent() throws Exception {
    bringUp();
    testbed.underlay1().sh("ip link set p2 nomaster");
    one.chosen(c -> c.getCause() == ChoiceCause.CHOICE_CAUSE_PATH_DOWN);
    // The way back is the other edge's to choose.
    two.chosen(c -> c.getCause() == ChoiceCause.CHOICE_CAUSE_PATH_DOWN);

    one.stop();
    one.start();

    Chosen first = one.chosen(c -> c.getTrafficClass().equals("video"));
    assertThat(first.getCause()).isEqualTo(ChoiceCause.CHOICE_CAUSE_POLICY);
    assertThat(first.getMembersList())
        .extracting(SteeringMember::getTunnelKey)
        .containsExactly(SECOND);
    assertThat(testbed.edge1().host().reaches("10.2.0.2")).isTrue();
  }
}
