package io.isthmus.lab.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.lab.LabFailure;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LabIntentTest {

  @Test
  void theExampleHasThreeSitesOnTwoUnderlays() {
    LabIntent intent = LabIntent.read(Path.of("intent.yaml"));

    assertThat(intent.edges())
        .extracting(LabIntent.EdgeSite::name)
        .containsExactly("cloud-paris", "edge-nice", "far-edge-van");
    assertThat(intent.edges().getLast().wans())
        .extracting(LabIntent.Wan::transport)
        .containsExactly("internet", "mpls");
    assertThat(NetworkPlanner.hostAddresses(intent.edges().getLast()))
        .containsExactly("10.3.0.10", "fd00:3:0:0:0:0:0:a");
  }

  @Test
  void aMissingFieldIsNamedWithItsPlace() {
    String yaml =
        """
        edges:
          - name: a
            wanLinks: [{name: internet, transport: internet, interface: wan0, address: 198.18.1.2}]
        """;

    assertThatThrownBy(() -> LabIntent.parse(yaml))
        .isInstanceOf(LabFailure.class)
        .hasMessage("WAN link internet of edge a has no gateway, and the lab needs one");
  }

  @Test
  void encryptionIsNeededUnlessEveryOverlayIsDeclaredWithout() {
    assertThat(encryption("{name: on-1}, {name: on-2, encryption: OFF}"))
        .isEqualTo(LabIntent.Encryption.NEEDED);
    assertThat(encryption("{name: on-1, encryption: OFF}, {name: on-2, encryption: OFF}"))
        .isEqualTo(LabIntent.Encryption.NONE);
  }

  private static LabIntent.Encryption encryption(String overlays) {
    return LabIntent.parse("edges: [{name: a}]\noverlays: [%s]".formatted(overlays)).encryption();
  }

  @Test
  void whatIsNoYamlIsSaidToBeNone() {
    assertThatThrownBy(() -> LabIntent.parse("edges: [")).hasMessageStartingWith("it is no YAML");
  }

  @Test
  void anIntentWithoutEdgesHasNothingToWire() {
    assertThatThrownBy(() -> LabIntent.parse("sites: []")).hasMessageContaining("it has 0 edges");
  }
}
