package io.isthmus.agent.desired;

import io.isthmus.agent.desired.Resource.Encrypted;
import io.isthmus.agent.desired.Resource.Inside;
import io.isthmus.agent.desired.Resource.Plain;
import io.isthmus.agent.desired.Resource.Protection;
import io.isthmus.agent.desired.Resource.RemoteKey;
import io.isthmus.agent.net.Family;
import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.net.Prefix;
import io.isthmus.agent.nft.Match;
import io.isthmus.agent.nft.Match.Range;
import io.isthmus.agent.wireguard.PublicKey;
import io.isthmus.southbound.api.v1.Application;
import io.isthmus.southbound.api.v1.ConfigResource;
import io.isthmus.southbound.api.v1.EdgeSettings;
import io.isthmus.southbound.api.v1.ExistingFlows;
import io.isthmus.southbound.api.v1.LanSegment;
import io.isthmus.southbound.api.v1.Path;
import io.isthmus.southbound.api.v1.PortRange;
import io.isthmus.southbound.api.v1.RemoteEdge;
import io.isthmus.southbound.api.v1.Steering;
import io.isthmus.southbound.api.v1.SteeringCandidate;
import io.isthmus.southbound.api.v1.SteeringMember;
import io.isthmus.southbound.api.v1.Strategy;
import io.isthmus.southbound.api.v1.TrafficClass;
import io.isthmus.southbound.api.v1.Tunnel;
import io.isthmus.southbound.api.v1.WanLink;
import io.isthmus.southbound.api.v1.WireGuardInterface;
import io.isthmus.southbound.api.v1.WireGuardPeer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns one resource of the wire into a value, or into everything that is wrong with it. One parser
 * serves one resource.
 */
final class ResourceParser {

  /** IPv6 needs 1280 (RFC 8200, section 5), and the tunnels' gateways are IPv6 addresses. */
  private static final int MIN_OVERLAY_MTU = 1_280;

  private static final int MAX_OVERLAY_MTU = 65_000;
  private static final int MAX_INSIDE_MTU = 65_100;
  private static final int MAX_GENERATION = 65_535;
  private static final int MAX_EDGE_NUMBER = 65_535;
  private static final int MAX_VNI = 16_777_215;
  private static final int MAX_WEIGHT = 256;
  private static final int MIN_PROBE_INTERVAL_MILLIS = 10;
  private static final int MAX_PROBE_INTERVAL_MILLIS = 60_000;
  private static final int MAX_DEVICE_NAME = 15;
  private static final Set<Integer> PROTOCOLS_WITH_PORTS = Set.of(6, 17, 132);

  private final String key;
  private final List<Problem> problems = new ArrayList<>();

  private ResourceParser(String key) {
    this.key = key;
  }

  /** A resource or the reasons why there is none. */
  record Parsed(Optional<Resource> resource, List<Problem> problems) {}

  static Parsed parse(ConfigResource wire) {
    ResourceParser parser = new ResourceParser(wire.getKey());
    Optional<Resource> resource = parser.body(wire);
    return parser.problems.isEmpty()
        ? new Parsed(resource, List.of())
        : new Parsed(Optional.empty(), List.copyOf(parser.problems));
  }

  private Optional<Resource> body(ConfigResource wire) {
    if (key.isEmpty()) {
      problem("a resource has no key");
    }
    return switch (wire.getBodyCase()) {
      case SETTINGS -> Optional.of(settings(wire.getSettings()));
      case WAN_LINK -> wanLink(wire.getWanLink());
      case LAN_SEGMENT -> Optional.of(lanSegment(wire.getLanSegment()));
      case REMOTE_EDGE -> Optional.of(remoteEdge(wire.getRemoteEdge()));
      case TUNNEL -> Optional.of(tunnel(wire.getTunnel()));
      case TRAFFIC_CLASS -> Optional.of(trafficClass(wire.getTrafficClass()));
      case STEERING -> Optional.of(steering(wire.getSteering()));
      case APPLICATION -> Optional.of(application(wire.getApplication()));
      case PATH -> path(wire.getPath());
      case BODY_NOT_SET -> {
        problem("the resource is of a kind that this agent does not know: update the agent");
        yield Optional.empty();
      }
    };
  }

  private Resource settings(EdgeSettings wire) {
    if (!key.equals("settings")) {
      problem("settings have the key '" + key + "': it must be 'settings'");
    }
    within("edge_number", wire.getEdgeNumber(), 1, MAX_EDGE_NUMBER);
    within("overlay_mtu", wire.getOverlayMtu(), MIN_OVERLAY_MTU, MAX_OVERLAY_MTU);
    within("vxlan_port", wire.getVxlanPort(), 1, 65_535);
    return new Resource.Settings(
        wire.getEdgeNumber(), wire.getOverlayMtu(), wire.getVxlanPort(), wire.getTransit());
  }

  private Optional<Resource> wanLink(WanLink wire) {
    named("name", wire.getName());
    device(wire.getInterface());
    within("number", wire.getNumber(), 1, 255);
    notNegative("egress_rate_bps", wire.getEgressRateBps());
    notNegative("ingress_rate_bps", wire.getIngressRateBps());
    notNegative("probe_budget_bps", wire.getProbeBudgetBps());
    IpAddress gateway = optionalAddress("gateway", wire.getGateway());
    IpAddress address = wire.getRoaming() ? null : address("address", wire.getAddress());
    if (address != null && !address.isRoutableUnicast()) {
      problem("address " + address + " cannot carry a tunnel: give a global or private one");
    }
    if (gateway != null && address != null && gateway.family() != address.family()) {
      problem("gateway " + gateway + " is not in the family of address " + address);
    }
    // Configurations that were made before paths were encrypted have 0.
    within("wireguard_generation", wire.getWireguardGeneration(), 0, MAX_GENERATION);
    if (address == null && !wire.getRoaming()) {
      return Optional.empty();
    }
    return Optional.of(
        new Resource.WanLink(
            wire.getName(),
            wire.getInterface(),
            address,
            gateway,
            wire.getNumber(),
            wire.getEgressRateBps(),
            wire.getIngressRateBps(),
            wire.getProbeBudgetBps(),
            wire.getWireguardGeneration(),
            insides(wire)));
  }

  private List<Inside> insides(WanLink wire) {
    List<Inside> insides = new ArrayList<>();
    Set<Integer> generations = new HashSet<>();
    for (WireGuardInterface inside : wire.getWireguardInterfacesList()) {
      within("wireguard_interfaces.generation", inside.getGeneration(), 1, MAX_GENERATION);
      within("wireguard_interfaces.mtu", inside.getMtu(), MIN_OVERLAY_MTU, MAX_INSIDE_MTU);
      if (!generations.add(inside.getGeneration())) {
        problem("generation " + inside.getGeneration() + " has two interfaces");
      }
      inside("wireguard_interfaces.address", inside.getAddress())
          .ifPresent(a -> insides.add(new Inside(inside.getGeneration(), a, inside.getMtu())));
    }
    return List.copyOf(insides);
  }

  /** An address inside of WireGuard, which nothing outside of it may have. */
  private Optional<IpAddress> inside(String field, String text) {
    IpAddress address = address(field, text);
    if (address != null && !Numbering.INSIDE_ADDRESSES.contains(address)) {
      problem(field + " " + address + " is not in " + Numbering.INSIDE_ADDRESSES);
    }
    return Optional.ofNullable(address);
  }

  private Optional<Resource> path(Path wire) {
    named("remote_edge", wire.getRemoteEdge());
    named("local_wan_link", wire.getLocalWanLink());
    if (wire.getProbeIntervalMillis() != 0) {
      within(
          "probe_interval_millis",
          wire.getProbeIntervalMillis(),
          MIN_PROBE_INTERVAL_MILLIS,
          MAX_PROBE_INTERVAL_MILLIS);
    }
    notNegative("remote_ingress_rate_bps", wire.getRemoteIngressRateBps());
    notNegative("remote_egress_rate_bps", wire.getRemoteEgressRateBps());
    if (!(wire.getCost() >= 0 && wire.getCost() < Double.POSITIVE_INFINITY)) {
      problem("cost " + wire.getCost() + " is not a number from 0 up");
    }
    within("remote_stamp_port", wire.getRemoteStampPort(), 0, 65_535);
    Protection protection = protection(wire);
    boolean optional = protection instanceof Encrypted;
    IpAddress remote =
        optional
            ? optionalAddress("remote_address", wire.getRemoteAddress())
            : address("remote_address", wire.getRemoteAddress());
    if (remote == null && !optional) {
      return Optional.empty();
    }
    if (remote != null && !remote.isRoutableUnicast()) {
      problem("remote_address " + remote + " cannot be reached over a WAN");
    }
    return Optional.of(
        new Resource.Path(
            wire.getRemoteEdge(),
            wire.getLocalWanLink(),
            wire.getRemoteWanLink(),
            remote,
            wire.getProbeIntervalMillis(),
            wire.getRemoteIngressRateBps(),
            wire.getRemoteEgressRateBps(),
            wire.getCost(),
            protection,
            wire.getRemoteStampPort()));
  }

  /** What is not said to go in clear, and has keys, does not. */
  private Protection protection(Path wire) {
    boolean plain =
        switch (wire.getProtection()) {
          case PATH_PROTECTION_PLAIN -> true;
          case PATH_PROTECTION_WIREGUARD -> false;
          // In configurations that were made before paths were encrypted.
          case PATH_PROTECTION_UNSPECIFIED -> wire.getPeersCount() == 0;
          case UNRECOGNIZED -> {
            problem("the protection is of a kind that this agent does not know: update the agent");
            yield false;
          }
        };
    if (plain) {
      if (wire.getPeersCount() > 0) {
        problem("a path in clear has WireGuard peers");
      }
      return new Plain();
    }
    List<RemoteKey> peers = new ArrayList<>();
    Set<Integer> generations = new HashSet<>();
    for (WireGuardPeer peer : wire.getPeersList()) {
      within("peers.generation", peer.getGeneration(), 1, MAX_GENERATION);
      if (!generations.add(peer.getGeneration())) {
        problem("generation " + peer.getGeneration() + " has two peers");
      }
      remoteKey(wire, peer).ifPresent(peers::add);
    }
    return new Encrypted(List.copyOf(peers), wire.getLocalGeneration(), wire.getRemoteGeneration());
  }

  private Optional<RemoteKey> remoteKey(Path wire, WireGuardPeer peer) {
    if (!wire.getRemoteAddress().isEmpty()) {
      within("peers.endpoint_port", peer.getEndpointPort(), 1, 65_535);
    }
    if (peer.getPublicKey().size() != PublicKey.BYTES) {
      problem("a public key has " + peer.getPublicKey().size() + " bytes: 32 are needed");
      return Optional.empty();
    }
    PublicKey key = PublicKey.of(peer.getPublicKey().toByteArray());
    return inside("peers.address", peer.getAddress())
        .map(a -> new RemoteKey(peer.getGeneration(), key, a, peer.getEndpointPort()));
  }

  private Resource lanSegment(LanSegment wire) {
    named("name", wire.getName());
    device(wire.getInterface());
    return new Resource.LanSegment(
        wire.getName(),
        wire.getInterface(),
        prefixes("prefixes", wire.getPrefixesList()),
        optionalAddress("gateway", wire.getGateway()));
  }

  private Resource remoteEdge(RemoteEdge wire) {
    named("name", wire.getName());
    within("edge_number", wire.getEdgeNumber(), 1, MAX_EDGE_NUMBER);
    return new Resource.RemoteEdge(
        wire.getName(), wire.getEdgeNumber(), prefixes("lan_prefixes", wire.getLanPrefixesList()));
  }

  private Resource tunnel(Tunnel wire) {
    named("overlay", wire.getOverlay());
    within("vni", wire.getVni(), 1, MAX_VNI);
    return new Resource.Tunnel(
        wire.getOverlay(),
        wire.getVni(),
        wire.getRemoteEdge(),
        wire.getLocalWanLink(),
        wire.getPathKey());
  }

  private Resource trafficClass(TrafficClass wire) {
    named("name", wire.getName());
    within("number", wire.getNumber(), 1, Numbering.DEFAULT_CLASS);
    return new Resource.TrafficClass(
        wire.getName(),
        wire.getNumber(),
        wire.getStrategy() == Strategy.STRATEGY_LOAD_BALANCE
            ? Resource.Spreading.RESILIENT
            : Resource.Spreading.BY_HASH,
        wire.getExistingFlows() == ExistingFlows.EXISTING_FLOWS_STICKY
            ? Resource.ExistingFlows.STICKY
            : Resource.ExistingFlows.MOVE_NOW,
        PolicyParser.parse(wire, this::problem));
  }

  private Resource steering(Steering wire) {
    List<Share> members = new ArrayList<>(wire.getMembersCount());
    Set<String> seen = new HashSet<>();
    for (SteeringMember member : wire.getMembersList()) {
      within("weight of " + member.getTunnelKey(), member.getWeight(), 1, MAX_WEIGHT);
      if (!seen.add(member.getTunnelKey())) {
        problem("tunnel " + member.getTunnelKey() + " is a member twice: add up the weights");
      }
      members.add(new Share(member.getTunnelKey(), member.getWeight()));
    }
    return new Resource.Steering(
        wire.getTrafficClass(),
        wire.getDestinationEdge(),
        List.copyOf(members),
        candidates(wire, seen),
        wire.getDecisionId(),
        wire.getPinned());
  }

  private List<Resource.Candidate> candidates(Steering wire, Set<String> members) {
    List<Resource.Candidate> candidates = new ArrayList<>(wire.getCandidatesCount());
    Set<String> seen = new HashSet<>();
    for (SteeringCandidate candidate : wire.getCandidatesList()) {
      String tunnel = candidate.getTunnelKey();
      within("weight of candidate " + tunnel, candidate.getWeight(), 1, MAX_WEIGHT);
      if (!seen.add(tunnel)) {
        problem("tunnel " + tunnel + " is a candidate twice");
      }
      candidates.add(new Resource.Candidate(tunnel, candidate.getRank(), candidate.getWeight()));
    }
    if (!candidates.isEmpty() && !seen.containsAll(members)) {
      problem("a member is no candidate: name every member among the candidates");
    }
    return List.copyOf(candidates);
  }

  private Resource application(Application wire) {
    named("name", wire.getName());
    return new Resource.Application(
        wire.getName(),
        wire.getTrafficClass(),
        wire.getPriority(),
        wire.getMatchesList().stream().map(this::match).toList());
  }

  private Match match(io.isthmus.southbound.api.v1.Match wire) {
    within("protocol", wire.getProtocol(), 0, 255);
    wire.getDscpList().forEach(dscp -> within("dscp", dscp, 0, 63));
    boolean ports = wire.getSourcePortsCount() + wire.getDestinationPortsCount() > 0;
    if (ports && !PROTOCOLS_WITH_PORTS.contains(wire.getProtocol())) {
      problem(
          "ports do not fit protocol "
              + wire.getProtocol()
              + ": set the protocol to 6 (TCP), 17 (UDP) or 132 (SCTP)");
    }
    Match match =
        new Match(
            wire.getProtocol(),
            prefixes("source_prefixes", wire.getSourcePrefixesList()),
            prefixes("destination_prefixes", wire.getDestinationPrefixesList()),
            ranges(wire.getSourcePortsList()),
            ranges(wire.getDestinationPortsList()),
            wire.getDscpList());
    if (!match.fits(Family.IPV4) && !match.fits(Family.IPV6)) {
      problem("source and destination prefixes have no family in common: no packet can match");
    }
    return match;
  }

  private List<Range> ranges(List<PortRange> wire) {
    List<Range> ranges = new ArrayList<>(wire.size());
    for (PortRange range : wire) {
      boolean good =
          range.getFirst() >= 0 && range.getFirst() <= range.getLast() && range.getLast() <= 65_535;
      if (good) {
        ranges.add(new Range(range.getFirst(), range.getLast()));
      } else {
        problem("port range " + range.getFirst() + "-" + range.getLast() + " is not in 0–65535");
      }
    }
    return ranges;
  }

  private List<Prefix> prefixes(String field, List<String> wire) {
    List<Prefix> prefixes = new ArrayList<>(wire.size());
    for (String text : wire) {
      try {
        prefixes.add(Prefix.parse(text));
      } catch (IllegalArgumentException e) {
        problem(field + ": " + e.getMessage());
      }
    }
    return prefixes.stream().sorted().distinct().toList();
  }

  private @Nullable IpAddress optionalAddress(String field, String text) {
    return text.isEmpty() ? null : address(field, text);
  }

  private @Nullable IpAddress address(String field, String text) {
    try {
      return IpAddress.parse(text);
    } catch (IllegalArgumentException e) {
      problem(field + ": " + e.getMessage());
      return null;
    }
  }

  private void named(String field, String value) {
    if (value.isEmpty()) {
      problem(field + " is empty");
    }
  }

  /** The kernel's own rules for names, and nothing that would need quoting in a rule set. */
  private void device(String name) {
    boolean good =
        !name.isEmpty()
            && name.length() <= MAX_DEVICE_NAME
            && name.chars().allMatch(c -> c > ' ' && c < 127 && "/:\"\\*".indexOf(c) < 0);
    if (!good) {
      problem("interface '" + name + "' is not the name of a Linux interface");
    }
    if (name.matches("vx[0-9]+") || name.equals("lo")) {
      problem("interface " + name + " cannot be a WAN or LAN interface");
    }
  }

  private void within(String field, int value, int least, int most) {
    if (value < least || value > most) {
      problem(field + " " + value + " is not in " + least + "–" + most);
    }
  }

  private void notNegative(String field, long value) {
    if (value < 0) {
      problem(field + " " + value + " is negative");
    }
  }

  private void problem(String message) {
    problems.add(Problem.invalid(key, message));
  }
}
