package io.isthmus.domain.plan;

import io.isthmus.domain.net.InterfaceName;
import io.isthmus.domain.net.IpAddress;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.net.Prefix;
import io.isthmus.domain.overlay.Protection;
import io.isthmus.domain.topology.PublicKey;
import io.isthmus.domain.traffic.Match;
import io.isthmus.domain.traffic.SlaObjective;
import io.isthmus.domain.traffic.SteeringDecision.Hold;
import io.isthmus.domain.traffic.SteeringPolicy;
import io.isthmus.domain.traffic.SteeringPolicy.ExistingFlows;
import io.isthmus.domain.traffic.SteeringPolicy.Mode;
import io.isthmus.domain.traffic.SteeringPolicy.Strategy;
import io.isthmus.domain.traffic.SteeringPolicy.WhenNoneCompliant;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * One resource of an edge's configuration. Says the same as the message of that name in the
 * southbound contract, in the domain's types.
 */
public sealed interface PlannedResource {
  /** Unique within the edge; grouped by kind when sorted. */
  String key();

  /** The edge itself. */
  record Settings(
      Name tenant, Name edge, int edgeNumber, int overlayMtu, int vxlanPort, Transit transit)
      implements PlannedResource {
    @Override
    public String key() {
      return "settings";
    }
  }

  /** Whether packets may go from overlay to overlay. */
  enum Transit {
    REFUSED,
    ALLOWED
  }

  /**
   * A WAN attachment.
   *
   * @param address absent where it roams
   * @param probeBudgetBps most that probes and their answers may send on it
   * @param wantedGeneration the youngest generation of keys that the edge is to have for it
   * @param interfaces one for each generation in use, oldest first
   */
  record WanLink(
      Name name,
      InterfaceName interfaceName,
      Optional<IpAddress> address,
      Optional<IpAddress> gateway,
      int number,
      OptionalLong egressRateBps,
      OptionalLong ingressRateBps,
      OptionalLong probeBudgetBps,
      int wantedGeneration,
      List<Interior> interfaces)
      implements PlannedResource {
    public WanLink {
      interfaces = List.copyOf(interfaces);
    }

    public boolean roaming() {
      return address.isEmpty();
    }

    @Override
    public String key() {
      return "wan-link/" + name;
    }
  }

  /**
   * The inside of an encrypted link for one generation of keys.
   *
   * @param address what tunnels have as an outer address
   */
  record Interior(int generation, IpAddress address, int mtu) {}

  /** A LAN attachment. */
  record LanSegment(
      Name name, InterfaceName interfaceName, List<Prefix> prefixes, Optional<IpAddress> gateway)
      implements PlannedResource {
    @Override
    public String key() {
      return "lan-segment/" + name;
    }
  }

  /** Another edge that is reached directly or through a hub. */
  record RemoteEdge(Name name, int edgeNumber, List<Prefix> lanPrefixes)
      implements PlannedResource {
    @Override
    public String key() {
      return "remote-edge/" + name;
    }
  }

  /**
   * Two WAN links that reach each other and that tunnels lie on: measured once for all of them.
   *
   * @param remoteAddress absent where the remote link roams
   * @param probeInterval the longer one of the two links'
   * @param remoteIngressRateBps what the remote link takes in
   * @param cost the sum of the two links'
   * @param remoteStampPort of the remote edge's reflector
   * @param encryption absent where the path is plain
   */
  record Path(
      Name remoteEdge,
      Name localWanLink,
      Name remoteWanLink,
      Optional<IpAddress> remoteAddress,
      Duration probeInterval,
      OptionalLong remoteIngressRateBps,
      OptionalLong remoteEgressRateBps,
      double cost,
      int remoteStampPort,
      Optional<Encrypted> encryption)
      implements PlannedResource {
    @Override
    public String key() {
      return key(remoteEdge, localWanLink, remoteWanLink, protection());
    }

    public Protection protection() {
      return encryption.isPresent() ? Protection.WIREGUARD : Protection.PLAIN;
    }

    /** The key of the path of these two links, as their first edge has it. */
    public static String key(
        Name remoteEdge, Name localWanLink, Name remoteWanLink, Protection protection) {
      String links = "path/" + remoteEdge + "/" + localWanLink + "/" + remoteWanLink;
      return switch (protection) {
        case WIREGUARD -> links;
        case PLAIN -> links + "/plain";
      };
    }
  }

  /**
   * How a path is encrypted.
   *
   * @param localGeneration packets are sent from the interior of this generation
   * @param remoteGeneration to the peer of this generation
   * @param peers the remote link's, one for each generation in use, oldest first
   */
  record Encrypted(int localGeneration, int remoteGeneration, List<Peer> peers) {
    public Encrypted {
      peers = List.copyOf(peers);
    }
  }

  /**
   * A remote link for one generation of its keys.
   *
   * @param address its interior
   * @param endpointPort UDP port at its address
   */
  record Peer(int generation, PublicKey key, IpAddress address, int endpointPort) {}

  /** An overlay over one path to one edge. */
  record Tunnel(
      Name overlay,
      int vni,
      Name remoteEdge,
      Name localWanLink,
      Name remoteWanLink,
      Protection protection)
      implements PlannedResource {
    @Override
    public String key() {
      return key(overlay, remoteEdge, localWanLink, remoteWanLink);
    }

    /** The key of the overlay's tunnel between these two links, as their first edge has it. */
    public static String key(Name overlay, Name remoteEdge, Name localWanLink, Name remoteWanLink) {
      return "tunnel/" + overlay + "/" + remoteEdge + "/" + localWanLink + "/" + remoteWanLink;
    }

    /** Key of the path that it lies on. */
    public String pathKey() {
      return Path.key(remoteEdge, localWanLink, remoteWanLink, protection);
    }
  }

  /**
   * A class with its number, what it needs and how the edge moves it.
   *
   * @param objective absent: every tunnel whose path is up will do
   * @param shadow a strategy that is only watched
   */
  record TrafficClass(
      Name name,
      int number,
      Optional<SlaObjective> objective,
      Strategy strategy,
      Mode mode,
      WhenNoneCompliant whenNoneCompliant,
      ExistingFlows existingFlows,
      Duration holdDown,
      Optional<Strategy> shadow)
      implements PlannedResource {
    @Override
    public String key() {
      return "traffic-class/" + name;
    }

    /** The class as it is declared. */
    static TrafficClass of(io.isthmus.domain.traffic.TrafficClass declared, int number) {
      SteeringPolicy steering = declared.steering();
      return new TrafficClass(
          declared.name(),
          number,
          declared.sla(),
          steering.strategy(),
          steering.mode(),
          steering.whenNoneCompliant(),
          steering.existingFlows(),
          steering.holdDown(),
          steering.shadow());
    }

    /** A class that nobody declared: the first overlay whose path lives, in order of name. */
    static TrafficClass undeclared(Name name, int number) {
      return new TrafficClass(
          name,
          number,
          Optional.empty(),
          Strategy.PREFERRED,
          Mode.DYNAMIC,
          WhenNoneCompliant.BEST_AVAILABLE,
          ExistingFlows.MOVE_NOW,
          SteeringPolicy.DEFAULT_HOLD_DOWN,
          Optional.empty());
    }
  }

  /**
   * Which tunnels carry a class to an edge.
   *
   * @param members what carries it when nothing is known of the paths
   * @param candidates all that may carry it, best rank first
   * @param decision the requested decision that the members follow
   * @param hold how firmly they follow it; {@code PREFER} without a decision
   */
  record Steering(
      Name trafficClass,
      Name destinationEdge,
      List<Member> members,
      List<Candidate> candidates,
      Optional<UUID> decision,
      Hold hold)
      implements PlannedResource {
    public Steering {
      members = List.copyOf(members);
      candidates = List.copyOf(candidates);
    }

    @Override
    public String key() {
      return key(trafficClass, destinationEdge);
    }

    /** The key of what carries the class to the edge. */
    public static String key(Name trafficClass, Name destinationEdge) {
      return "steering/" + trafficClass + "/" + destinationEdge;
    }
  }

  /**
   * A tunnel and its share.
   *
   * @param weight 1-256
   */
  record Member(String tunnelKey, int weight) {}

  /**
   * A tunnel that may carry a class.
   *
   * @param rank 0 first
   * @param weight 1-256
   */
  record Candidate(String tunnelKey, int rank, int weight) {}

  /** Match rules. */
  record Application(Name name, Name trafficClass, int priority, List<Match> matches)
      implements PlannedResource {
    @Override
    public String key() {
      return "application/" + name;
    }
  }
}
