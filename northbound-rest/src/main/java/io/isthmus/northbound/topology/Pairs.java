package io.isthmus.northbound.topology;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Overlay;
import java.util.List;
import java.util.stream.Stream;

/** The pairs of edges that an overlay may join. */
final class Pairs {
  private Pairs() {}

  /** Those that it may join to the edge; the edge itself may be among them. */
  static Stream<Name> of(Overlay overlay, Name edge) {
    boolean toAll = overlay.hubs().isEmpty() || overlay.isHub(edge);
    List<Name> others = toAll ? overlay.edges() : overlay.hubs().stream().sorted().toList();
    return others.stream();
  }

  /** The same with each pair from one side only: that of the edge that is first by name. */
  static Stream<Name> onceOf(Overlay overlay, Name edge) {
    return of(overlay, edge).filter(other -> other.compareTo(edge) > 0);
  }
}
