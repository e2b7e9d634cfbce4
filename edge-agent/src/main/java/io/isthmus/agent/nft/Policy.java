package io.isthmus.agent.nft;

import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.net.Prefix;
import java.util.List;
import java.util.Map;

/**
 * All that the rule set is made from; lists are in a settled order.
 *
 * @param indexes of those devices that are there
 * @param peers other ends of tunnels
 * @param probed other ends of paths
 * @param classes those that have a mark
 * @param stickyClasses those whose flows stay where they began, 0 for the class without a mark
 */
public record Policy(
    String overlayDevice,
    int vxlanPort,
    Transit transit,
    Prefix tunnelAddresses,
    int markShift,
    int markMask,
    List<Wan> wans,
    List<String> lanDevices,
    Map<String, Integer> indexes,
    List<Prefix> overlayPrefixes,
    List<IpAddress> peers,
    List<IpAddress> probed,
    List<Integer> classes,
    List<Integer> stickyClasses,
    List<Remote> remotes,
    List<Rule> rules) {

  public Policy {
    wans = List.copyOf(wans);
    lanDevices = List.copyOf(lanDevices);
    indexes = Map.copyOf(indexes);
    overlayPrefixes = List.copyOf(overlayPrefixes);
    peers = List.copyOf(peers);
    probed = List.copyOf(probed);
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

  public record Wan(int number, String device, IpAddress address) {}

  /** What is reached behind another edge. */
  public record Remote(int edge, List<Prefix> prefixes) {
    public Remote {
      prefixes = List.copyOf(prefixes);
    }
  }

  /** A flow that fits belongs to the class; 0 means the class without a mark. */
  public record Rule(Match match, int trafficClass) {}
}
