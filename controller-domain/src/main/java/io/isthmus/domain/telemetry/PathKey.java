package io.isthmus.domain.telemetry;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Protection;
import io.isthmus.domain.topology.EdgeKey;
import java.util.Comparator;

/** A path as its local edge sees it; the other direction is another key. */
public record PathKey(
    EdgeKey edge, Name localWanLink, Name remoteEdge, Name remoteWanLink, Protection protection)
    implements Comparable<PathKey> {
  private static final Comparator<PathKey> ORDER =
      Comparator.comparing(PathKey::edge)
          .thenComparing(PathKey::remoteEdge)
          .thenComparing(PathKey::localWanLink)
          .thenComparing(PathKey::remoteWanLink)
          .thenComparing(PathKey::protection);

  /** As subjects of events and the API have it. */
  public String text() {
    String links =
        String.join(
            "/",
            edge.edge().value(),
            localWanLink.value(),
            remoteEdge.value(),
            remoteWanLink.value());
    return protection == Protection.PLAIN ? links + "/plain" : links;
  }

  @Override
  public int compareTo(PathKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    String links = "%s/%s→%s/%s".formatted(edge.edge(), localWanLink, remoteEdge, remoteWanLink);
    return protection == Protection.PLAIN ? links + " (plain)" : links;
  }
}
