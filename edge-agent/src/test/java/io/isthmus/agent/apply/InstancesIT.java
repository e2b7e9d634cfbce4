package io.isthmus.agent.apply;

import static io.isthmus.agent.testbed.Resources.settings;
import static io.isthmus.agent.testbed.Resources.steering;
import static io.isthmus.agent.testbed.Resources.trafficClass;
import static io.isthmus.agent.testbed.Resources.tunnel;
import static io.isthmus.agent.testbed.Resources.tunnelKey;
import static io.isthmus.agent.testbed.Resources.wan;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.agent.net.Instance;
import io.isthmus.agent.testbed.Edge;
import io.isthmus.agent.testbed.Flows;
import io.isthmus.agent.testbed.Node;
import io.isthmus.agent.testbed.Resources;
import io.isthmus.agent.testbed.Testbed;
import io.isthmus.agent.testbed.Wire;
import io.isthmus.southbound.api.v1.ConfigResource;
import io.isthmus.southbound.api.v1.ErrorCode;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two tenants, each with an edge on the same two devices and with the same prefixes: the first by
 * edges 1 and 2 and VNI 100, the second by edges 11 and 12 and VNI 109.
 */
class InstancesIT {

  private static final String FORWARDING = "sysctl -n net.ipv4.ip_forward";
  private static final int PORT = 7_007;
  private static final int SOURCE_PORT = 7_117;

  private final List<Closeable> sockets = new ArrayList<>();

  private Testbed testbed;
  private Edge first;
  private Edge firstFar;
  private Edge second;
  private Edge secondFar;

  @BeforeEach
  void connect() {
    testbed = new Testbed(2);
    Instance other = new Instance(1);
    first = testbed.edge1();
    firstFar = testbed.edge2();
    second = testbed.tenant(first, other, 11);
    secondFar = testbed.tenant(firstFar, other, 12);
    first.apply(tenant(first, 1, firstFar, 2, 0));
    firstFar.apply(tenant(firstFar, 2, first, 1, 0));
    second.apply(tenant(second, 1, secondFar, 2, 9));
    secondFar.apply(tenant(secondFar, 2, second, 1, 9));
  }

  @AfterEach
  void close() throws IOException {
    for (Closeable socket : sockets) {
      socket.close();
    }
    testbed.close();
  }

  /** The device of a site has addresses by the site's number, whosever edge is on it. */
  private static List<ConfigResource> tenant(
      Edge own, int site, Edge far, int farSite, int overlay) {
    int edge = far.number();
    ConfigResource lan = Resources.lan(site);
    ConfigResource remote = Resources.remote(farSite);
    List<ConfigResource> resources = new ArrayList<>();
    resources.add(settings(own.number(), false));
    resources.add(wan(site, 0));
    resources.add(
        lan.toBuilder()
            .setLanSegment(lan.getLanSegment().toBuilder().setInterface(own.lan()))
            .build());
    resources.add(trafficClass("default", 32767));
    resources.add(
        remote.toBuilder()
            .setRemoteEdge(
                remote.getRemoteEdge().toBuilder().setName("edge-" + edge).setEdgeNumber(edge))
            .build());
    resources.add(Resources.path(edge, 0, "192.0.2." + farSite));
    resources.add(tunnel(overlay, edge, 0));
    resources.add(steering("default", edge, tunnelKey(overlay, edge, 0)));
    // Classes are unique in the controller; the one of the second tenant has but one application.
    int number = own.number() > 10 ? 6 : 5;
    resources.add(trafficClass("video", number));
    resources.add(Resources.application("video", "video", 10, Resources.ports(17, 5000, 5010)));
    resources.add(steering("video", edge, tunnelKey(overlay, edge, 0)));
    return resources;
  }

  @Test
  void tenantsWithTheSameAddressesReachTheirOwn() {
    Wire wire = new Wire(testbed.underlay1()).countVni(100).countVni(109);

    for (String address : List.of("10.2.0.2", "fd00:0:0:2::2")) {
      assertThat(first.host().pings(5, "", address)).isEqualTo(5);
    }
    assertThat(wire.packets("vni100")).isEqualTo(20);
    assertThat(wire.packets("vni109")).isZero();

    for (String address : List.of("10.2.0.2", "fd00:0:0:2::2")) {
      assertThat(second.host().pings(5, "", address)).isEqualTo(5);
    }
    assertThat(wire.packets("vni100")).isEqualTo(20);
    assertThat(wire.packets("vni109")).isEqualTo(20);
    assertThat(secondFar.host().reaches("10.1.0.2")).isTrue();
  }

  @Test
  void whoAnswersIsOfTheSameTenantForTcpAndUdpAndForTheSamePorts() throws IOException {
    serve(firstFar, "first");
    serve(secondFar, "second");

    for (String address : List.of("10.2.0.2", "fd00:0:0:2::2")) {
      assertThat(byTcp(first, address)).isEqualTo("first");
      assertThat(byTcp(second, address)).isEqualTo("second");
      assertThat(byUdp(second, address)).isEqualTo("second");
      assertThat(byUdp(first, address)).isEqualTo("first");
    }
    String connections = first.node().sh("cat /proc/net/nf_conntrack; true");
    assertThat(connections.lines().filter(l -> l.contains("dport=7007") && l.contains("zone=1")))
        .isNotEmpty();
    assertThat(connections.lines().filter(l -> l.contains("dport=7007") && !l.contains("zone=1")))
        .isNotEmpty();
  }

  /** Answers with the name to whoever asks, by TCP and UDP, until the test is over. */
  private void serve(Edge edge, String name) throws IOException {
    byte[] answer = name.getBytes(StandardCharsets.UTF_8);
    ServerSocket tcp = Flows.in(edge.host(), () -> new ServerSocket(PORT));
    DatagramSocket udp = Flows.in(edge.host(), () -> new DatagramSocket(PORT));
    sockets.add(tcp);
    sockets.add(udp);
    daemon(() -> {
      while (true) {
        try (Socket client = tcp.accept()) {
          client.getOutputStream().write(answer);
        }
      }
    });
    daemon(() -> {
      while (true) {
        DatagramPacket question = new DatagramPacket(new byte[64], 64);
        udp.receive(question);
        udp.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
      }
    });
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void daemon(Work work) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            work.run();
          } catch (IOException e) {
            // The test is over, and the socket closed.
          }
        });
  }

  private static String byTcp(Edge edge, String address) {
    return Flows.in(
        edge.host(),
        () -> {
          try (Socket socket = new Socket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(SOURCE_PORT));
            socket.connect(new InetSocketAddress(address, PORT), 3_000);
            socket.setSoTimeout(3_000);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
          }
        });
  }

  private static String byUdp(Edge edge, String address) {
    return Flows.in(
        edge.host(),
        () -> {
          try (DatagramSocket socket = new DatagramSocket(SOURCE_PORT)) {
            socket.setSoTimeout(3_000);
            byte[] bytes = new byte[64];
            InetSocketAddress to = new InetSocketAddress(address, PORT);
            socket.send(new DatagramPacket(bytes, 1, to));
            DatagramPacket answer = new DatagramPacket(bytes, bytes.length);
            socket.receive(answer);
            return new String(bytes, 0, answer.getLength(), StandardCharsets.UTF_8);
          }
        });
  }

  @Test
  void aScanOfTheOtherTenantFindsNothing() {
    // Addresses that only the first has: on a host, on the edge's LAN, beyond the far edge.
    first.node().sh("ip addr add 10.77.0.1/24 dev lan0");
    first.host().sh("ip addr add 10.77.0.2/24 dev eth0");
    firstFar.node().sh("ip addr add 10.78.0.1/24 dev lan0");
    firstFar.host().sh("ip addr add 10.78.0.2/24 dev eth0; ip route add 10.77.0.0/24 via 10.2.0.1");
    first.host().sh("ip route replace default via 10.1.0.1");
    first.applyDelta(
        List.of(more(first, 1, "10.77.0.0/24"), far(firstFar, 2, "10.78.0.0/24")), List.of());
    firstFar.applyDelta(
        List.of(more(firstFar, 2, "10.78.0.0/24"), far(first, 1, "10.77.0.0/24")), List.of());
    List<String> addresses =
        List.of(
            "10.77.0.1",
            "10.77.0.2",
            "10.78.0.1",
            "10.78.0.2",
            "192.0.2.1",
            "192.0.2.2",
            "198.51.100.1");
    Node spy = second.host();
    for (String address : addresses) {
      assertThat(spy.pings(2, "", address)).as(address).isZero();
    }
    assertThat(spy.attempt("timeout 1 bash -c '</dev/tcp/10.77.0.1/22'").output())
        .doesNotContain("refused");
    // As if they were neighbours, past the gateway.
    spy.sh("ip route add 10.77.0.0/24 dev eth0; ip route add 192.0.2.0/24 dev eth0");
    spy.sh("ip addr add 10.77.0.9/24 dev eth0");
    for (String address : List.of("10.77.0.1", "10.77.0.2", "192.0.2.1")) {
      assertThat(spy.pings(2, "", address)).as(address).isZero();
      assertThat(spy.sh("ip neigh show " + address)).as(address).doesNotContain("lladdr");
    }
    // Addresses of overlays and of their ends, and the machine's own forged.
    for (String address :
        List.of("fd69:7374:686d:2::64", "fd69:7374:686d:c::6d", "fd69:7374:686d:1::64")) {
      assertThat(spy.pings(2, "", address)).as(address).isZero();
    }
    // The first still finds them all: silence meant something.
    for (String address : List.of("10.77.0.1", "10.77.0.2", "10.78.0.1", "10.78.0.2")) {
      assertThat(first.host().pings(2, "", address)).as(address).isEqualTo(2);
    }
  }

  private static ConfigResource more(Edge edge, int site, String prefix) {
    ConfigResource lan = Resources.lan(site);
    return lan.toBuilder()
        .setLanSegment(lan.getLanSegment().toBuilder().setInterface(edge.lan()).addPrefixes(prefix))
        .build();
  }

  private static ConfigResource far(Edge edge, int site, String prefix) {
    return Resources.remote(site, prefix);
  }

  @Test
  void theEdgeAnswersEachTenantOnItsOwnLan() {
    for (Edge edge : List.of(first, second)) {
      assertThat(edge.host().pings(3, "", "10.1.0.1")).isEqualTo(3);
      assertThat(edge.host().pings(3, "", "fd00:0:0:1::1")).isEqualTo(3);
      assertThat(edge.host().pings(3, "", "10.2.0.1")).isEqualTo(3);
    }
  }

  @Test
  void aVniOfTheOtherTenantIsTakenFromItsPeersAlone() {
    // The first's far edge, in an attacker's hands, sends into the second's overlay.
    Node attacker = testbed.underlay1();
    attacker.sh("ip addr add 192.0.2.77/24 dev br0");
    second.node().sh("nft add table inet seen");
    second
        .node()
        .sh("nft 'add chain inet seen passing { type filter hook forward priority -400; }'");
    second.node().sh("nft 'add rule inet seen passing iifname { vx0, vx1 } counter'");
    attacker.sh(
        "ip link add vxa type vxlan id 109 local 192.0.2.77 remote 192.0.2.1 dstport 4789 && ip"
            + " link set vxa address 02:69:73:00:00:0c up && ip addr add 10.2.0.66/24 dev vxa &&"
            + " ip route add 10.1.0.0/24 dev vxa && ip neigh replace 10.1.0.2 lladdr"
            + " 02:69:73:00:00:0b dev vxa");

    assertThat(attacker.pings(3, "-I vxa", "10.1.0.2")).isZero();

    assertThat(second.node().sh("nft list chain inet seen passing")).contains("packets 0");
    assertThat(second.node().sh("nft list counter inet isthmus1 refused_outer"))
        .doesNotContain("packets 0");
    assertThat(second.host().reaches("10.2.0.2")).isTrue();
    assertThat(second.node().sh("nft list chain inet seen passing")).doesNotContain("packets 0");
  }

  @Test
  void oneGoesAndComesWithoutTheOtherLosingAPacket() throws Exception {
    Process flow = first.host().start("ping -q -i 0.002 -c 1500 10.2.0.2");
    List<ConfigResource> all = tenant(second, 1, secondFar, 2, 9);
    String untouched = first.dump();

    second.apply(List.of());
    assertThat(first.node().sh("nft list tables; ip -br link")).doesNotContain("isthmus1", "vx1");
    assertThat(first.repair().repaired()).isEmpty();
    second.apply(all);

    String output = new String(flow.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(output).contains("1500 packets transmitted, 1500 received");
    assertThat(first.dump()).isEqualTo(untouched);
    assertThat(second.host().reaches("10.2.0.2")).isTrue();

    // The last one puts back what the machine had, whoever had noted it.
    first.apply(List.of());
    assertThat(second.node().sh(FORWARDING).strip()).isEqualTo("1");
    assertThat(second.host().reaches("10.2.0.2")).isTrue();
    second.apply(List.of());
    assertThat(second.node().sh(FORWARDING).strip()).isEqualTo("0");
  }

  @Test
  void aRepairTouchesItsOwnAlone() {
    String untouched = first.dump();
    first.takeMessages();

    second.node().sh("nft delete table inet isthmus1; ip link del vx1; ip rule del pref 120");
    assertThat(first.repair().repaired()).isEmpty();
    assertThat(first.takeMessages()).isEmpty();
    assertThat(second.repair().isHealed()).isTrue();

    assertThat(first.dump()).isEqualTo(untouched);
    assertThat(first.takeMessages()).isEmpty();
    assertThat(second.host().reaches("10.2.0.2")).isTrue();
  }

  @Test
  void aLanIsOneTenantsAlone() {
    ConfigResource lan = Resources.lan(1);

    Dataplane.Outcome outcome = second.delta(List.of(lan), List.of());

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Dataplane.Refused.class,
            refused ->
                assertThat(refused.problems())
                    .singleElement()
                    .satisfies(problem -> {
                      assertThat(problem.key()).isEqualTo("lan/lan0");
                      assertThat(problem.code()).isEqualTo(ErrorCode.ERROR_CODE_INTERFACE);
                      assertThat(problem.message()).contains("lan0", "another agent");
                    }));
    assertThat(first.host().reaches("10.2.0.2")).isTrue();
    assertThat(second.host().reaches("10.2.0.2")).isTrue();
  }

  @Test
  void rulesDoNotGrowWithOverlays() {
    String count = "ip rule | wc -l; ip -6 rule | wc -l";
    String before = second.node().sh(count);
    List<ConfigResource> more = new ArrayList<>();
    for (int i = 20; i < 70; i++) {
      more.add(tunnel(i, secondFar.number(), 0));
    }

    second.applyDelta(more, List.of());

    assertThat(second.node().sh(count)).isEqualTo(before);
  }
}
