package io.isthmus.domain.topology;

import io.isthmus.domain.net.Name;
import java.util.Comparator;

/** Names one edge in the whole controller. */
public record EdgeKey(Name tenant, Name edge) implements Comparable<EdgeKey> {
  private static final Comparator<EdgeKey> ORDER =
      Comparator.comparing(EdgeKey::tenant).thenComparing(EdgeKey::edge);

  @Override
  public int compareTo(EdgeKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return tenant + "/" + edge;
  }
}
