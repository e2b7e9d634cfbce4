package io.isthmus.agent.nft;

import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.net.Prefix;
import java.util.List;

/** All that the rule set is made from; lists are in a settled order. */
public record Policy(
    String overlayDevice,
    int vxlanPort,
    Transit transit,
    Prefix tunnelAddresses,
    int markShift,
    int markMask,
    List<Wan> wans,
    List<String> lanDevices,
    List<Prefix> overlayPrefixes,
    List<IpAddress> peers,
    List<Integer> classes,
    List<Rule> rules) {

  public Policy {
    wans = List.copyOf(wans);
    lanDevices = List.copyOf(lanDevices);
    overlayPrefixes = List.copyOf(overlayPrefixes);
    peers = List.copyOf(peers);
    classes = List.copyOf(classes);
    rules = List.copyOf(rules);
  }

  /** Whether what arrives by an overlay may leave by an overlay. */
  public enum Transit {
    ALLOWED,
    FORBIDDEN
  }

  public record Wan(int number, String device, IpAddress address) {}

  /** A flow that fits belongs to the class; 0 means the class without a mark. */
  public record Rule(Match match, int trafficClass) {}
}
