package io.isthmus.agent.testbed;

import static io.isthmus.agent.testbed.Resources.inOrder;

import io.isthmus.agent.net.Instance;
import io.isthmus.southbound.api.v1.ConfigResource;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Assumptions;

/**
 * Edges on two underlays, each with a LAN host:
 *
 * <pre>
 * edge N   wan0 192.0.2.N/24, 2001:db8:1::N/64      wan1 198.51.100.N/24, 2001:db8:2::N/64
 *          lan0 10.N.0.1/24, fd00:0:0:N::1/64       host 10.N.0.2, fd00:0:0:N::2
 * </pre>
 */
public final class Testbed implements AutoCloseable {

  private final String id =
      "is" + Integer.toString(ThreadLocalRandom.current().nextInt(0x1000000), 36);
  private final Deque<AutoCloseable> closeables = new ArrayDeque<>();
  private final List<Node> underlays = new ArrayList<>();
  private final Map<Integer, Edge> edges = new HashMap<>();
  private int links;

  public Testbed(int edges) {
    Assumptions.assumeTrue(
        Shell.attempt("ip", "netns", "add", id).status() == 0,
        "network namespaces need root and iproute2");
    Shell.run("ip", "netns", "del", id);
    Assumptions.assumeTrue(
        Shell.attempt("nft", "list", "tables").status() == 0, "the nft command is needed");
    try {
      underlays.add(underlay(1));
      underlays.add(underlay(2));
      for (int number = 1; number <= edges; number++) {
        this.edges.put(number, edge(number));
      }
    } catch (IOException | RuntimeException | Error e) {
      close();
      throw new IllegalStateException(e);
    }
  }

  public Edge edge1() {
    return edges.get(1);
  }

  public Edge edge2() {
    return edges.get(2);
  }

  public Edge edge3() {
    return edges.get(3);
  }

  /**
   * A further tenant's edge on the device of another, with a LAN that has the same addresses: the
   * device's {@code lanN}, where N is the instance.
   */
  public Edge tenant(Edge beside, Instance instance, int number) {
    String lan = "lan" + instance.number();
    int site = beside.number();
    Node host = node("t" + number);
    link(beside.node(), lan, host, "eth0");
    address(beside.node(), lan, host, site);
    try {
      Edge edge = new Edge(number, instance, beside.node(), lan, host);
      closeables.push(edge);
      return edge;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public Node underlay1() {
    return underlays.get(0);
  }

  public Node underlay2() {
    return underlays.get(1);
  }

  /**
   * Resources of an edge for a full mesh of the given overlays, first over wan0, then over wan1.
   */
  public List<ConfigResource> mesh(int own, int overlays, String... more) {
    return inOrder(Resources.mesh(own, edges.keySet(), overlays), more);
  }

  public Node node(String suffix) {
    Node node = new Node(id + suffix);
    closeables.push(node);
    return node;
  }

  private Node underlay(int number) {
    Node node = node("w" + number);
    node.sh("ip link add br0 type bridge forward_delay 0 && ip link set br0 up");
    return node;
  }

  private Edge edge(int number) throws IOException {
    Node node = node("e" + number);
    // A namespace begins with what the machine has.
    node.sh("sysctl -qw net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0");
    Node host = node("h" + number);
    for (int wan = 0; wan < 2; wan++) {
      Node underlay = underlays.get(wan);
      String port = "p" + number;
      link(node, "wan" + wan, underlay, port);
      underlay.sh("ip link set " + port + " master br0");
      String subnet = wan == 0 ? "192.0.2." : "198.51.100.";
      node.sh("ip addr add " + subnet + number + "/24 dev wan" + wan);
      node.sh("ip addr add 2001:db8:" + (wan + 1) + "::" + number + "/64 dev wan" + wan + " nodad");
    }
    link(node, "lan0", host, "eth0");
    address(node, "lan0", host, number);
    // A default route that a leak would take.
    node.sh("ip route add default dev wan0 via 192.0.2.254");
    node.sh("ip -6 route add default dev wan0 via 2001:db8:1::fe");
    // The kernel gives link-local addresses and their routes in its own time, and tests compare
    // before with after.
    node.sh(
        "for i in $(seq 200); do"
            + " [ $(ip -6 route show table local type local | grep -c '^local fe80') = 3 ] && exit 0;"
            + " sleep 0.02; done; exit 1");
    Edge edge = new Edge(number, node, host);
    closeables.push(edge);
    return edge;
  }

  private static void address(Node node, String lan, Node host, int site) {
    node.sh("ip addr add 10." + site + ".0.1/24 dev " + lan);
    node.sh("ip addr add fd00:0:0:" + site + "::1/64 dev " + lan + " nodad");
    host.sh("ip addr add 10." + site + ".0.2/24 dev eth0");
    host.sh("ip addr add fd00:0:0:" + site + "::2/64 dev eth0 nodad");
    host.sh("ip route add default via 10." + site + ".0.1");
    host.sh("ip -6 route add default via fd00:0:0:" + site + "::1");
  }

  /** A cable between two nodes. */
  public void link(Node a, String nameA, Node b, String nameB) {
    String temporary = id + (links++);
    Shell.run(
        ("ip link add "
                + temporary
                + "a netns "
                + a.name()
                + " type veth peer name "
                + temporary
                + "b netns "
                + b.name())
            .split(" "));
    a.sh("ip link set " + temporary + "a name " + nameA);
    b.sh("ip link set " + temporary + "b name " + nameB);
    a.sh("sysctl -qw net.ipv6.conf." + nameA + ".dad_transmits=0; ip link set " + nameA + " up");
    b.sh("sysctl -qw net.ipv6.conf." + nameB + ".dad_transmits=0; ip link set " + nameB + " up");
  }

  @Override
  public void close() {
    while (!closeables.isEmpty()) {
      try {
        closeables.pop().close();
      } catch (Exception | Error e) {
        System.err.println("while cleaning up: " + e);
      }
    }
  }
}
