package io.isthmus.domain.fake;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Cursors;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.intent.NetworkSnapshot;
import io.isthmus.domain.intent.Numbering;
import io.isthmus.domain.net.InterfaceName;
import io.isthmus.domain.net.IpAddress;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.net.PortRange;
import io.isthmus.domain.net.Prefix;
import io.isthmus.domain.overlay.Encryption;
import io.isthmus.domain.overlay.Overlay;
import io.isthmus.domain.overlay.OverlayTopology;
import io.isthmus.domain.topology.Access;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.LanSegment;
import io.isthmus.domain.topology.LinkService;
import io.isthmus.domain.topology.Site;
import io.isthmus.domain.topology.SiteKind;
import io.isthmus.domain.topology.Transport;
import io.isthmus.domain.topology.WanLink;
import io.isthmus.domain.traffic.Application;
import io.isthmus.domain.traffic.Match;
import io.isthmus.domain.traffic.Protocol;
import io.isthmus.domain.traffic.SteeringDecision;
import io.isthmus.domain.traffic.SteeringPolicy;
import io.isthmus.domain.traffic.TrafficClass;
import io.isthmus.domain.traffic.WeightedOverlay;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A small continuum to test with: sites, edges {@code e1}, {@code e2} … with two WAN links each.
 */
public final class Samples {
  public static final Name TENANT = Name.of("default");

  private Samples() {}

  public static Name name(String value) {
    return Name.of(value);
  }

  public static Site site(String name) {
    return new Site(name(name), SiteKind.EDGE);
  }

  /**
   * Edge {@code e<i>} at site {@code s}, on internet and mpls, with the LAN 10.i.0.0/24 and
   * fd00:i::/64.
   */
  public static Edge edge(int i) {
    return new Edge(
        name("e" + i),
        name("s"),
        List.of(
            link("internet", Transport.INTERNET, "198.18.0." + i),
            link("mpls", Transport.MPLS, "198.18.1." + i)),
        List.of(lan("lan", "lan0", "10." + i + ".0.0/24", "fd00:" + i + "::/64")));
  }

  public static WanLink link(String name, Transport transport, String address) {
    Access access = transport.usualAccess();
    return new WanLink(
        name(name),
        transport,
        access,
        new InterfaceName(name),
        WanLink.Mobility.FIXED,
        Optional.of(IpAddress.parse(address)),
        Optional.empty(),
        WanLink.DEFAULT_MTU,
        LinkService.DEFAULT,
        0);
  }

  public static LanSegment lan(String name, String interfaceName, String... prefixes) {
    return new LanSegment(
        name(name),
        new InterfaceName(interfaceName),
        Arrays.stream(prefixes).map(Prefix::parse).toList(),
        Optional.empty());
  }

  public static Overlay mesh(String name, Transport transport, String... edges) {
    return new Overlay(
        name(name),
        OverlayTopology.FULL_MESH,
        Arrays.stream(edges).map(Name::of).toList(),
        List.of(),
        List.of(transport),
        Encryption.OFF,
        Optional.empty());
  }

  public static Overlay hubAndSpoke(String name, String hub, String... spokes) {
    List<Name> edges =
        java.util.stream.Stream.concat(java.util.stream.Stream.of(hub), Arrays.stream(spokes))
            .map(Name::of)
            .toList();
    return new Overlay(
        name(name),
        OverlayTopology.HUB_AND_SPOKE,
        edges,
        List.of(name(hub)),
        List.of(Transport.INTERNET),
        Encryption.OFF,
        Optional.empty());
  }

  public static TrafficClass preferring(String name, String... overlays) {
    return trafficClass(
        name, TrafficClass.Role.NORMAL, SteeringPolicy.WhenNoPath.FALL_BACK, overlays);
  }

  public static TrafficClass trafficClass(
      String name,
      TrafficClass.Role role,
      SteeringPolicy.WhenNoPath whenNoPath,
      String... overlays) {
    List<WeightedOverlay> entries =
        Arrays.stream(overlays).map(overlay -> new WeightedOverlay(name(overlay), 1)).toList();
    return new TrafficClass(
        name(name),
        role,
        SteeringPolicy.of(SteeringPolicy.Strategy.PREFERRED, entries, whenNoPath),
        Optional.empty());
  }

  public static Application application(String name, String trafficClass, int port) {
    Match match =
        new Match(
            Protocol.parse("tcp"),
            List.of(),
            List.of(),
            List.of(),
            List.of(new PortRange(port, port)),
            List.of());
    return new Application(
        name(name), name(trafficClass), Application.DEFAULT_PRIORITY, List.of(match));
  }

  public static SteeringDecision reroute(String trafficClass, String overlay) {
    return new SteeringDecision(
        UUID.randomUUID(),
        name(trafficClass),
        Optional.empty(),
        Optional.empty(),
        SteeringDecision.Direction.BOTH,
        List.of(new WeightedOverlay(name(overlay), 1)),
        SteeringDecision.Cause.REQUESTED,
        SteeringDecision.Hold.PREFER,
        Optional.empty(),
        "",
        0,
        Instant.EPOCH);
  }

  /** The network that the changes make of an empty one. */
  public static Network network(Change... changes) {
    Network empty = Network.empty(TENANT);
    NetworkSnapshot nothing = new NetworkSnapshot(0, new TreeMap<>(), Cursors.START);
    return empty.apply(Arrays.asList(changes), Numbering.of(nothing), 1);
  }

  /** The network after one more change, in revision 2. */
  public static Network then(Network network, Change... changes) {
    TreeMap<Name, Network> tenants = new TreeMap<>();
    tenants.put(TENANT, network);
    NetworkSnapshot snapshot = new NetworkSnapshot(1, tenants, new Cursors(1_000, 10_000, 1_000));
    return network.apply(Arrays.asList(changes), Numbering.of(snapshot), 2);
  }

  /** Three edges, overlays on-1 over internet and on-2 over mpls, class voice preferring on-1. */
  public static Network continuum() {
    return network(
        new Change.PutSite(site("s")),
        new Change.PutEdge(edge(1)),
        new Change.PutEdge(edge(2)),
        new Change.PutEdge(edge(3)),
        new Change.PutOverlay(mesh("on-1", Transport.INTERNET, "e1", "e2", "e3")),
        new Change.PutOverlay(mesh("on-2", Transport.MPLS, "e1", "e2", "e3")),
        new Change.PutTrafficClass(preferring("voice", "on-1", "on-2")),
        new Change.PutApplication(application("sip", "voice", 5060)));
  }
}
