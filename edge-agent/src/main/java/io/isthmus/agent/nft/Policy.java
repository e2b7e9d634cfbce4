package io.isthmus.agent.nft;

import io.isthmus.agent.net.Instance;
import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.net.Prefix;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that the rule set is made from; lists are in a settled order.
 *
 * @param indexes of those devices that are there
 * @param lanAddresses the edge's own on its LAN interfaces
 * @param outside whose VXLAN is taken in clear, each peer once
 * @param inside whose VXLAN is taken from within WireGuard, each peer once
 * @param probed other ends of paths
 * @param probePort where probes are answered here
 * @param remoteProbePorts where they are answered elsewhere
 * @param classes those that have a mark
 * @param stickyClasses those whose flows stay where they began, 0 for the class without a mark
 */
public record Policy(
    Instance instance,
    int vxlanPort,
    Transit transit,
    Prefix tunnelAddresses,
    int markShift,
    int markMask,
    List<Wan> wans,
    List<String> lanDevices,
    Map<String, Integer> indexes,
    List<IpAddress> lanAddresses,
    List<Prefix> overlayPrefixes,
    List<Tunnels> outside,
    List<Tunnels> inside,
    List<IpAddress> probed,
    int probePort,
    List<Integer> remoteProbePorts,
    Inside insides,
    List<Integer> classes,
    List<Integer> stickyClasses,
    List<Remote> remotes,
    List<Rule> rules) {

  public Policy {
    wans = List.copyOf(wans);
    lanDevices = List.copyOf(lanDevices);
    indexes = Map.copyOf(indexes);
    lanAddresses = List.copyOf(lanAddresses);
    overlayPrefixes = List.copyOf(overlayPrefixes);
    outside = List.copyOf(outside);
    inside = List.copyOf(inside);
    probed = List.copyOf(probed);
    remoteProbePorts = List.copyOf(remoteProbePorts);
    classes = List.copyOf(classes);
    stickyClasses = List.copyOf(stickyClasses);
    remotes = List.copyOf(remotes);
    rules = List.copyOf(rules);
  }

  /** Whether what arrives by an overlay may leave by an overlay. */
  public enum Transit {
    ALLOWED,
    FORBIDDEN
  }

  /** Without an address where it may change. */
  public record Wan(int number, String device, Optional<IpAddress> address) {}

  /** Peers, and the virtual networks that each of them may send of; both in order. */
  public record Tunnels(List<IpAddress> peers, List<Integer> vnis) {
    public Tunnels {
      peers = List.copyOf(peers);
      vnis = List.copyOf(vnis);
    }
  }

  /**
   * WireGuard interfaces, and the addresses that are found in them and nowhere else.
   *
   * @param devices what their names begin with, and an asterisk
   * @param all of every edge
   * @param own of this edge
   */
  public record Inside(String devices, Prefix all, Prefix own) {}

  /** What is reached behind another edge. */
  public record Remote(int edge, List<Prefix> prefixes) {
    public Remote {
      prefixes = List.copyOf(prefixes);
    }
  }

  /** A flow that fits belongs to the class; 0 means the class without a mark. */
  public record Rule(Match match, int trafficClass) {}
}
