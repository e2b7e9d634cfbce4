package io.isthmus.lab.network;

import io.isthmus.lab.LabFailure;
import io.isthmus.lab.kernel.Namespace;
import io.isthmus.lab.network.LabIntent.EdgeSite;
import io.isthmus.lab.network.LabIntent.Lan;
import io.isthmus.lab.network.LabIntent.Wan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plans the lab's wires. Pure. Each underlay is a router with a network of its own towards each
 * edge, so gateways are real; each edge has a host on its LANs and a port on a management network
 * that carries nothing but its stream to the controller.
 */
public final class NetworkPlanner {
  static final int EDGE_HOST = 1;
  static final int LAN_HOST = 10;
  private static final List<String> ROUTER =
      List.of("net/ipv4/ip_forward=1", "net/ipv6/conf/all/forwarding=1");

  /** Addresses are used as soon as they are there, not after a second of asking around. */
  private static final List<String> QUICK_ADDRESSES =
      List.of("net/ipv6/conf/all/accept_dad=0", "net/ipv6/conf/default/accept_dad=0");

  /** What a TAP port keeps while the emulator is busy with others, packets. */
  private static final int TAP_QUEUE = 4_000;

  private final LabName lab;
  private final ManagementNet management;
  private final WanKind wanKind;
  private final Map<Namespace, List<String>> insides = new LinkedHashMap<>();
  private final List<String> links = new ArrayList<>();

  private NetworkPlanner(LabName lab, ManagementNet management, WanKind wanKind) {
    this.lab = lab;
    this.management = management;
    this.wanKind = wanKind;
  }

  public static NetworkPlan plan(
      LabName lab, ManagementNet management, LabIntent intent, WanKind wanKind) {
    NetworkPlanner planner = new NetworkPlanner(lab, management, wanKind);
    planner.planManagement();
    intent.edges().forEach(planner::planEdge);
    return planner.result();
  }

  private void planManagement() {
    inside(lab.management()).add("link add br0 type bridge");
    inside(lab.management()).add("link set br0 up");
    connect(lab.managementInterface(), Optional.empty(), "root", lab.management());
    plug("root");
  }

  private void plug(String port) {
    inside(lab.management()).add("link set %s master br0".formatted(port));
    inside(lab.management()).add("link set %s up".formatted(port));
  }

  private void planEdge(EdgeSite edge) {
    Namespace namespace = lab.edge(edge.name());
    String port = "edge" + edge.number();
    connect("mgmt0", Optional.of(namespace), port, lab.management());
    plug(port);
    address(namespace, "mgmt0", List.of(management.edge(edge.number()) + "/24"));
    for (int i = 0; i < edge.wans().size(); i++) {
      planWan(edge, edge.wans().get(i), i + 1);
    }
    for (int i = 0; i < edge.lans().size(); i++) {
      planLan(edge, edge.lans().get(i), i);
    }
  }

  private void planWan(EdgeSite edge, Wan wan, int number) {
    Namespace namespace = lab.edge(edge.name());
    Namespace underlay = lab.underlay(wan.transport());
    String port = underlayInterface(edge.number(), number);
    String length = wan.address().contains(":") ? "/64" : "/30";
    switch (wanKind) {
      case DIRECT -> connect(wan.interfaceName(), Optional.of(namespace), port, underlay);
      case EMULATED -> {
        tap(namespace, wan.interfaceName());
        tap(underlay, port);
      }
    }
    address(namespace, wan.interfaceName(), List.of(Subnet.normal(wan.address()) + length));
    address(underlay, port, List.of(Subnet.normal(wan.gateway()) + length));
  }

  /** The underlay's end of an edge's WAN link, both counted from 1. */
  public static String underlayInterface(int edge, int wan) {
    return "edge%d-wan%d".formatted(edge, wan);
  }

  private void planLan(EdgeSite edge, Lan lan, int index) {
    Namespace host = lab.host(edge.name());
    String hostInterface = "eth" + index;
    connect(lan.interfaceName(), Optional.of(lab.edge(edge.name())), hostInterface, host);
    List<Subnet> local = addressed(lan);
    address(
        lab.edge(edge.name()),
        lan.interfaceName(),
        local.stream().map(prefix -> prefix.hostWithLength(EDGE_HOST)).toList());
    address(
        host,
        hostInterface,
        local.stream().map(prefix -> prefix.hostWithLength(LAN_HOST)).toList());
    if (index == 0) {
      local.forEach(prefix -> inside(host).add("route add default via " + prefix.host(EDGE_HOST)));
    }
    lan.prefixes().stream()
        .filter(prefix -> !local.contains(prefix))
        .forEach(prefix -> inside(host).add("route add local %s dev lo".formatted(prefix)));
  }

  /** The first prefix of each family is the wire's own; the host answers for the others. */
  static List<Subnet> addressed(Lan lan) {
    List<Subnet> local = new ArrayList<>();
    for (Subnet prefix : lan.prefixes()) {
      if (local.stream().noneMatch(other -> other.isIpv6() == prefix.isIpv6())) {
        local.add(prefix);
      }
    }
    return local;
  }

  /** The addresses of the host behind an edge. */
  public static List<String> hostAddresses(EdgeSite edge) {
    return edge.lans().stream()
        .flatMap(lan -> addressed(lan).stream())
        .map(prefix -> prefix.host(LAN_HOST))
        .toList();
  }

  private void connect(
      String name, Optional<Namespace> namespace, String peer, Namespace peerNamespace) {
    inside(peerNamespace);
    namespace.ifPresent(this::inside);
    links.add(
        "link add dev %s%s type veth peer name %s netns %s"
            .formatted(
                requireShort(name),
                namespace.map(room -> " netns " + room).orElse(""),
                peer,
                peerNamespace));
  }

  /** The port is there before the emulator is, and stays when the emulator dies. */
  private void tap(Namespace namespace, String name) {
    inside(namespace).add("tuntap add dev %s mode tap".formatted(requireShort(name)));
    inside(namespace).add("link set %s txqueuelen %d".formatted(name, TAP_QUEUE));
  }

  private static String requireShort(String name) {
    if (name.length() > 15) {
      throw new LabFailure("interface name %s is longer than 15 characters".formatted(name));
    }
    return name;
  }

  private void address(Namespace namespace, String interfaceName, List<String> addresses) {
    for (String address : addresses) {
      inside(namespace).add("addr add %s dev %s".formatted(address, interfaceName));
    }
    inside(namespace).add("link set %s up".formatted(interfaceName));
  }

  private List<String> inside(Namespace namespace) {
    return insides.computeIfAbsent(namespace, any -> new ArrayList<>(List.of("link set lo up")));
  }

  private NetworkPlan result() {
    Map<Namespace, NetworkPlan.Room> rooms = new LinkedHashMap<>();
    insides.forEach((namespace, lines) ->
        rooms.put(namespace, new NetworkPlan.Room(parameters(namespace), lines)));
    return new NetworkPlan(
        rooms,
        links,
        List.of(
            "addr add %s/24 dev %s".formatted(management.controller(), lab.managementInterface()),
            "link set %s up".formatted(lab.managementInterface())));
  }

  private List<String> parameters(Namespace namespace) {
    List<String> parameters = new ArrayList<>(QUICK_ADDRESSES);
    if (namespace.name().startsWith(lab.underlay("").name())) {
      parameters.addAll(ROUTER);
    }
    return parameters;
  }
}
