package io.isthmus.db;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Overlay;
import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

/**
 * A member of an overlay.
 *
 * @param hubRank place among the hubs, from 0; null for a member that is no hub
 */
@Embeddable
record OverlayEdgeRow(String edge, @Nullable Integer hubRank) {
  static OverlayEdgeRow of(Overlay overlay, Name member) {
    int rank = overlay.hubs().indexOf(member);
    return new OverlayEdgeRow(member.value(), rank < 0 ? null : rank);
  }
}
