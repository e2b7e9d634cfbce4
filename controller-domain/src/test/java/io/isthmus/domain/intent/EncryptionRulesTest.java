package io.isthmus.domain.intent;

import static io.isthmus.domain.fake.Samples.edge;
import static io.isthmus.domain.fake.Samples.hubAndSpoke;
import static io.isthmus.domain.fake.Samples.mesh;
import static io.isthmus.domain.fake.Samples.name;
import static io.isthmus.domain.fake.Samples.network;
import static io.isthmus.domain.fake.Samples.site;
import static io.isthmus.domain.fake.Samples.then;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.isthmus.domain.overlay.Encryption;
import io.isthmus.domain.overlay.Overlay;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.Transport;
import io.isthmus.domain.topology.WanLink;
import io.isthmus.domain.topology.WanLink.Mobility;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Edge e1 is fixed; e2 is on narrow underlays; e3 and e4 roam on the internet. */
class EncryptionRulesTest {
  private static final Network NETWORK =
      network(
          new Change.PutSite(site("s")),
          new Change.PutEdge(edge(1)),
          new Change.PutEdge(onlyInternet(2, Mobility.FIXED, 1_409)),
          new Change.PutEdge(onlyInternet(3, Mobility.ROAMING, 1_500)),
          new Change.PutEdge(onlyInternet(4, Mobility.ROAMING, 1_500)));

  @Test
  void whatEncryptionAddsHasToFit() {
    assertThat(rejection(mesh("on-1", Transport.INTERNET, "e1", "e2"), Encryption.REQUIRED))
        .satisfies(violation -> {
          assertThat(violation.code()).isEqualTo(Violation.Code.MTU_TOO_SMALL);
          assertThat(violation.resource()).isEqualTo(name("e2"));
          assertThat(violation.field()).isEqualTo("/wanLinks/0/mtu");
          assertThat(violation.message()).contains("1409", "1410", "raise wanLink.mtu");
        });
    assertThat(
            rejection(mesh("on-1", Transport.INTERNET, "e1", "e2"), Encryption.REQUIRED_ON_PUBLIC))
        .satisfies(
            violation -> assertThat(violation.code()).isEqualTo(Violation.Code.MTU_TOO_SMALL));
    assertAccepted(mesh("on-1", Transport.INTERNET, "e1", "e2"), Encryption.OFF);
    assertAccepted(mesh("on-1", Transport.MPLS, "e1", "e2"), Encryption.REQUIRED);
  }

  @Test
  void anOverlayInClearDoesNotReachAnEdgeThatRoams() {
    assertThat(rejection(mesh("on-1", Transport.INTERNET, "e1", "e3"), Encryption.OFF))
        .satisfies(violation -> {
          assertThat(violation.code()).isEqualTo(Violation.Code.ROAMING_NEEDS_ENCRYPTION);
          assertThat(violation.field()).isEqualTo("/encryption");
          assertThat(violation.message()).contains("set encryption to REQUIRED");
        });
    assertAccepted(mesh("on-1", Transport.INTERNET, "e1", "e3"), Encryption.REQUIRED_ON_PUBLIC);
  }

  @Test
  void twoEdgesThatRoamMeetAtAHubOnly() {
    assertThat(rejection(mesh("on-1", Transport.INTERNET, "e1", "e3", "e4"), Encryption.REQUIRED))
        .satisfies(violation -> {
          assertThat(violation.code()).isEqualTo(Violation.Code.ROAMING_AT_BOTH_ENDS);
          assertThat(violation.message()).contains("HUB_AND_SPOKE");
        });
    assertAccepted(hubAndSpoke("on-1", "e1", "e3", "e4"), Encryption.REQUIRED);
  }

  private static Violation rejection(Overlay overlay, Encryption encryption) {
    try {
      put(overlay, encryption);
    } catch (IntentRejected e) {
      assertThat(e.violations()).hasSize(1);
      return e.violations().getFirst();
    }
    throw new AssertionError("overlay " + overlay.name() + " is accepted");
  }

  private static void assertAccepted(Overlay overlay, Encryption encryption) {
    assertThatCode(() -> put(overlay, encryption)).doesNotThrowAnyException();
  }

  private static void put(Overlay overlay, Encryption encryption) {
    Overlay declared =
        new Overlay(
            overlay.name(),
            overlay.topology(),
            overlay.edges(),
            overlay.hubs(),
            overlay.transports(),
            encryption,
            Optional.empty());
    then(NETWORK, new Change.PutOverlay(declared));
  }

  private static Edge onlyInternet(int number, Mobility mobility, int mtu) {
    WanLink link = edge(number).wanLinks().getFirst();
    return edge(number)
        .withWanLinks(
            List.of(
                new WanLink(
                    link.name(),
                    link.transport(),
                    link.access(),
                    link.interfaceName(),
                    mobility,
                    link.address(),
                    link.gateway(),
                    mtu,
                    link.service(),
                    0)));
  }
}
