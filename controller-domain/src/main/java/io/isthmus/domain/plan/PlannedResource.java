package io.isthmus.domain.plan;

import io.isthmus.domain.net.InterfaceName;
import io.isthmus.domain.net.IpAddress;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.net.Prefix;
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
   * @param probeBudgetBps most that probes and their answers may send on it
   */
  record WanLink(
      Name name,
      InterfaceName interfaceName,
      IpAddress address,
      Optional<IpAddress> gateway,
      int number,
      OptionalLong egressRateBps,
      OptionalLong ingressRateBps,
      OptionalLong probeBudgetBps)
      implements PlannedResource {
    @Override
    public String key() {
      return "wan-link/" + name;
    }
  }

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
   * @param probeInterval the longer one of the two links'
   * @param remoteIngressRateBps what the remote link takes in
   * @param cost the sum of the two links'
   */
  record Path(
      Name remoteEdge,
      Name localWanLink,
      Name remoteWanLink,
      IpAddress remoteAddress,
      Duration probeInterval,
      OptionalLong remoteIngressRateBps,
      OptionalLong remoteEgressRateBps,
      double cost)
      implements PlannedResource {
    @Override
    public String key() {
      return key(remoteEdge, localWanLink, remoteWanLink);
    }

    /** The key of the path of these two links, as their first edge has it. */
    public static String key(Name remoteEdge, Name localWanLink, Name remoteWanLink) {
      return "path/" + remoteEdge + "/" + localWanLink + "/" + remoteWanLink;
    }
  }

  /** An overlay over one path to one edge. */
  record Tunnel(
      Name overlay,
      int vni,
      Name remoteEdge,
      Name localWanLink,
      Name remoteWanLink,
      IpAddress remoteAddress)
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
      return Path.key(remoteEdge, localWanLink, remoteWanLink);
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
