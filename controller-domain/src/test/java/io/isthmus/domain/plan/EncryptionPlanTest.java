package io.isthmus.domain.plan;

import static io.isthmus.domain.fake.Samples.edge;
import static io.isthmus.domain.fake.Samples.mesh;
import static io.isthmus.domain.fake.Samples.name;
import static io.isthmus.domain.fake.Samples.network;
import static io.isthmus.domain.fake.Samples.preferring;
import static io.isthmus.domain.fake.Samples.site;
import static io.isthmus.domain.fake.Samples.then;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.fake.Keys;
import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.IpAddress;
import io.isthmus.domain.overlay.Encryption;
import io.isthmus.domain.overlay.Overlay;
import io.isthmus.domain.overlay.Protection;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.EdgeProfile;
import io.isthmus.domain.topology.Transport;
import io.isthmus.domain.topology.WanLink;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EncryptionPlanTest {
  @Test
  void eachSettingProtectsWhatItSays() {
    Network network = keyed(Encryption.REQUIRED, Encryption.REQUIRED_ON_PUBLIC, Encryption.OFF);

    assertThat(
            plan(network, "e1").resources().keySet().stream()
                .filter(key -> key.startsWith("path/")))
        .containsExactly(
            "path/e2/internet/internet",
            "path/e2/internet/internet/plain",
            "path/e2/mpls/mpls",
            "path/e2/mpls/mpls/plain");
    assertThat(pathOf(network, "on-1", "internet")).isEqualTo("path/e2/internet/internet");
    assertThat(pathOf(network, "on-1", "mpls")).isEqualTo("path/e2/mpls/mpls");
    assertThat(pathOf(network, "on-2", "internet")).isEqualTo("path/e2/internet/internet");
    assertThat(pathOf(network, "on-2", "mpls")).isEqualTo("path/e2/mpls/mpls/plain");
    assertThat(pathOf(network, "on-3", "internet")).isEqualTo("path/e2/internet/internet/plain");
    assertThat(pathOf(network, "on-3", "mpls")).isEqualTo("path/e2/mpls/mpls/plain");
  }

  @Test
  void anEncryptedPathNamesPeersAndInteriors() {
    Network network = keyed(Encryption.REQUIRED);

    PlannedResource.Path path = path(network, "path/e2/internet/internet");
    PlannedResource.WanLink link = link(network, "internet");

    assertThat(path.encryption())
        .contains(
            new PlannedResource.Encrypted(
                1,
                1,
                List.of(
                    new PlannedResource.Peer(
                        1,
                        Keys.key(2, 1, 1).key(),
                        IpAddress.parse("fd69:7374:7767:2::1:1"),
                        51_821))));
    assertThat(link.wantedGeneration()).isEqualTo(1);
    assertThat(link.interfaces())
        .containsExactly(
            new PlannedResource.Interior(1, IpAddress.parse("fd69:7374:7767:1::1:1"), 1_440));
    assertThat(settings(network).overlayMtu()).isEqualTo(1_370);
  }

  @Test
  void plainOverlaysNeedNoInteriorsAndLoseNoBytes() {
    Network network = keyed(Encryption.OFF);

    assertThat(link(network, "internet").interfaces()).isEmpty();
    assertThat(settings(network).overlayMtu()).isEqualTo(1_450);
    assertThat(path(network, "path/e2/internet/internet/plain").protection())
        .isEqualTo(Protection.PLAIN);
  }

  @Test
  void withoutKeysNothingIsPlannedAndTheMtuIsThatOfLater() {
    Network network = declared(Encryption.REQUIRED, Encryption.OFF);
    Network halfKeyed = then(network, Keys.told(network, 1, 1));

    EdgePlan plan = plan(halfKeyed, "e1");

    assertThat(plan.resources()).doesNotContainKey("tunnel/on-1/e2/internet/internet");
    assertThat(plan.resources()).containsKey("tunnel/on-2/e2/internet/internet");
    assertThat(steering(plan, "voice").candidates())
        .extracting(PlannedResource.Candidate::tunnelKey)
        .allMatch(key -> key.startsWith("tunnel/on-2/"));
    assertThat(settings(halfKeyed).overlayMtu()).isEqualTo(1_370);
    assertThat(plan.awaited()).containsExactly(name("e2"));
    assertThat(plan(halfKeyed, "e2").awaited()).containsExactly(name("e2"));
  }

  @Test
  void aRevokedEdgeCarriesNothingAndNobodyHasATunnelToIt() {
    Network network = keyed(Encryption.REQUIRED, Encryption.OFF);

    Network revoked =
        then(network, new Change.Learn(network.profile(name("e2")).revoked(Instant.EPOCH)));

    EdgePlan other = plan(revoked, "e1");
    assertThat(plan(revoked, "e2").resources()).isEmpty();
    assertThat(other.resources().keySet())
        .noneMatch(key -> key.startsWith("path/") || key.startsWith("tunnel/"));
    assertThat(steering(other, "voice").members()).isEmpty();
    assertThat(steering(other, "voice").candidates()).isEmpty();
    assertThat(other.awaited()).isEmpty();
  }

  @Test
  void whileKeysChangeBothGenerationsAreTakenAndOneIsSent() {
    Network network = keyed(Encryption.REQUIRED);
    EdgeProfile asked = network.profile(name("e2")).rotated(Instant.EPOCH);
    Network wanted = then(network, new Change.Learn(asked));
    Network offered = then(wanted, Keys.told(wanted, 2, 1, 2));
    Network switched =
        then(offered, new Change.Learn(offered.profile(name("e2")).switched(Instant.EPOCH)));

    assertThat(plan(wanted, "e1")).isEqualTo(plan(network, "e1"));
    assertThat(generations(offered, "e1")).isEqualTo("from 1 to 1, peers [1, 2]");
    assertThat(generations(offered, "e2")).isEqualTo("from 1 to 1, peers [1]");
    assertThat(generations(switched, "e1")).isEqualTo("from 1 to 2, peers [1, 2]");
    assertThat(generations(switched, "e2")).isEqualTo("from 2 to 1, peers [1]");
    assertThat(
            ((PlannedResource.WanLink) resource(plan(offered, "e2"), "wan-link/internet"))
                .interfaces())
        .extracting(PlannedResource.Interior::generation)
        .containsExactly(1, 2);
  }

  @Test
  void aRoamingLinkHasEncryptedPathsToFixedLinksOnly() {
    Network network = keyed(Encryption.REQUIRED, Encryption.OFF);

    Network oneRoams = then(network, new Change.PutEdge(roaming(2, Optional.empty())));

    EdgePlan plan = plan(oneRoams, "e1");
    assertThat(path(oneRoams, "path/e2/internet/internet").remoteAddress()).isEmpty();
    assertThat(plan.resources()).doesNotContainKey("path/e2/internet/internet/plain");
    assertThat(plan.resources()).containsKey("path/e2/mpls/mpls/plain");
    PlannedResource.WanLink own =
        (PlannedResource.WanLink) resource(plan(oneRoams, "e2"), "wan-link/internet");
    assertThat(own.roaming()).isTrue();
    assertThat(own.address()).isEmpty();
    // Its family is not known, so that it may be IPv6.
    assertThat(settings(oneRoams).overlayMtu()).isEqualTo(1_350);

    Network bothRoam =
        then(oneRoams, new Change.PutEdge(roaming(1, Optional.of(IpAddress.parse("192.168.1.7")))));

    assertThat(plan(bothRoam, "e1").resources()).doesNotContainKey("path/e2/internet/internet");
  }

  @Test
  void probesGoWhereTheRemoteReflectorListens() {
    Network network = keyed(Encryption.OFF);
    EdgeProfile moved = network.profile(name("e2")).told(Keys.keys(2, 1), 10_862, Instant.EPOCH);

    Network after = then(network, new Change.Learn(moved));

    assertThat(path(after, "path/e2/mpls/mpls/plain").remoteStampPort()).isEqualTo(10_862);
    assertThat(path(network, "path/e2/mpls/mpls/plain").remoteStampPort()).isEqualTo(862);
  }

  private static Edge roaming(int number, Optional<IpAddress> address) {
    Edge edge = edge(number);
    return edge.withWanLinks(
        edge.wanLinks().stream()
            .map(link ->
                link.name().equals(name("internet"))
                    ? new WanLink(
                        link.name(),
                        link.transport(),
                        link.access(),
                        link.interfaceName(),
                        WanLink.Mobility.ROAMING,
                        address,
                        link.gateway(),
                        link.mtu(),
                        link.service(),
                        link.number())
                    : link)
            .toList());
  }

  /** Edges e1 and e2, joined by overlays on-1 … over both transports, with these settings. */
  private static Network declared(Encryption... settings) {
    Network network =
        network(
            new Change.PutSite(site("s")),
            new Change.PutEdge(edge(1)),
            new Change.PutEdge(edge(2)));
    String[] names = new String[settings.length];
    for (int i = 0; i < settings.length; i++) {
      names[i] = "on-" + (i + 1);
      network = then(network, new Change.PutOverlay(overlay(names[i], settings[i])));
    }
    return then(network, new Change.PutTrafficClass(preferring("voice", names)));
  }

  private static Network keyed(Encryption... settings) {
    Network network = declared(settings);
    return then(network, Keys.told(network, 1, 1), Keys.told(network, 2, 1));
  }

  private static Overlay overlay(String name, Encryption encryption) {
    Overlay mesh = mesh(name, Transport.INTERNET, "e1", "e2");
    return new Overlay(
        mesh.name(),
        mesh.topology(),
        mesh.edges(),
        mesh.hubs(),
        List.of(),
        encryption,
        Optional.empty());
  }

  private static EdgePlan plan(Network network, String edge) {
    return Planner.plan(network, Objects.requireNonNull(network.edges().get(name(edge))), 1);
  }

  private static PlannedResource resource(EdgePlan plan, String key) {
    return Objects.requireNonNull(plan.resources().get(key), key);
  }

  private static PlannedResource.Path path(Network network, String key) {
    return (PlannedResource.Path) resource(plan(network, "e1"), key);
  }

  private static PlannedResource.WanLink link(Network network, String link) {
    return (PlannedResource.WanLink) resource(plan(network, "e1"), "wan-link/" + link);
  }

  private static PlannedResource.Settings settings(Network network) {
    return (PlannedResource.Settings) resource(plan(network, "e1"), "settings");
  }

  private static PlannedResource.Steering steering(EdgePlan plan, String trafficClass) {
    return (PlannedResource.Steering) resource(plan, "steering/" + trafficClass + "/e2");
  }

  private static String pathOf(Network network, String overlay, String link) {
    return ((PlannedResource.Tunnel)
            resource(plan(network, "e1"), "tunnel/" + overlay + "/e2/" + link + "/" + link))
        .pathKey();
  }

  private static String generations(Network network, String edge) {
    String other = edge.equals("e1") ? "e2" : "e1";
    PlannedResource.Encrypted encryption =
        ((PlannedResource.Path)
                resource(plan(network, edge), "path/" + other + "/internet/internet"))
            .encryption()
            .orElseThrow();
    return "from %d to %d, peers %s"
        .formatted(
            encryption.localGeneration(),
            encryption.remoteGeneration(),
            encryption.peers().stream().map(PlannedResource.Peer::generation).toList());
  }
}
