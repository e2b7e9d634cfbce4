package io.isthmus.agent.desired;

import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.net.Prefix;
import io.isthmus.agent.nft.Match;
import io.isthmus.agent.wireguard.PublicKey;
import io.isthmus.selection.choice.Policy;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A resource of the configuration, parsed: right in itself, not yet checked against others. */
sealed interface Resource {

  record Settings(int edgeNumber, int overlayMtu, int vxlanPort, boolean transit)
      implements Resource {}

  record WanLink(
      String name,
      String device,
      @Nullable IpAddress address,
      @Nullable IpAddress gateway,
      int number,
      long egressRateBps,
      long ingressRateBps,
      long probeBudgetBps,
      int wireguardGeneration,
      List<Inside> insides)
      implements Resource {

    /** Whether the address may change at any time: then there is none here. */
    boolean isRoaming() {
      return address == null;
    }

    Optional<Inside> inside(int generation) {
      return insides.stream().filter(i -> i.generation() == generation).findFirst();
    }
  }

  /** A WAN link's WireGuard interface: its address within. */
  record Inside(int generation, IpAddress address, int mtu) {}

  /**
   * Rates are 0 where they are not declared, the interval is 0 where nothing is measured, the port
   * is 0 where it is the usual one.
   */
  record Path(
      String remoteEdge,
      String localWanLink,
      String remoteWanLink,
      @Nullable IpAddress remoteAddress,
      int probeIntervalMillis,
      long remoteIngressRateBps,
      long remoteEgressRateBps,
      double cost,
      Protection protection,
      int remoteStampPort)
      implements Resource {}

  /** How packets of a path are kept from others' eyes and hands. */
  sealed interface Protection {}

  /** Not at all. */
  record Plain() implements Protection {}

  /** By WireGuard, from and to the interfaces of two generations; those of others are heard too. */
  record Encrypted(List<RemoteKey> peers, int localGeneration, int remoteGeneration)
      implements Protection {
    Optional<RemoteKey> peer(int generation) {
      return peers.stream().filter(p -> p.generation() == generation).findFirst();
    }
  }

  /** The remote link's key of one generation, with its address within. */
  record RemoteKey(int generation, PublicKey key, IpAddress address, int endpointPort) {}

  record LanSegment(String name, String device, List<Prefix> prefixes, @Nullable IpAddress gateway)
      implements Resource {}

  record RemoteEdge(String name, int edgeNumber, List<Prefix> lanPrefixes) implements Resource {}

  record Tunnel(String overlay, int vni, String remoteEdge, String localWanLink, String pathKey)
      implements Resource {}

  record TrafficClass(
      String name, int number, Spreading spreading, ExistingFlows existingFlows, Policy policy)
      implements Resource {}

  /** Whether flows are to keep their tunnel while others come, go, or change their weight. */
  enum Spreading {
    BY_HASH,
    RESILIENT
  }

  /** What becomes of a class's running flows when the class moves. */
  enum ExistingFlows {
    MOVE_NOW,
    STICKY
  }

  /**
   * Candidates are empty in configurations that were made before edges chose; the decision is empty
   * where none is followed.
   */
  record Steering(
      String trafficClass,
      String destinationEdge,
      List<Share> members,
      List<Candidate> candidates,
      String decisionId,
      boolean pinned)
      implements Resource {

    /** Whether the tunnel, which is one of the set's, may carry it. */
    boolean allows(String tunnelKey) {
      return candidates.isEmpty()
          || candidates.stream().anyMatch(c -> c.tunnelKey().equals(tunnelKey));
    }
  }

  /** A tunnel that may carry a steering; the lowest rank is preferred, weight 1–256. */
  record Candidate(String tunnelKey, int rank, int weight) {}

  record Application(String name, String trafficClass, int priority, List<Match> matches)
      implements Resource {}
}
