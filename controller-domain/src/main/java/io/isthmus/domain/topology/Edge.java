package io.isthmus.domain.topology;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The SD-WAN Edge at a site's border (MEF SD-WAN Edge). The aggregate of its links and segments,
 * which are kept in order of name.
 */
public record Edge(Name name, Name site, List<WanLink> wanLinks, List<LanSegment> lanSegments) {
  public static final int MOST_WAN_LINKS = 16;
  static final int MOST_LAN_SEGMENTS = 64;

  public Edge {
    wanLinks = wanLinks.stream().sorted(Comparator.comparing(WanLink::name)).toList();
    lanSegments = lanSegments.stream().sorted(Comparator.comparing(LanSegment::name)).toList();
    requireAtMost("WAN links", wanLinks.size(), MOST_WAN_LINKS);
    requireAtMost("LAN segments", lanSegments.size(), MOST_LAN_SEGMENTS);
    requireDistinct("WAN link name", wanLinks, WanLink::name);
    requireDistinct(
        "WAN link address",
        wanLinks.stream().flatMap(link -> link.fixedAddress().stream()).toList(),
        address -> address);
    requireDistinct("LAN segment name", lanSegments, LanSegment::name);
    requireDistinct("LAN segment interface", lanSegments, LanSegment::interfaceName);
    requireSeparateInterfaces(wanLinks, lanSegments);
  }

  public Optional<WanLink> findWanLink(Name linkName) {
    return wanLinks.stream().filter(link -> link.name().equals(linkName)).findFirst();
  }

  public Optional<LanSegment> findLanSegment(Name segmentName) {
    return lanSegments.stream().filter(segment -> segment.name().equals(segmentName)).findFirst();
  }

  public Edge withWanLinks(List<WanLink> links) {
    return new Edge(name, site, links, lanSegments);
  }

  public Edge withLanSegments(List<LanSegment> segments) {
    return new Edge(name, site, wanLinks, segments);
  }

  private static void requireAtMost(String what, int count, int most) {
    if (count > most) {
      throw new InvalidValue(
          "TOO_MANY", "an edge has at most %d %s, not %d".formatted(most, what, count));
    }
  }

  private static <T, K> void requireDistinct(String what, List<T> items, Function<T, K> key) {
    Set<K> seen = new HashSet<>();
    for (T item : items) {
      if (!seen.add(key.apply(item))) {
        throw new InvalidValue(
            "DUPLICATE", "%s %s is given twice in one edge".formatted(what, key.apply(item)));
      }
    }
  }

  private static void requireSeparateInterfaces(List<WanLink> links, List<LanSegment> segments) {
    for (WanLink link : links) {
      for (LanSegment segment : segments) {
        if (link.interfaceName().equals(segment.interfaceName())) {
          throw new InvalidValue(
              "INTERFACE_SHARED",
              "interface %s is both WAN link %s and LAN segment %s: a LAN never shares its interface with a WAN"
                  .formatted(link.interfaceName(), link.name(), segment.name()));
        }
      }
    }
  }
}
