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
import io.isthmus.domain.net.IpAddress;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.LinkService;
import io.isthmus.domain.topology.Transport;
import io.isthmus.domain.topology.WanLink;
import io.isthmus.domain.traffic.SlaObjective;
import io.isthmus.domain.traffic.SteeringDecision;
import io.isthmus.domain.traffic.SteeringPolicy;
import io.isthmus.domain.traffic.Threshold;
import io.isthmus.domain.traffic.TrafficClass;
import io.isthmus.domain.traffic.WeightedOverlay;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PlannerTest {
  @Test
  void planOfASmallContinuum() {
    EdgePlan plan = plan(continuum(), "e1");

    assertThat(plan.resources().keySet())
        .containsExactly(
            "application/sip",
            "lan-segment/lan",
            "path/e2/internet/internet/plain",
            "path/e2/mpls/mpls/plain",
            "path/e3/internet/internet/plain",
            "path/e3/mpls/mpls/plain",
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
            UUID.randomUUID(),
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
            Instant.EPOCH);

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
        .isInstanceOfSatisfying(
            PlannedResource.TrafficClass.class,
            bulk -> assertThat(bulk.number()).isEqualTo(Planner.DEFAULT_CLASS_NUMBER));
    assertThat(plan.resources()).doesNotContainKey("traffic-class/unclassified");
    assertThat(members(plan, "bulk", "e2")).containsExactly("tunnel/on-2/e2/mpls/mpls");
  }

  @Test
  void candidatesAreRankedInTheOrderOfThePolicy() {
    Network network =
        then(continuum(), new Change.PutTrafficClass(preferring("data", "on-2", "on-1")));

    assertThat(candidates(plan(network, "e1"), "data", "e2"))
        .containsExactly(
            new PlannedResource.Candidate("tunnel/on-2/e2/mpls/mpls", 0, 1),
            new PlannedResource.Candidate("tunnel/on-1/e2/internet/internet", 1, 1));
    assertThat(candidates(plan(network, "e1"), "unclassified", "e2"))
        .containsExactly(
            new PlannedResource.Candidate("tunnel/on-1/e2/internet/internet", 0, 1),
            new PlannedResource.Candidate("tunnel/on-2/e2/mpls/mpls", 1, 1));
  }

  @Test
  void whatADecisionAsksForRanksFirstAndTheRestFollows() {
    SteeringDecision split =
        decision(
            SteeringDecision.Hold.PIN,
            new WeightedOverlay(name("on-2"), 30),
            new WeightedOverlay(name("on-3"), 70));
    Network network =
        then(
            continuum(),
            new Change.PutOverlay(mesh("on-3", Transport.MPLS, "e1", "e2")),
            new Change.PutTrafficClass(preferring("voice", "on-1", "on-2", "on-3")),
            new Change.Steer(split));

    PlannedResource.Steering both = steering(plan(network, "e1"), "voice", "e2");
    PlannedResource.Steering one = steering(plan(network, "e1"), "voice", "e3");

    assertThat(both.candidates())
        .containsExactly(
            new PlannedResource.Candidate("tunnel/on-2/e2/mpls/mpls", 0, 3),
            new PlannedResource.Candidate("tunnel/on-3/e2/mpls/mpls", 0, 7),
            new PlannedResource.Candidate("tunnel/on-1/e2/internet/internet", 1, 1));
    assertThat(both.members())
        .containsExactly(
            new PlannedResource.Member("tunnel/on-2/e2/mpls/mpls", 3),
            new PlannedResource.Member("tunnel/on-3/e2/mpls/mpls", 7));
    assertThat(both.decision()).contains(split.id());
    assertThat(both.hold()).isEqualTo(SteeringDecision.Hold.PIN);
    assertThat(one.candidates())
        .containsExactly(
            new PlannedResource.Candidate("tunnel/on-2/e3/mpls/mpls", 0, 1),
            new PlannedResource.Candidate("tunnel/on-1/e3/internet/internet", 1, 1));
  }

  @Test
  void aPathIsPlannedOnceForTheTunnelsThatLieOnIt() {
    Network network =
        then(continuum(), new Change.PutOverlay(mesh("on-3", Transport.MPLS, "e1", "e2")));

    EdgePlan plan = plan(network, "e1");

    assertThat(((PlannedResource.Tunnel) resource(plan, "tunnel/on-2/e2/mpls/mpls")).pathKey())
        .isEqualTo("path/e2/mpls/mpls/plain");
    assertThat(((PlannedResource.Tunnel) resource(plan, "tunnel/on-3/e2/mpls/mpls")).pathKey())
        .isEqualTo("path/e2/mpls/mpls/plain");
    assertThat(plan.resources()).containsKey("path/e2/mpls/mpls/plain");
    assertThat(plan.resources().keySet()).filteredOn(key -> key.startsWith("path/")).hasSize(4);
  }

  @Test
  void pathFollowsWhatItsTwoLinksDeclare() {
    LinkService here =
        new LinkService(
            OptionalLong.of(10), OptionalLong.of(20), 3, Duration.ofMillis(50), OptionalLong.of(5));
    LinkService there =
        new LinkService(
            OptionalLong.of(100),
            OptionalLong.of(200),
            0.5,
            Duration.ofSeconds(1),
            OptionalLong.empty());
    Network network =
        then(
            continuum(),
            new Change.PutEdge(served(edge(1), here)),
            new Change.PutEdge(served(edge(2), there)));

    EdgePlan plan = plan(network, "e1");

    assertThat(resource(plan, "path/e2/mpls/mpls/plain"))
        .isEqualTo(
            new PlannedResource.Path(
                name("e2"),
                name("mpls"),
                name("mpls"),
                Optional.of(IpAddress.parse("198.18.1.2")),
                Duration.ofSeconds(1),
                OptionalLong.of(200),
                OptionalLong.of(100),
                3.5,
                862,
                Optional.empty()));
    assertThat(resource(plan, "wan-link/mpls"))
        .isInstanceOfSatisfying(
            PlannedResource.WanLink.class,
            link -> {
              assertThat(link.egressRateBps()).hasValue(10);
              assertThat(link.ingressRateBps()).hasValue(20);
              assertThat(link.probeBudgetBps()).hasValue(5);
            });
  }

  @Test
  void classSaysAllThatItsPolicyDeclares() {
    SlaObjective objective =
        new SlaObjective(
            Optional.of(Threshold.of(150, 120)),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Threshold.of(1, 0.5)),
            Optional.empty());
    SteeringPolicy policy =
        new SteeringPolicy(
            SteeringPolicy.Strategy.BEST_QUALITY,
            SteeringPolicy.Mode.STATIC,
            List.of(new WeightedOverlay(name("on-1"), 1)),
            SteeringPolicy.WhenNoPath.DROP,
            SteeringPolicy.WhenNoneCompliant.KEEP_CURRENT,
            SteeringPolicy.ExistingFlows.STICKY,
            Duration.ofSeconds(7),
            Optional.of(SteeringPolicy.Strategy.PREDICTIVE_QUALITY));
    TrafficClass declared =
        new TrafficClass(name("data"), TrafficClass.Role.NORMAL, policy, Optional.of(objective));

    EdgePlan plan = plan(then(continuum(), new Change.PutTrafficClass(declared)), "e1");

    assertThat(resource(plan, "traffic-class/data"))
        .isInstanceOfSatisfying(
            PlannedResource.TrafficClass.class,
            planned ->
                assertThat(planned)
                    .isEqualTo(
                        new PlannedResource.TrafficClass(
                            name("data"),
                            planned.number(),
                            Optional.of(objective),
                            SteeringPolicy.Strategy.BEST_QUALITY,
                            SteeringPolicy.Mode.STATIC,
                            SteeringPolicy.WhenNoneCompliant.KEEP_CURRENT,
                            SteeringPolicy.ExistingFlows.STICKY,
                            Duration.ofSeconds(7),
                            Optional.of(SteeringPolicy.Strategy.PREDICTIVE_QUALITY))));
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

    PlannedResource.Steering steering = steering(plan(network, "e1"), "balanced", "e2");

    assertThat(steering.members())
        .extracting(PlannedResource.Member::weight)
        .containsExactly(7, 7, 6);
    assertThat(steering.candidates())
        .extracting(PlannedResource.Candidate::weight)
        .containsExactly(7, 7, 6);
    assertThat(steering.candidates())
        .extracting(PlannedResource.Candidate::rank)
        .containsExactly(0, 0, 1);
  }

  @Test
  void overlayMtuFollowsTheNarrowestPath() {
    WanLink narrow =
        new WanLink(
            name("internet"),
            Transport.INTERNET,
            io.isthmus.domain.topology.Access.PUBLIC,
            new io.isthmus.domain.net.InterfaceName("wan0"),
            WanLink.Mobility.FIXED,
            Optional.of(IpAddress.parse("198.18.0.2")),
            Optional.empty(),
            1420,
            LinkService.DEFAULT,
            0);

    Network network = then(continuum(), new Change.PutEdge(edge(2).withWanLinks(List.of(narrow))));

    assertThat(settings(plan(network, "e1")).overlayMtu()).isEqualTo(1370);
  }

  private static EdgePlan plan(Network network, String edge) {
    return Planner.plan(
        network, java.util.Objects.requireNonNull(network.edges().get(name(edge))), 1);
  }

  private static List<String> members(EdgePlan plan, String trafficClass, String destination) {
    return steering(plan, trafficClass, destination).members().stream()
        .map(PlannedResource.Member::tunnelKey)
        .toList();
  }

  private static List<PlannedResource.Candidate> candidates(
      EdgePlan plan, String trafficClass, String destination) {
    return steering(plan, trafficClass, destination).candidates();
  }

  private static PlannedResource.Steering steering(
      EdgePlan plan, String trafficClass, String destination) {
    return (PlannedResource.Steering)
        resource(plan, "steering/" + trafficClass + "/" + destination);
  }

  private static PlannedResource resource(EdgePlan plan, String key) {
    return java.util.Objects.requireNonNull(plan.resources().get(key), key);
  }

  private static Edge served(Edge edge, LinkService service) {
    return edge.withWanLinks(
        edge.wanLinks().stream()
            .map(link ->
                new WanLink(
                    link.name(),
                    link.transport(),
                    link.access(),
                    link.interfaceName(),
                    link.mobility(),
                    link.address(),
                    link.gateway(),
                    link.mtu(),
                    service,
                    link.number()))
            .toList());
  }

  private static SteeringDecision decision(
      SteeringDecision.Hold hold, WeightedOverlay... overlays) {
    return new SteeringDecision(
        UUID.randomUUID(),
        name("voice"),
        Optional.empty(),
        Optional.empty(),
        SteeringDecision.Direction.BOTH,
        List.of(overlays),
        SteeringDecision.Cause.REQUESTED,
        hold,
        Optional.empty(),
        "",
        0,
        Instant.EPOCH);
  }

  private static PlannedResource.Settings settings(EdgePlan plan) {
    return (PlannedResource.Settings)
        java.util.Objects.requireNonNull(plan.resources().get("settings"));
  }

  private static PlannedResource.Transit transit(EdgePlan plan) {
    return settings(plan).transit();
  }
}
