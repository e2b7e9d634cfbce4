package io.isthmus.agent.nft;

import io.isthmus.agent.net.Family;
import io.isthmus.agent.net.Prefix;
import java.util.List;

/**
 * What a packet must be to belong to an application: all that is given must fit, an empty list fits
 * everything, a list fits when one item does. Protocol 0 is any.
 */
public record Match(
    int protocol,
    List<Prefix> sources,
    List<Prefix> destinations,
    List<Range> sourcePorts,
    List<Range> destinationPorts,
    List<Integer> dscp) {

  public Match {
    sources = List.copyOf(sources);
    destinations = List.copyOf(destinations);
    sourcePorts = List.copyOf(sourcePorts);
    destinationPorts = List.copyOf(destinationPorts);
    dscp = List.copyOf(dscp);
  }

  /** Ports from the first to the last, both included. */
  public record Range(int first, int last) {}

  /** Whether a packet of the family can match at all. */
  public boolean fits(Family family) {
    return fits(sources, family) && fits(destinations, family);
  }

  private static boolean fits(List<Prefix> prefixes, Family family) {
    return prefixes.isEmpty() || prefixes.stream().anyMatch(p -> p.family() == family);
  }

  /** Whether the match speaks of a header that the two families have in different places. */
  boolean needsFamily() {
    return !sources.isEmpty() || !destinations.isEmpty() || !dscp.isEmpty();
  }
}
