package io.isthmus.domain.traffic;

import io.isthmus.domain.net.Family;
import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.PortRange;
import io.isthmus.domain.net.Prefix;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A rule on the first packet of a flow (paper, Fig. 4). Every field that is given must fit; a list
 * fits when one of its items does; an empty list fits everything.
 *
 * @param dscp differentiated services code points, 0-63
 */
public record Match(
    Protocol protocol,
    List<Prefix> sourcePrefixes,
    List<Prefix> destinationPrefixes,
    List<PortRange> sourcePorts,
    List<PortRange> destinationPorts,
    List<Integer> dscp) {
  static final int MOST_ITEMS = 256;

  public Match {
    sourcePrefixes = bounded("sourcePrefixes", sourcePrefixes);
    destinationPrefixes = bounded("destinationPrefixes", destinationPrefixes);
    sourcePorts = bounded("sourcePorts", sourcePorts);
    destinationPorts = bounded("destinationPorts", destinationPorts);
    dscp = bounded("dscp", dscp);
    if (!protocol.hasPorts() && !(sourcePorts.isEmpty() && destinationPorts.isEmpty())) {
      throw new InvalidValue(
          "PORTS_WITHOUT_TRANSPORT",
          "protocol %s has no ports: set protocol to tcp, udp or sctp, or leave the ports out"
              .formatted(protocol));
    }
    for (int codePoint : dscp) {
      if (codePoint < 0 || codePoint > 63) {
        throw new InvalidValue("DSCP_OUT_OF_RANGE", "dscp %d is outside 0-63".formatted(codePoint));
      }
    }
    requireCommonFamily(sourcePrefixes, destinationPrefixes);
  }

  private static <T> List<T> bounded(String what, List<T> items) {
    if (items.size() > MOST_ITEMS) {
      throw new InvalidValue(
          "TOO_MANY", "%s has %d items, more than %d".formatted(what, items.size(), MOST_ITEMS));
    }
    return List.copyOf(items);
  }

  private static void requireCommonFamily(List<Prefix> sources, List<Prefix> destinations) {
    if (sources.isEmpty() || destinations.isEmpty()) {
      return;
    }
    Set<Family> common = families(sources);
    common.retainAll(families(destinations));
    if (common.isEmpty()) {
      throw new InvalidValue(
          "FAMILY_MISMATCH",
          "no packet has a source in %s and a destination in %s: they are of different families"
              .formatted(sources, destinations));
    }
  }

  private static Set<Family> families(List<Prefix> prefixes) {
    return prefixes.stream().map(Prefix::family).collect(Collectors.toSet());
  }
}
