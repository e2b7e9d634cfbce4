package io.isthmus.domain.topology;

import io.isthmus.domain.net.Family;
import io.isthmus.domain.net.InterfaceName;
import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.IpAddress;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.net.Prefix;
import java.util.List;
import java.util.Optional;

/**
 * An interface of an edge and the prefixes behind it (MEF UNI).
 *
 * @param gateway next hop on the LAN for all the prefixes, which are then of its family; absent
 *     when the prefixes are on-link
 */
public record LanSegment(
    Name name, InterfaceName interfaceName, List<Prefix> prefixes, Optional<IpAddress> gateway) {
  public static final int MOST_PREFIXES = 4_096;

  public LanSegment {
    prefixes = prefixes.stream().distinct().sorted().toList();
    if (prefixes.isEmpty()) {
      throw new InvalidValue(
          "LAN_SEGMENT_WITHOUT_PREFIX",
          "LAN segment %s has no prefix: give at least one".formatted(name));
    }
    if (prefixes.size() > MOST_PREFIXES) {
      throw new InvalidValue(
          "TOO_MANY",
          "LAN segment %s has %d prefixes, more than %d"
              .formatted(name, prefixes.size(), MOST_PREFIXES));
    }
    for (Prefix prefix : prefixes) {
      requireUsable(name, prefix);
      if (gateway.isPresent() && gateway.get().family() != prefix.family()) {
        throw new InvalidValue(
            "FAMILY_MISMATCH",
            "gateway %s cannot lead to %s, which is of the other family: use a LAN segment each"
                .formatted(gateway.get(), prefix));
      }
    }
  }

  private static void requireUsable(Name name, Prefix prefix) {
    int shortest = prefix.family() == Family.IPV4 ? 8 : 16;
    if (prefix.length() < shortest) {
      throw new InvalidValue(
          "PREFIX_TOO_SHORT",
          "prefix %s of LAN segment %s is shorter than /%d".formatted(prefix, name, shortest));
    }
    if (prefix.address().value().isMulticastAddress()
        || prefix.address().value().isLoopbackAddress()
        || prefix.address().value().isLinkLocalAddress()) {
      throw new InvalidValue(
          "PREFIX_NOT_ROUTABLE",
          "prefix %s of LAN segment %s is multicast, loopback or link-local"
              .formatted(prefix, name));
    }
  }
}
