package io.isthmus.northbound.edge;

import io.isthmus.domain.intent.Network;
import io.isthmus.domain.intent.Violation;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.net.Prefix;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.LanSegment;
import io.isthmus.domain.topology.WanLink;
import java.util.List;
import java.util.Optional;

/**
 * What an edge that a request does not name already has, and the request wants too. The domain
 * reports a conflict at one of the two edges, which may be the one that was there before.
 *
 * @param prefix what overlaps, if it is a prefix
 * @param link whose address is taken, if it is one
 */
record Rival(Name edge, Optional<Prefix> prefix, Optional<WanLink> link) {

  static Optional<Rival> of(Network before, Violation violation) {
    return before
        .findEdge(violation.resource())
        .flatMap(edge ->
            switch (violation.code()) {
              case PREFIX_OVERLAP -> Optional.of(overlap(edge, violation.field()));
              case ADDRESS_TAKEN -> Optional.of(taken(edge, violation.field()));
              case UNKNOWN_REFERENCE,
                  IN_USE,
                  NOT_FOUND,
                  VNI_TAKEN,
                  MTU_TOO_SMALL,
                  ROAMING_NEEDS_ENCRYPTION,
                  ROAMING_AT_BOTH_ENDS,
                  DEFAULT_CLASS_TAKEN,
                  OVERLAY_NOT_IN_CLASS,
                  NO_PATH,
                  TOO_MANY ->
                  Optional.empty();
            });
  }

  /** The domain's pointer to what conflicts with it, where the edge has something that does. */
  Optional<String> within(Edge other) {
    return other.name().equals(edge) ? Optional.empty() : prefixOf(other).or(() -> linkOf(other));
  }

  private static Rival overlap(Edge edge, String field) {
    List<String> parts = List.of(field.split("/", -1));
    LanSegment segment = edge.lanSegments().get(Integer.parseInt(parts.get(2)));
    Prefix prefix = segment.prefixes().get(Integer.parseInt(parts.get(4)));
    return new Rival(edge.name(), Optional.of(prefix), Optional.empty());
  }

  private static Rival taken(Edge edge, String field) {
    WanLink link = edge.wanLinks().get(Integer.parseInt(field.split("/", -1)[2]));
    return new Rival(edge.name(), Optional.empty(), Optional.of(link));
  }

  private Optional<String> prefixOf(Edge other) {
    for (int i = 0; i < other.lanSegments().size(); i++) {
      List<Prefix> prefixes = other.lanSegments().get(i).prefixes();
      for (int j = 0; j < prefixes.size(); j++) {
        if (prefix.map(prefixes.get(j)::overlaps).orElse(false)) {
          return Optional.of("/lanSegments/%d/prefixes/%d".formatted(i, j));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> linkOf(Edge other) {
    for (int i = 0; i < other.wanLinks().size(); i++) {
      WanLink candidate = other.wanLinks().get(i);
      boolean same =
          link.map(taken ->
                  taken.fixedAddress().isPresent()
                      && taken.fixedAddress().equals(candidate.fixedAddress())
                      && taken.reaches(candidate))
              .orElse(false);
      if (same) {
        return Optional.of("/wanLinks/%d/address".formatted(i));
      }
    }
    return Optional.empty();
  }
}
