package io.isthmus.northbound.topology;

import io.isthmus.northbound.resource.Cursors;
import io.isthmus.northbound.resource.Page;
import io.isthmus.northbound.resource.Paging;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Collects a page of what follows from the intent without ever holding more than the page. Ends
 * when the page is full, or when it has looked at so much that the client had better ask again: a
 * page may hold less than the limit, even nothing, and still not be the last. For one thread.
 */
final class Sweep<V> {
  private static final int MOST_STEPS = 5_000;

  private final int limit;
  private final Optional<Position> start;
  private final List<V> items = new ArrayList<>();
  private @Nullable Position reached;
  private int steps;
  private boolean ended;

  Sweep(Paging paging) {
    this.limit = paging.limit();
    this.start = paging.after().map(text -> Cursors.parse(text, Position::parse));
  }

  /** Whether the client has all of this already. */
  boolean isPast(Position position) {
    return start.map(position::isCoveredBy).orElse(false);
  }

  /** Adds the item, unless the page is full. */
  void add(Position position, V item) {
    if (items.size() == limit) {
      ended = true;
    } else if (!ended) {
      items.add(item);
      reached = position;
    }
  }

  /** All that begins with this position was looked at. */
  void looked(Position position) {
    if (ended) {
      return;
    }
    reached = position;
    steps++;
    ended = steps == MOST_STEPS;
  }

  /** Whether the page ends here. */
  boolean isOver() {
    return ended;
  }

  Page<V> page() {
    return Page.until(items, ended && reached != null ? reached.toString() : null);
  }
}
