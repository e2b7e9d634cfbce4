package io.isthmus.agent.wireguard;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.agent.testbed.Edge;
import io.isthmus.agent.testbed.Node;
import io.isthmus.agent.testbed.Resources;
import io.isthmus.agent.testbed.Secure;
import io.isthmus.agent.testbed.Stream;
import io.isthmus.agent.testbed.Testbed;
import io.isthmus.agent.testbed.Wire;
import io.isthmus.southbound.api.v1.ConfigResource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Edge 1 where nobody knows: with an address that changes, behind NAT; and an underlay of IPv6. */
class RoamingIT {

  private Testbed testbed;
  private Edge edge;
  private Node host;

  @BeforeEach
  void connect() {
    testbed = new Testbed(2);
    edge = testbed.edge1();
    host = edge.host();
    Assumptions.assumeTrue(edge.wireguard() != Implementation.NONE, "WireGuard is needed");
  }

  @AfterEach
  void close() {
    testbed.close();
  }

  /** The mesh without the second WAN. */
  private List<ConfigResource> byWan0(int own, UnaryOperator<ConfigResource> change) {
    List<ConfigResource> resources = new ArrayList<>();
    for (ConfigResource resource : testbed.mesh(own, 1)) {
      String key = resource.getKey();
      if (!key.endsWith("wan1") && !key.endsWith("/1") && !key.startsWith("s/video")) {
        resources.add(change.apply(resource));
      } else if (key.startsWith("s/default") || key.startsWith("edge/")) {
        resources.add(change.apply(resource));
      }
    }
    return resources;
  }

  private static ConfigResource wan0(ConfigResource resource, String device, String gateway) {
    if (!resource.hasWanLink()) {
      return resource;
    }
    return resource.toBuilder()
        .setWanLink(resource.getWanLink().toBuilder().setInterface(device).setGateway(gateway))
        .build();
  }

  @Test
  void anAddressThatChangesUnderTrafficKeepsThePaths() throws Exception {
    Secure secure = new Secure(testbed, byWan0(1, r -> r), byWan0(2, r -> r)).roaming();
    secure.makeKeys();
    secure.apply();
    // The other end knew nobody when it was asked first; it is asked again after five seconds.
    assertThat(host.pings(3, "-w 30", "10.2.0.2")).isGreaterThanOrEqualTo(3);

    try (Stream stream = new Stream(host, testbed.edge2().host(), "10.2.0.2", 200)) {
      for (String address : List.of("192.0.2.77/24", "192.0.2.78/24")) {
        edge.node().sh("ip addr flush dev wan0; ip addr add " + address + " dev wan0");
        assertThat(edge.repair().isHealed()).isTrue();
        assertThat(stream.awaitAnother()).isTrue();
        // Nobody sets the other end right: it hears where we are now.
        assertThat(testbed.edge2().repair().repaired()).isEmpty();
        assertThat(testbed.edge2().node().sh("wg show all endpoints"))
            .contains(address.replace("/24", ""));
      }
      stream.stop();
    }
    assertThat(host.pings(3, "-w 30", "10.2.0.2")).isGreaterThanOrEqualTo(3);
  }

  @Test
  void anEdgeBehindNatReachesAPublicOne() {
    Node nat = testbed.node("nat");
    testbed.link(edge.node(), "wan9", nat, "in");
    testbed.link(nat, "out", testbed.underlay1(), "pnat");
    testbed.underlay1().sh("ip link set pnat master br0");
    edge.node().sh("ip link set wan0 down; ip addr add 10.9.9.2/24 dev wan9");
    nat.sh(
        "ip addr add 10.9.9.1/24 dev in; ip addr add 192.0.2.9/24 dev out;"
            + " sysctl -qw net.ipv4.ip_forward=1; nft add table ip nat;"
            + " nft 'add chain ip nat post { type nat hook postrouting priority 100; }';"
            + " nft add rule ip nat post oifname out masquerade");
    Secure secure =
        new Secure(testbed, byWan0(1, r -> wan0(r, "wan9", "10.9.9.1")), byWan0(2, r -> r))
            .roaming();
    secure.makeKeys();
    secure.apply();

    assertThat(host.pings(5, "-w 30", "10.2.0.2")).isGreaterThanOrEqualTo(5);
    assertThat(testbed.edge2().host().pings(5, "-w 30", "10.1.0.2")).isGreaterThanOrEqualTo(5);
    assertThat(testbed.edge2().node().sh("wg show all endpoints")).contains("192.0.2.9:");
    assertThat(edge.node().sh("wg show all persistent-keepalive")).contains("25");
  }

  @Test
  void aRoamingLinkUsesTheGatewayOfTheMoment() {
    Secure secure = new Secure(testbed, byWan0(1, r -> r), byWan0(2, r -> r)).roaming();
    secure.makeKeys();
    secure.apply();

    assertThat(edge.node().sh("ip route show table 9001"))
        .contains("default via 192.0.2.254 dev wan0");

    edge.node().sh("ip route replace default via 192.0.2.253 dev wan0");
    assertThat(edge.repair().isHealed()).isTrue();
    assertThat(edge.node().sh("ip route show table 9001"))
        .contains("default via 192.0.2.253 dev wan0");
  }

  @Test
  void anUnderlayMayBeIpv6() {
    Secure secure = new Secure(testbed, ofIpv6(1), ofIpv6(2));
    secure.makeKeys();
    secure.apply();
    Wire wire = new Wire(testbed.underlay1()).count("secure", "ip6 nexthdr udp udp dport 51820");

    assertThat(host.pings(5, "-w 30", "10.2.0.2")).isGreaterThanOrEqualTo(5);
    assertThat(host.pings(5, "-w 30", "fd00:0:0:2::2")).isGreaterThanOrEqualTo(5);
    assertThat(wire.packets("secure")).isGreaterThanOrEqualTo(20);
  }

  private List<ConfigResource> ofIpv6(int own) {
    int other = 3 - own;
    return byWan0(
        own,
        r ->
            r.hasWanLink()
                ? Resources.wan("wan0", "wan0", "2001:db8:1::" + own, "", 1)
                : r.hasPath() ? Resources.path(other, 0, "2001:db8:1::" + other) : r);
  }
}
