package io.isthmus.agent.apply;

import static io.isthmus.agent.testbed.Resources.lan;
import static io.isthmus.agent.testbed.Resources.path;
import static io.isthmus.agent.testbed.Resources.remote;
import static io.isthmus.agent.testbed.Resources.settings;
import static io.isthmus.agent.testbed.Resources.steering;
import static io.isthmus.agent.testbed.Resources.trafficClass;
import static io.isthmus.agent.testbed.Resources.tunnel;
import static io.isthmus.agent.testbed.Resources.tunnelKey;
import static io.isthmus.agent.testbed.Resources.wan;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.agent.testbed.Testbed;
import io.isthmus.agent.testbed.Wire;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hubs, spokes, and underlays of the other family. */
class TopologyIT {

  @Test
  void spokesReachEachOtherByTheHubAlone() {
    try (Testbed testbed = new Testbed(3)) {
      hub(testbed, true);
      spoke(testbed, 2, 3);
      spoke(testbed, 3, 2);
      Wire wire = new Wire(testbed.underlay1()).countVni(100);

      assertThat(testbed.edge2().host().pings(5, "", "10.3.0.2")).isEqualTo(5);
      assertThat(testbed.edge2().host().pings(5, "", "fd00:0:0:3::2")).isEqualTo(5);
      // Each of the 20 packets crosses the underlay twice: there is no tunnel between the spokes.
      assertThat(wire.packets("vni100")).isEqualTo(40);

      // The same edge without leave to pass packets on.
      hub(testbed, false);
      assertThat(testbed.edge2().host().pings(3, "", "10.3.0.2")).isZero();
      assertThat(testbed.edge2().host().reaches("10.1.0.2")).isTrue();
    }
  }

  private static void hub(Testbed testbed, boolean transit) {
    testbed
        .edge1()
        .apply(
            List.of(
                settings(1, transit),
                wan(1, 0),
                lan(1),
                trafficClass("default", 32767),
                remote(2),
                remote(3),
                path(2, 0),
                path(3, 0),
                tunnel(0, 2, 0),
                tunnel(0, 3, 0),
                steering("default", 2, tunnelKey(0, 2, 0)),
                steering("default", 3, tunnelKey(0, 3, 0))));
  }

  private static void spoke(Testbed testbed, int own, int other) {
    (own == 2 ? testbed.edge2() : testbed.edge3())
        .apply(
            List.of(
                settings(own, false),
                wan(own, 0),
                lan(own),
                trafficClass("default", 32767),
                remote(1),
                remote(other),
                path(1, 0),
                tunnel(0, 1, 0),
                steering("default", 1, tunnelKey(0, 1, 0)),
                steering("default", other, tunnelKey(0, 1, 0))));
  }

  @Test
  void anUnderlayMayBeIpv6() {
    try (Testbed testbed = new Testbed(2)) {
      for (var edge : List.of(testbed.edge1(), testbed.edge2())) {
        int own = edge.number();
        int other = 3 - own;
        edge.apply(
            List.of(
                settings(own, false, 1410),
                wan("wan0", "wan0", "2001:db8:1::" + own, "2001:db8:1::fe", 1),
                lan(own),
                trafficClass("default", 32767),
                remote(other),
                path(other, 0, "2001:db8:1::" + other),
                tunnel(0, other, 0),
                steering("default", other, tunnelKey(0, other, 0))));
      }
      Wire wire = new Wire(testbed.underlay1()).countVni(100);

      assertThat(testbed.edge1().host().reaches("10.2.0.2")).isTrue();
      assertThat(testbed.edge1().host().reaches("fd00:0:0:2::2")).isTrue();
      assertThat(wire.packets("vni100")).isEqualTo(12);
    }
  }

  @Test
  void aGatewayLeadsToFarUnderlaysAndToPrefixesBehindTheLan() {
    try (Testbed testbed = new Testbed(2)) {
      // A router on the first underlay, and a second LAN behind the host of edge 2.
      testbed
          .underlay1()
          .sh("ip addr add 192.0.2.254/24 dev br0; sysctl -qw net.ipv4.ip_forward=1");
      testbed.underlay1().sh("ip addr add 203.0.113.254/24 dev br0");
      testbed.edge2().node().sh("ip addr add 203.0.113.2/24 dev wan0");
      testbed
          .edge2()
          .host()
          .sh("ip addr add 172.20.0.1/24 dev lo; sysctl -qw net.ipv4.ip_forward=1");
      testbed
          .edge1()
          .apply(
              List.of(
                  settings(1, false),
                  wan("wan0", "wan0", "192.0.2.1", "192.0.2.254", 1),
                  lan(1),
                  trafficClass("default", 32767),
                  remote(2, "172.20.0.0/24"),
                  path(2, 0, "203.0.113.2"),
                  tunnel(0, 2, 0),
                  steering("default", 2, tunnelKey(0, 2, 0))));
      testbed
          .edge2()
          .apply(
              List.of(
                  settings(2, false),
                  wan("wan0", "wan0", "203.0.113.2", "203.0.113.254", 1),
                  lanBehindGateway(),
                  trafficClass("default", 32767),
                  remote(1),
                  path(1, 0, "192.0.2.1"),
                  tunnel(0, 1, 0),
                  steering("default", 1, tunnelKey(0, 1, 0))));

      assertThat(testbed.edge1().host().reaches("10.2.0.2")).isTrue();
      assertThat(testbed.edge1().host().reaches("172.20.0.1")).isTrue();
    }
  }

  private static io.isthmus.southbound.api.v1.ConfigResource lanBehindGateway() {
    var lan = lan(2);
    return lan.toBuilder()
        .setLanSegment(
            lan.getLanSegment().toBuilder().addPrefixes("172.20.0.0/24").setGateway("10.2.0.2"))
        .build();
  }
}
