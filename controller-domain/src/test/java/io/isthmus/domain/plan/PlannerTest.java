package io.isthmus.domain.plan;

import static io.isthmus.domain.fake.Samples.continuum;
import static io.isthmus.domain.fake.Samples.edge;
import static io.isthmus.domain.fake.Samples.hubAndSpoke;
import static io.isthmus.domain.fake.Samples.link;
import static io.isthmus.domain.fake.Samples.mesh;
import static io.isthmus.domain.fake.Samples.name;
import static io.isthmus.domain.fake.Samples.network;
import static io.isthmus.domain.fake.Samples.preferring;
import static io.isthmus.domain.fake.Samples.reroute;
import static io.isthmus.domain.fake.Samples.site;
import static io.isthmus.domain.fake.Samples.then;
import static io.isthmus.domain.fake.Samples.trafficClass;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.topology.Transport;
import io.isthmus.domain.traffic.SteeringDecision;
import io.isthmus.domain.traffic.SteeringPolicy;
import io.isthmus.domain.traffic.TrafficClass;
import io.isthmus.domain.traffic.WeightedOverlay;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlannerTest {
  @Test
  void planOfASmallContinuum() {
    EdgePlan plan = plan(continuum(), "e1");

    assertThat(plan.resources().keySet())
        .containsExactly(
            "application/sip",
            "lan-segment/lan",
            "remote-edge/e2",
            "remote-edge/e3",
            "settings",
            "steering/unclassified/e2",
            "steering/unclassified/e3",
            "steering/voice/e2",
            "steering/voice/e3",
            "traffic-class/unclassified",
            "traffic-class/voice",
            "tunnel/on-1/e2/internet/internet",
            "tunnel/on-1/e3/internet/internet",
            "tunnel/on-2/e2/mpls/mpls",
            "tunnel/on-2/e3/mpls/mpls",
            "wan-link/internet",
            "wan-link/mpls");
    assertThat(plan.resources().get("settings"))
        .isEqualTo(
            new PlannedResource.Settings(
                name("default"), name("e1"), 1, 1450, 4789, PlannedResource.Transit.REFUSED));
  }

  @Test
  void rerouteChangesNothingButTheSteeringOfTheClass() {
    Network before = continuum();

    Network after = then(before, new Change.Steer(reroute("voice", "on-2")));

    EdgePlan old = plan(before, "e1");
    EdgePlan rerouted = plan(after, "e1");
    List<String> changed =
        rerouted.resources().keySet().stream()
            .filter(key -> !rerouted.resources().get(key).equals(old.resources().get(key)))
            .toList();
    assertThat(changed).containsExactly("steering/voice/e2", "steering/voice/e3");
    assertThat(members(rerouted, "voice", "e2")).containsExactly("tunnel/on-2/e2/mpls/mpls");
  }

  @Test
  void decisionForOnePairLeavesTheOthers() {
    SteeringDecision decision =
        new SteeringDecision(
            java.util.UUID.randomUUID(),
            name("voice"),
            Optional.of(name("e1")),
            Optional.of(name("e2")),
            SteeringDecision.Direction.SOURCE_TO_DESTINATION,
            List.of(new WeightedOverlay(name("on-2"), 1)),
            SteeringDecision.Cause.REQUESTED,
            SteeringDecision.Hold.PREFER,
            Optional.empty(),
            "",
            0,
            java.time.Instant.EPOCH);

    Network after = then(continuum(), new Change.Steer(decision));

    assertThat(members(plan(after, "e1"), "voice", "e2"))
        .containsExactly("tunnel/on-2/e2/mpls/mpls");
    assertThat(members(plan(after, "e1"), "voice", "e3"))
        .containsExactly("tunnel/on-1/e3/internet/internet");
    assertThat(members(plan(after, "e2"), "voice", "e1"))
        .containsExactly("tunnel/on-1/e1/internet/internet");
  }

  @Test
  void spokesReachEachOtherThroughTheHubAndOnlyTheHubTransits() {
    Network network =
        network(
            new Change.PutSite(site("s")),
            new Change.PutEdge(edge(1)),
            new Change.PutEdge(edge(2)),
            new Change.PutEdge(edge(3)),
            new Change.PutOverlay(hubAndSpoke("on-1", "e1", "e2", "e3")));

    assertThat(members(plan(network, "e2"), "unclassified", "e3"))
        .containsExactly("tunnel/on-1/e1/internet/internet");
    assertThat(plan(network, "e2").resources())
        .doesNotContainKey("tunnel/on-1/e3/internet/internet");
    assertThat(transit(plan(network, "e1"))).isEqualTo(PlannedResource.Transit.ALLOWED);
    assertThat(transit(plan(network, "e2"))).isEqualTo(PlannedResource.Transit.REFUSED);
  }

  @Test
  void classWithoutAPathFallsBackOrDrops() {
    Network network =
        then(
            continuum(),
            new Change.PutEdge(edge(4)),
            new Change.PutOverlay(mesh("on-1", Transport.INTERNET, "e1", "e2", "e3", "e4")),
            new Change.PutTrafficClass(preferring("falls", "on-2")),
            new Change.PutTrafficClass(
                trafficClass(
                    "drops", TrafficClass.Role.NORMAL, SteeringPolicy.WhenNoPath.DROP, "on-2")));

    assertThat(members(plan(network, "e4"), "falls", "e1"))
        .containsExactly("tunnel/on-1/e1/internet/internet");
    assertThat(members(plan(network, "e4"), "drops", "e1")).isEmpty();
  }

  @Test
  void defaultClassCarriesWhatNoApplicationMatches() {
    Network network =
        then(
            continuum(),
            new Change.PutTrafficClass(
                trafficClass(
                    "bulk", TrafficClass.Role.DEFAULT, SteeringPolicy.WhenNoPath.DROP, "on-2")));

    EdgePlan plan = plan(network, "e1");

    assertThat(plan.resources().get("traffic-class/bulk"))
        .isEqualTo(new PlannedResource.TrafficClass(name("bulk"), Planner.DEFAULT_CLASS_NUMBER));
    assertThat(plan.resources()).doesNotContainKey("traffic-class/unclassified");
    assertThat(members(plan, "bulk", "e2")).containsExactly("tunnel/on-2/e2/mpls/mpls");
  }

  @Test
  void loadBalanceSplitsAnOverlaysShareAmongItsTunnels() {
    TrafficClass balanced =
        new TrafficClass(
            name("balanced"),
            TrafficClass.Role.NORMAL,
            SteeringPolicy.of(
                SteeringPolicy.Strategy.LOAD_BALANCE,
                List.of(
                    new WeightedOverlay(name("on-1"), 70), new WeightedOverlay(name("on-2"), 30)),
                SteeringPolicy.WhenNoPath.DROP),
            Optional.empty());
    Network network =
        then(
            continuum(),
            new Change.PutEdge(
                edge(1)
                    .withWanLinks(
                        List.of(
                            link("internet", Transport.INTERNET, "198.18.0.1"),
                            link("internet2", Transport.INTERNET, "198.18.2.1"),
                            link("mpls", Transport.MPLS, "198.18.1.1")))),
            new Change.PutTrafficClass(balanced));

    PlannedResource.Steering steering =
        (PlannedResource.Steering) plan(network, "e1").resources().get("steering/balanced/e2");

    assertThat(steering.members())
        .extracting(PlannedResource.Member::weight)
        .containsExactly(7, 7, 6);
  }

  @Test
  void overlayMtuFollowsTheNarrowestPath() {
    io.isthmus.domain.topology.WanLink narrow =
        new io.isthmus.domain.topology.WanLink(
            name("internet"),
            Transport.INTERNET,
            io.isthmus.domain.topology.Access.PUBLIC,
            new io.isthmus.domain.net.InterfaceName("wan0"),
            io.isthmus.domain.net.IpAddress.parse("198.18.0.2"),
            Optional.empty(),
            1420,
            io.isthmus.domain.topology.LinkService.DEFAULT,
            0);

    Network network = then(continuum(), new Change.PutEdge(edge(2).withWanLinks(List.of(narrow))));

    assertThat(settings(plan(network, "e1")).overlayMtu()).isEqualTo(1370);
  }

  private static EdgePlan plan(Network network, String edge) {
    return Planner.plan(
        network, java.util.Objects.requireNonNull(network.edges().get(name(edge))), 1);
  }

  private static List<String> members(EdgePlan plan, String trafficClass, String destination) {
    PlannedResource.Steering steering =
        (PlannedResource.Steering)
            java.util.Objects.requireNonNull(
                plan.resources().get("steering/" + trafficClass + "/" + destination));
    return steering.members().stream().map(PlannedResource.Member::tunnelKey).toList();
  }

  private static PlannedResource.Settings settings(EdgePlan plan) {
    return (PlannedResource.Settings)
        java.util.Objects.requireNonNull(plan.resources().get("settings"));
  }

  private static PlannedResource.Transit transit(EdgePlan plan) {
    return settings(plan).transit();
  }
}
