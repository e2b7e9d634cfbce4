package io.isthmus.domain.plan;

import io.isthmus.domain.net.InterfaceName;
import io.isthmus.domain.net.IpAddress;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.net.Prefix;
import io.isthmus.domain.traffic.Match;
import java.util.List;
import java.util.Optional;

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

  /** A WAN attachment. */
  record WanLink(
      Name name,
      InterfaceName interfaceName,
      IpAddress address,
      Optional<IpAddress> gateway,
      int number)
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
      return "tunnel/" + overlay + "/" + remoteEdge + "/" + localWanLink + "/" + remoteWanLink;
    }
  }

  /** A class with its number. */
  record TrafficClass(Name name, int number) implements PlannedResource {
    @Override
    public String key() {
      return "traffic-class/" + name;
    }
  }

  /** Which tunnels carry a class to an edge. */
  record Steering(Name trafficClass, Name destinationEdge, List<Member> members)
      implements PlannedResource {
    @Override
    public String key() {
      return "steering/" + trafficClass + "/" + destinationEdge;
    }
  }

  /**
   * A tunnel and its share.
   *
   * @param weight 1-256
   */
  record Member(String tunnelKey, int weight) {}

  /** Match rules. */
  record Application(Name name, Name trafficClass, int priority, List<Match> matches)
      implements PlannedResource {
    @Override
    public String key() {
      return "application/" + name;
    }
  }
}
