package io.isthmus.agent.wireguard;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.agent.apply.Dataplane;
import io.isthmus.agent.desired.ConfigSet;
import io.isthmus.agent.testbed.Edge;
import io.isthmus.agent.testbed.Node;
import io.isthmus.agent.testbed.Secure;
import io.isthmus.agent.testbed.Stream;
import io.isthmus.agent.testbed.Testbed;
import io.isthmus.agent.testbed.Wire;
import io.isthmus.southbound.api.v1.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two edges whose paths are encrypted, by whatever this machine has for it. */
class EncryptedPathsIT {

  private Testbed testbed;
  private Edge edge;
  private Node host;
  private Secure secure;
  private Wire wire;

  @BeforeEach
  void connect() {
    testbed = new Testbed(2);
    edge = testbed.edge1();
    Assumptions.assumeTrue(edge.wireguard() != Implementation.NONE, "WireGuard is needed");
    host = edge.host();
    secure = new Secure(testbed, testbed.mesh(1, 1), testbed.mesh(2, 1));
    secure.makeKeys();
    wire =
        new Wire(testbed.underlay1())
            .countVni(100)
            .count("clear", "ip saddr 10.0.0.0/8")
            .count("inside", "ip6 saddr fd69:7374:7767::/48")
            .count("secure", "udp dport 51820-51840");
  }

  @AfterEach
  void close() {
    testbed.close();
  }

  @Test
  void nothingIsInClearAndTheFirstPacketIsNotLate() {
    secure.apply();

    assertThat(host.pings(20, "-w 20", "10.2.0.2")).isGreaterThanOrEqualTo(20);
    assertThat(host.pings(3, "-w 20", "fd00:0:0:2::2")).isGreaterThanOrEqualTo(3);
    // The largest packet that an overlay carries fits, and no larger one.
    assertThat(host.pings(3, "-w 20 -M do -s 1322", "10.2.0.2")).isGreaterThanOrEqualTo(3);
    assertThat(host.pings(1, "-M do -s 1323", "10.2.0.2")).isZero();
    assertThat(wire.packets("secure")).isGreaterThan(46);
    assertThat(wire.packets("vni100")).isZero();
    assertThat(wire.packets("clear")).isZero();
    assertThat(wire.packets("inside")).isZero();
  }

  @Test
  void theSameAgainChangesNothingAndARestartNeither() {
    secure.apply();
    assertThat(host.pings(3, "-w 20", "10.2.0.2")).isGreaterThanOrEqualTo(3);
    String before = edge.dump() + edge.node().sh("wg show all latest-handshakes");

    assertThat(edge.repair().repaired()).isEmpty();
    edge.restart();
    Dataplane.Repair repair = edge.start(testbedConfig());

    assertThat(repair.isHealed()).isTrue();
    assertThat(repair.repaired()).isEmpty();
    assertThat(edge.dump() + edge.node().sh("wg show all latest-handshakes")).isEqualTo(before);
  }

  private ConfigSet testbedConfig() {
    return ConfigSet.of(secure.resources(1, testbed.edge2().keys()));
  }

  @Test
  void anotherGenerationTakesOverWithoutALostPacket() throws Exception {
    secure.apply();
    assertThat(host.pings(3, "-w 20", "10.2.0.2")).isGreaterThanOrEqualTo(3);
    int sent;
    int received;
    // Half a second of them fits where packets wait for a processor.
    try (Stream stream = new Stream(host, testbed.edge2().host(), "10.2.0.2", 250)) {
      secure.generations(1, 1, 2).makeKeys();
      secure.apply();
      Thread.sleep(700);
      edge.takeMessages();
      secure.generations(2, 1, 2).apply();
      assertThat(edge.takeMessages()).allSatisfy(m -> assertThat(m).startsWith("replace nexthop"));
      Thread.sleep(700);
      secure.generations(2, 2).apply();
      Thread.sleep(500);
      sent = stream.stop();
      received = stream.received();
    }

    System.out.println("generation 1 to 2: " + sent + " sent, " + received + " received");
    assertThat(sent).isGreaterThan(400);
    assertThat(received).isEqualTo(sent);
    assertThat(edge.keys()).allSatisfy(key -> assertThat(key.generation()).isEqualTo(2));
    assertThat(edge.secureInterfaces()).hasSize(2);
    assertThat(wire.packets("vni100")).isZero();
    assertThat(wire.packets("clear")).isZero();
  }

  @Test
  void withoutWireGuardItIsRefusedAndNothingIsCarried() {
    secure.apply();
    assertThat(host.pings(3, "-w 20", "10.2.0.2")).isGreaterThanOrEqualTo(3);
    edge.forgetWireGuard();
    edge.restart();

    edge.start(testbedConfig());
    assertThat(host.pings(5, "", "10.2.0.2")).isZero();
    Dataplane.Outcome theSame = edge.update(secure.resources(1, testbed.edge2().keys()));
    Dataplane.Outcome another =
        edge.update(secure.probing(1000).resources(1, testbed.edge2().keys()));

    assertThat(List.of(theSame, another)).allSatisfy(EncryptedPathsIT::isRefused);
    assertThat(host.pings(5, "", "10.2.0.2")).isZero();
    assertThat(wire.packets("vni100")).isZero();
    assertThat(wire.packets("clear")).isZero();
    assertThat(wire.packets("inside")).isZero();
  }

  private static void isRefused(Dataplane.Outcome outcome) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Dataplane.Refused.class,
            refused ->
                assertThat(refused.problems())
                    .isNotEmpty()
                    .allSatisfy(problem -> {
                      assertThat(problem.code()).isEqualTo(ErrorCode.ERROR_CODE_UNSUPPORTED);
                      assertThat(problem.message()).contains("install");
                    }));
  }

  @Test
  void whatEncryptsIsKilledUnderTrafficAndComesBack() throws Exception {
    secure.apply();
    assertThat(host.pings(3, "-w 20", "10.2.0.2")).isGreaterThanOrEqualTo(3);
    try (Stream stream = new Stream(host, testbed.edge2().host(), "10.2.0.2", 1_000)) {
      for (String name : edge.secureInterfaces()) {
        // Where the kernel encrypts there is nobody to kill, but somebody may delete.
        edge.node().sh("kill -9 $(pgrep -f 'wireguard-go " + name + "$') || ip link del " + name);
      }
      assertThat(stream.awaitSilence()).isTrue();

      Dataplane.Repair repair = edge.repair();
      assertThat(repair.isHealed()).as(repair.toString()).isTrue();
      assertThat(repair.repaired())
          .anySatisfy(line -> assertThat(line).startsWith("wireguard").endsWith("missing"));
      assertThat(stream.awaitAnother()).isTrue();
      stream.stop();
    }
    assertThat(wire.packets("vni100")).isZero();
    assertThat(wire.packets("clear")).isZero();
    assertThat(wire.packets("inside")).isZero();
  }

  @Test
  void vxlanThatArrivesInClearIsNotTaken() {
    secure.apply();
    assertThat(host.pings(3, "-w 20", "10.2.0.2")).isGreaterThanOrEqualTo(3);
    Node far = testbed.edge2().node();

    // VNI 100.
    far.sh(
        "bash -c 'printf \"\\\\x08\\\\0\\\\0\\\\0\\\\0\\\\0\\\\x64\\\\0\" > /dev/udp/192.0.2.1/4789'");

    assertThat(edge.node().sh("nft list counter inet isthmus refused_outer")).contains("packets 1");
  }

  @Test
  void purgeLeavesNoInterfaceAndNoProcess() {
    secure.apply();
    List<String> names = edge.secureInterfaces();
    assertThat(names).hasSize(2);

    edge.apply(List.of());

    assertThat(edge.secureInterfaces()).isEmpty();
    for (String name : names) {
      edge.node()
          .sh(
              "for i in $(seq 200); do pgrep -f ' "
                  + name
                  + "$' || exit 0; sleep 0.1; done; exit 1");
    }
    assertThat(edge.dump()).doesNotContain("fd69:7374:7767");
  }
}
