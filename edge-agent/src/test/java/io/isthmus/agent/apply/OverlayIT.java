package io.isthmus.agent.apply;

import static io.isthmus.agent.testbed.Resources.remote;
import static io.isthmus.agent.testbed.Resources.steering;
import static io.isthmus.agent.testbed.Resources.tunnel;
import static io.isthmus.agent.testbed.Resources.tunnelKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.agent.testbed.Edge;
import io.isthmus.agent.testbed.Flows;
import io.isthmus.agent.testbed.Node;
import io.isthmus.agent.testbed.Testbed;
import io.isthmus.agent.testbed.Wire;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two edges and what their hosts may expect of them. */
class OverlayIT {

  private Testbed testbed;
  private Edge edge;
  private Node host;

  @BeforeEach
  void connect() {
    testbed = new Testbed(2);
    edge = testbed.edge1();
    host = edge.host();
    edge.apply(testbed.mesh(1, 2));
    testbed.edge2().apply(testbed.mesh(2, 2));
  }

  @AfterEach
  void close() {
    testbed.close();
  }

  @Test
  void hostsReachEachOtherInBothFamilies() {
    assertThat(host.reaches("10.2.0.2")).isTrue();
    assertThat(host.reaches("fd00:0:0:2::2")).isTrue();
  }

  @Test
  void theEdgeItselfReachesHostsByTheOverlay() {
    assertThat(edge.node().reaches("10.2.0.2")).isTrue();
    assertThat(edge.node().reaches("fd00:0:0:2::2")).isTrue();
  }

  @Test
  void eachOverlayCanBePingedFromTheEdgeAndFromNowhereElse() {
    Wire wire = new Wire(testbed.underlay1()).countVni(100).countVni(101);

    int first = edge.node().pings(5, "-I fd69:7374:686d:1::64", "fd69:7374:686d:2::64");
    int second = edge.node().pings(5, "-I fd69:7374:686d:1::65", "fd69:7374:686d:2::65");

    assertThat(first).isEqualTo(5);
    assertThat(second).isEqualTo(5);
    assertThat(wire.packets("vni100")).isEqualTo(10);
    assertThat(wire.packets("vni101")).isEqualTo(10);
    assertThat(host.pings(2, "", "fd69:7374:686d:2::64")).isZero();
    assertThat(host.pings(2, "", "fd69:7374:686d:1::64")).isZero();
  }

  @Test
  void aClassTakesItsTunnelAndTheRestTheDefaultOne() {
    Wire wan0 = new Wire(testbed.underlay1()).countVni(100);
    Wire wan1 = new Wire(testbed.underlay2()).countVni(100);

    Flows.udp(host, "10.2.0.2", 5005, 100);
    Flows.udp(host, "fd00:0:0:2::2", 5010, 100);
    assertThat(wan1.packets("vni100")).isGreaterThanOrEqualTo(200);
    assertThat(wan0.packets("vni100")).isZero();

    long before = wan1.packets("vni100");
    Flows.udp(host, "10.2.0.2", 5011, 100);
    // The far host's ICMP errors answer on the far edge's default path.
    assertThat(wan0.packets("vni100")).isGreaterThanOrEqualTo(100);
    assertThat(wan1.packets("vni100")).isEqualTo(before);
    assertThat(edge.node().sh("nft list counter inet isthmus class_5")).contains("packets 200");
  }

  @Test
  void newRulesClassifyRunningFlowsOnceMore() {
    Wire wan1 = new Wire(testbed.underlay2()).countVni(100);
    Flows.udp(host, "10.2.0.2", 7000, 10);
    assertThat(wan1.packets("vni100")).isZero();

    edge.applyDelta(
        List.of(
            io.isthmus.agent.testbed.Resources.application(
                "late", "video", 1, io.isthmus.agent.testbed.Resources.ports(17, 7000, 7000))),
        List.of());
    Flows.udp(host, "10.2.0.2", 7000, 10);

    assertThat(wan1.packets("vni100")).isGreaterThanOrEqualTo(10);
  }

  @Test
  void aRerouteOfAThousandPrefixesIsOneMessageAndLosesNothing() throws Exception {
    String[] prefixes = new String[1_000];
    for (int i = 0; i < prefixes.length; i++) {
      prefixes[i] = "172." + (16 + i / 256) + "." + i % 256 + ".0/24";
    }
    edge.applyDelta(List.of(remote(2, prefixes)), List.of());
    edge.takeMessages();

    int reroutes = 0;
    while (reroutes < 12) {
      Process flood = host.start("ping -q -f -c 10000 10.2.0.2");
      while (flood.isAlive()) {
        edge.applyDelta(List.of(steering("default", 2, tunnelKey(0, 2, 1))), List.of());
        assertThat(edge.takeMessages()).singleElement().asString().startsWith("replace nexthop");
        edge.applyDelta(List.of(steering("default", 2, tunnelKey(1, 2, 0))), List.of());
        assertThat(edge.takeMessages()).hasSize(1);
        reroutes += 2;
      }
      assertThat(flood.inputReader().readAllAsString())
          .contains("10000 packets transmitted, 10000 received");
    }
    System.out.println(reroutes + " reroutes");
  }

  @Test
  void aVniThatTheEdgeDoesNotListIsDropped() {
    edge.applyDelta(
        List.of(tunnel(7, 2, 0), steering("default", 2, tunnelKey(7, 2, 0))), List.of());
    Wire wire = new Wire(testbed.underlay1()).countVni(107);

    assertThat(host.pings(5, "", "10.2.0.2")).isZero();
    assertThat(wire.packets("vni107")).isGreaterThanOrEqualTo(5);

    testbed.edge2().applyDelta(List.of(tunnel(7, 1, 0)), List.of());
    assertThat(host.reaches("10.2.0.2")).isTrue();
  }

  @Test
  void nothingLeavesInClear() {
    Wire wire =
        new Wire(testbed.underlay1())
            .count("clear4", "ip daddr 10.2.0.0/24")
            .count("clear6", "ip6 daddr fd00:0:0:2::/64")
            .count("out4", "ip daddr 203.0.113.0/24")
            .count("out6", "ip6 daddr 2001:db8:ffff::/48");
    List<String> counters = List.of("clear4", "clear6", "out4", "out6");
    // The default gateway is nobody; known to the edge, it lets what leaks get onto the wire.
    edge.node().sh("ip neigh replace 192.0.2.254 lladdr 02:00:00:00:00:fe dev wan0");
    edge.node().sh("ip neigh replace 2001:db8:1::fe lladdr 02:00:00:00:00:fe dev wan0");

    edge.applyDelta(List.of(steering("default", 2)), List.of());
    assertThat(host.pings(3, "", "10.2.0.2")).isZero();
    assertThat(host.pings(3, "", "fd00:0:0:2::2")).isZero();
    assertThat(edge.node().pings(3, "-I 192.0.2.1", "10.2.0.2")).isZero();
    edge.applyDelta(List.of(), List.of("s/default/2"));
    assertThat(host.pings(3, "", "10.2.0.2")).isZero();
    assertThat(host.pings(3, "", "fd00:0:0:2::2")).isZero();
    assertThat(edge.node().pings(3, "", "10.2.0.2")).isZero();
    assertThat(edge.node().pings(3, "", "fd00:0:0:2::2")).isZero();
    assertThat(host.attempt("ping -c 1 -W 1 203.0.113.1").output()).contains("Packet filtered");
    assertThat(host.attempt("ping -c 1 -W 1 2001:db8:ffff::1").output())
        .contains("Administratively prohibited");
    for (String counter : counters) {
      assertThat(wire.packets(counter)).as(counter).isZero();
    }

    // Without the agent the same packets do leave, and are counted: zero meant something.
    edge.apply(List.of());
    edge.node().sh("sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1");
    for (String address : List.of("10.2.0.2", "fd00:0:0:2::2", "203.0.113.1", "2001:db8:ffff::1")) {
      host.pings(3, "", address);
    }
    for (String counter : counters) {
      assertThat(wire.packets(counter)).as(counter + " without the agent").isPositive();
    }
  }

  @Test
  void theEdgesOwnAddressesAreNobodyElsesSource() {
    Node far = testbed.edge2().host();
    far.sh(
        "nft add table ip seen; nft 'add chain ip seen in { type filter hook input priority 0; }'");
    far.sh("nft 'add rule ip seen in ip saddr { 192.0.2.1, 10.1.0.1, 127.0.0.1 } counter'");
    for (String forged : List.of("192.0.2.1", "10.1.0.1", "198.51.100.1")) {
      host.sh("ip addr add " + forged + "/32 dev lo");
      for (String target : List.of("10.2.0.2", "10.1.0.1", "192.0.2.1")) {
        host.pings(2, "-I " + forged, target);
      }
      host.sh("ip addr del " + forged + "/32 dev lo");
    }

    assertThat(far.sh("nft list chain ip seen in")).contains("packets 0");
    assertThat(edge.node().sh("nft list counter inet isthmus refused_source"))
        .doesNotContain("packets 0");
    assertThat(host.reaches("10.2.0.2")).isTrue();
  }

  @Test
  void aBulkTransferMakesNoFragments() throws IOException {
    Node far = testbed.edge2().host();
    for (String address : List.of("10.2.0.2", "fd00:0:0:2::2")) {
      Process server = far.start("iperf3 -s -1");
      String output = "";
      for (int i = 0; i < 100 && !output.contains("receiver"); i++) {
        output = host.attempt("sleep 0.1; iperf3 -c " + address + " -n 100M").output();
      }
      server.destroy();
      assertThat(output).contains("receiver");
      System.out.println(output.lines().filter(l -> l.contains("receiver")).toList());
    }
    for (Node node : List.of(edge.node(), testbed.edge2().node(), host, far)) {
      String counters =
          node.sh("nstat -asz IpFragCreates IpReasmReqds Ip6FragCreates Ip6ReasmReqds");
      assertThat(counters.lines().filter(l -> l.startsWith("Ip")).toList())
          .hasSize(4)
          .allSatisfy(line -> assertThat(line.split(" +", -1)[1]).as(line).isEqualTo("0"));
    }
  }

  @Test
  void flowsSpreadByWeight() {
    Wire wan0 = new Wire(testbed.underlay1()).countVni(100);
    Wire wan1 = new Wire(testbed.underlay2()).countVni(100);
    testbed.edge2().applyDelta(List.of(steering("default", 1)), List.of());
    edge.applyDelta(
        List.of(steering("default", 2, tunnelKey(0, 2, 0) + "=70", tunnelKey(0, 2, 1) + "=30")),
        List.of());

    Flows.udp(host, "10.2.0.2", 9000, 1_000);

    assertThat(wan0.packets("vni100")).isBetween(620L, 780L);
    assertThat(wan0.packets("vni100") + wan1.packets("vni100")).isEqualTo(1_000);
  }

  @Test
  void aLinkThatGoesDownTakesItsRoutesAndBringsThemBack() {
    String before = edge.dump();

    edge.node().sh("ip link set wan1 down");
    Dataplane.Repair down = edge.repair();
    assertThat(down.isHealed()).isTrue();
    assertThat(host.reaches("10.2.0.2")).isTrue();

    edge.node().sh("ip link set wan1 up; ip addr replace 2001:db8:2::1/64 dev wan1 nodad");
    Dataplane.Repair up = edge.repair();
    assertThat(up.isHealed()).isTrue();
    assertThat(up.repaired()).isEmpty();
    assertThat(edge.dump()).isEqualTo(before);
  }
}
