package io.isthmus.lab.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.lab.kernel.Namespace;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NetworkPlannerTest {
  private static final LabName LAB = new LabName("try");

  @Test
  void eachSiteHasAnEdgeAndAHostAndEachTransportAnUnderlay() {
    NetworkPlan plan = plan(LabIntent.read(Path.of("intent.yaml")));

    assertThat(plan.rooms().keySet())
        .extracting(Namespace::name)
        .containsExactlyInAnyOrder(
            "try-mgmt",
            "try-edge-cloud-paris",
            "try-edge-edge-nice",
            "try-edge-far-edge-van",
            "try-host-cloud-paris",
            "try-host-edge-nice",
            "try-host-far-edge-van",
            "try-underlay-internet",
            "try-underlay-mpls");
  }

  @Test
  void anUnderlayRoutesBetweenANetworkForEachEdge() {
    NetworkPlan plan = plan(LabIntent.read(Path.of("intent.yaml")));

    NetworkPlan.Room mpls = plan.rooms().get(LAB.underlay("mpls"));

    assertThat(mpls.parameters()).contains("net/ipv4/ip_forward=1");
    assertThat(mpls.lines())
        .contains(
            "addr add 198.19.1.1/30 dev edge1-wan2",
            "addr add 198.19.2.1/30 dev edge2-wan2",
            "addr add 198.19.3.1/30 dev edge3-wan2");
  }

  @Test
  void noVethEndsInTheRootNamespaceButTheControllers() {
    NetworkPlan plan = plan(LabIntent.read(Path.of("intent.yaml")));

    assertThat(plan.links().stream().filter(line -> !line.matches(".* netns .* netns .*")))
        .containsExactly("link add dev try0 type veth peer name root netns try-mgmt");
    assertThat(plan.management()).first().isEqualTo("addr add 198.18.255.1/24 dev try0");
  }

  @Test
  void theHostAnswersForPrefixesBehindIt() {
    NetworkPlan plan =
        plan(
            LabIntent.parse(
                """
                edges:
                  - name: a
                    lanSegments: [{name: lan, interface: lan0, prefixes: [10.1.0.0/24, 10.9.0.0/16]}]
                """));

    assertThat(plan.rooms().get(LAB.host("a")).lines())
        .contains(
            "addr add 10.1.0.10/24 dev eth0",
            "route add default via 10.1.0.1",
            "route add local 10.9.0.0/16 dev lo");
  }

  @Test
  void anInterfaceNameThatLinuxRefusesIsRefusedHere() {
    LabIntent intent =
        LabIntent.parse(
            """
            edges:
              - name: a
                lanSegments: [{name: lan, interface: sixteen-letters-, prefixes: [10.1.0.0/24]}]
            """);

    assertThatThrownBy(() -> plan(intent)).hasMessageContaining("longer than 15");
  }

  private static NetworkPlan plan(LabIntent intent) {
    return NetworkPlanner.plan(LAB, new ManagementNet(255), intent, WanKind.DIRECT);
  }
}
