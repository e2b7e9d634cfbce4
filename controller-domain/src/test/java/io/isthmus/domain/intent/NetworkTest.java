package io.isthmus.domain.intent;

import static io.isthmus.domain.fake.Samples.application;
import static io.isthmus.domain.fake.Samples.continuum;
import static io.isthmus.domain.fake.Samples.edge;
import static io.isthmus.domain.fake.Samples.lan;
import static io.isthmus.domain.fake.Samples.link;
import static io.isthmus.domain.fake.Samples.mesh;
import static io.isthmus.domain.fake.Samples.name;
import static io.isthmus.domain.fake.Samples.preferring;
import static io.isthmus.domain.fake.Samples.reroute;
import static io.isthmus.domain.fake.Samples.site;
import static io.isthmus.domain.fake.Samples.then;
import static io.isthmus.domain.fake.Samples.trafficClass;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.domain.net.Vni;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.Transport;
import io.isthmus.domain.topology.WanLink;
import io.isthmus.domain.traffic.SteeringDecision;
import io.isthmus.domain.traffic.SteeringPolicy;
import io.isthmus.domain.traffic.TrafficClass;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkTest {
  static Stream<Arguments> brokenRules() {
    Edge overlapping = edge(9).withLanSegments(List.of(lan("lan", "lan0", "10.1.0.128/25")));
    Edge sameAddress =
        edge(9).withWanLinks(List.of(link("internet", Transport.INTERNET, "198.18.0.1")));
    return Stream.of(
        Arguments.of(
            new Change.PutEdge(new Edge(name("e9"), name("nowhere"), List.of(), List.of())),
            Violation.Code.UNKNOWN_REFERENCE,
            "/site"),
        Arguments.of(
            new Change.PutOverlay(mesh("on-9", Transport.MPLS, "e1", "e9")),
            Violation.Code.UNKNOWN_REFERENCE,
            "/edges/1"),
        Arguments.of(
            new Change.PutOverlay(mesh("on-9", Transport.MPLS, "e1", "e2").withVni(new Vni(4096))),
            Violation.Code.VNI_TAKEN,
            "/vni"),
        Arguments.of(
            new Change.PutTrafficClass(preferring("bulk", "on-9")),
            Violation.Code.UNKNOWN_REFERENCE,
            "/steering/overlays/0"),
        Arguments.of(
            new Change.PutApplication(application("http", "bulk", 80)),
            Violation.Code.UNKNOWN_REFERENCE,
            "/trafficClass"),
        Arguments.of(new Change.Remove(Kind.SITE, name("s")), Violation.Code.IN_USE, ""),
        Arguments.of(new Change.Remove(Kind.EDGE, name("e1")), Violation.Code.IN_USE, ""),
        Arguments.of(new Change.Remove(Kind.OVERLAY, name("on-2")), Violation.Code.IN_USE, ""),
        Arguments.of(
            new Change.Remove(Kind.TRAFFIC_CLASS, name("voice")), Violation.Code.IN_USE, ""),
        Arguments.of(
            new Change.Remove(Kind.APPLICATION, name("none")), Violation.Code.NOT_FOUND, ""),
        Arguments.of(
            new Change.PutEdge(overlapping),
            Violation.Code.PREFIX_OVERLAP,
            "/lanSegments/0/prefixes/0"),
        Arguments.of(
            new Change.PutEdge(sameAddress), Violation.Code.ADDRESS_TAKEN, "/wanLinks/0/address"),
        Arguments.of(
            new Change.Steer(reroute("bulk", "on-1")),
            Violation.Code.UNKNOWN_REFERENCE,
            "/trafficClass"),
        Arguments.of(
            new Change.Steer(reroute("voice", "on-3")),
            Violation.Code.OVERLAY_NOT_IN_CLASS,
            "/overlays/0"));
  }

  @ParameterizedTest
  @MethodSource("brokenRules")
  void brokenRuleNamesCodeAndField(Change change, Violation.Code code, String field) {
    assertThatThrownBy(() -> then(continuum(), change))
        .isInstanceOfSatisfying(
            IntentRejected.class,
            e ->
                assertThat(e.violations())
                    .anySatisfy(violation -> {
                      assertThat(violation.code()).isEqualTo(code);
                      assertThat(violation.field()).isEqualTo(field);
                    }));
  }

  @Test
  void wanAddressIsTakenOnlyWhereTheLinksReachEachOther() {
    Edge samePublic = edge(9).withWanLinks(List.of(link("lte", Transport.LTE, "198.18.0.1")));
    Edge samePrivate =
        edge(9).withWanLinks(List.of(link("metro", Transport.METRO_ETHERNET, "198.18.1.1")));

    assertThatThrownBy(() -> then(continuum(), new Change.PutEdge(samePublic)))
        .isInstanceOf(IntentRejected.class)
        .hasMessageContaining("198.18.0.1");
    assertThat(then(continuum(), new Change.PutEdge(samePrivate)).edges()).containsKey(name("e9"));
  }

  @Test
  void overlappingPrefixIsFoundBehindAnUnrelatedOne() {
    Edge wide = edge(8).withLanSegments(List.of(lan("lan", "lan0", "10.0.0.0/8")));

    assertThatThrownBy(() -> then(continuum(), new Change.PutEdge(wide)))
        .isInstanceOfSatisfying(IntentRejected.class, e -> assertThat(e.violations()).hasSize(3));
  }

  @Test
  void unchangedPutLeavesTheResourceAsItIs() {
    Network before = continuum();

    Network after =
        then(
            before,
            new Change.PutEdge(edge(1)),
            new Change.PutOverlay(mesh("on-1", Transport.INTERNET, "e3", "e1", "e2")));

    assertThat(NetworkDiff.between(before, after).isEmpty()).isTrue();
  }

  @Test
  void linkKeepsItsNumberWhenOthersComeAndGo() {
    Network before = continuum();
    WanLink lte = link("lte", Transport.LTE, "198.18.2.1");
    WanLink mpls = link("mpls", Transport.MPLS, "198.18.1.1");

    Network after = then(before, new Change.PutEdge(edge(1).withWanLinks(List.of(lte, mpls))));

    Edge edge = after.findEdge(name("e1")).orElseThrow();
    assertThat(edge.findWanLink(name("mpls")).orElseThrow().number()).isEqualTo(2);
    assertThat(edge.findWanLink(name("lte")).orElseThrow().number()).isEqualTo(1);
  }

  @Test
  void removingEverythingTogetherIsAllowedInAnyOrder() {
    Network after =
        then(
            continuum(),
            new Change.Remove(Kind.SITE, name("s")),
            new Change.Remove(Kind.EDGE, name("e1")),
            new Change.Remove(Kind.EDGE, name("e2")),
            new Change.Remove(Kind.EDGE, name("e3")),
            new Change.Remove(Kind.OVERLAY, name("on-1")),
            new Change.Remove(Kind.OVERLAY, name("on-2")),
            new Change.Remove(Kind.TRAFFIC_CLASS, name("voice")),
            new Change.Remove(Kind.APPLICATION, name("sip")));

    assertThat(after).isEqualTo(Network.empty(after.tenant()));
  }

  @Test
  void onlyOneClassIsTheDefault() {
    TrafficClass first =
        trafficClass("a", TrafficClass.Role.DEFAULT, SteeringPolicy.WhenNoPath.DROP, "on-1");
    TrafficClass second =
        trafficClass("b", TrafficClass.Role.DEFAULT, SteeringPolicy.WhenNoPath.DROP, "on-1");

    assertThatThrownBy(() ->
            then(
                continuum(), new Change.PutTrafficClass(first), new Change.PutTrafficClass(second)))
        .isInstanceOf(IntentRejected.class)
        .hasMessageContaining("[a, b]");
  }

  @Test
  void newerDecisionSupersedesAndLosesItsGroundWithTheClass() {
    SteeringDecision first = reroute("voice", "on-2");
    SteeringDecision second = reroute("voice", "on-1");

    Network rerouted = then(then(continuum(), new Change.Steer(first)), new Change.Steer(second));
    Network narrowed =
        applyAt(3, rerouted, new Change.PutTrafficClass(preferring("voice", "on-2")));

    assertThat(rerouted.decisions()).extracting(SteeringDecision::id).containsExactly(second.id());
    assertThat(narrowed.decisions()).isEmpty();
  }

  private static Network applyAt(long revision, Network network, Change change) {
    return network.apply(
        List.of(change),
        Numbering.of(new NetworkSnapshot(revision, new java.util.TreeMap<>(), Cursors.START)),
        revision);
  }

  @Test
  void freedNumbersComeBackLast() {
    Network before = continuum();
    int freed = before.overlays().get(name("on-2")).number();

    Network without =
        then(
            before,
            new Change.PutTrafficClass(preferring("voice", "on-1")),
            new Change.Remove(Kind.OVERLAY, name("on-2")));
    Network again = then(without, new Change.PutOverlay(mesh("on-3", Transport.MPLS, "e1", "e2")));

    assertThat(again.overlays().get(name("on-3")).number()).isNotEqualTo(freed);
  }

  @Test
  void sitesHaveNoNumber() {
    assertThat(then(continuum(), new Change.PutSite(site("t"))).sites().get(name("t")).number())
        .isZero();
  }
}
