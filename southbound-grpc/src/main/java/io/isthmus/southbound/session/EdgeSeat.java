package io.isthmus.southbound.session;

import com.google.protobuf.ByteString;
import io.isthmus.domain.plan.EdgePlan;
import io.isthmus.southbound.wire.WireConfig;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An edge's place at the controller. At most one session holds it, and it remembers between
 * sessions what the edge may carry, so that a reconnect needs no more than a delta.
 */
final class EdgeSeat {
  private final EdgeJournal journal;

  /** Written under the registry's lock of this edge, as are the guests. */
  private volatile @Nullable EdgeSession holder;

  /** Sessions that took the seat and have not ended: the holder, and those that it superseded. */
  private int guests;

  private volatile @Nullable WireConfig newest;
  private volatile @Nullable WireConfig sent;
  private volatile @Nullable WireConfig carried;

  EdgeSeat(EdgeJournal journal) {
    this.journal = journal;
  }

  EdgeJournal journal() {
    return journal;
  }

  Optional<EdgeSession> holder() {
    return Optional.ofNullable(holder);
  }

  /** The session that held it until now. */
  Optional<EdgeSession> take(EdgeSession newcomer) {
    Optional<EdgeSession> before = holder();
    holder = newcomer;
    guests++;
    return before;
  }

  void leave(EdgeSession session) {
    guests--;
    if (holder == session) {
      holder = null;
    }
  }

  /** Whether nothing more will be recorded of the sessions that it had. */
  boolean isDeserted() {
    return guests == 0 && journal.isIdle();
  }

  /** The plan as it goes over the wire; converted once. */
  WireConfig wire(EdgePlan plan) {
    WireConfig known = newest;
    if (known != null && known.plan() == plan) {
      return known;
    }
    WireConfig converted = WireConfig.after(known, plan);
    newest = converted;
    return converted;
  }

  void remember(WireConfig sentNow, Optional<WireConfig> carriedNow) {
    sent = sentNow;
    carried = carriedNow.orElse(null);
  }

  /** The configuration of this hash, when it is one that the edge may carry. */
  Optional<WireConfig> find(ByteString hash) {
    return Stream.of(
            Optional.ofNullable(newest), Optional.ofNullable(sent), Optional.ofNullable(carried))
        .flatMap(Optional::stream)
        .filter(config -> config.hash().equals(hash))
        .findFirst();
  }
}
