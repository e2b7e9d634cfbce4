package io.isthmus.domain.fake;

import io.isthmus.domain.reconcile.NoticeLedger;
import io.isthmus.domain.topology.EdgeKey;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** One piece of work at a time. What throws does not move the cursor; its other traces stay. */
public final class InMemoryNoticeLedger implements NoticeLedger {
  private final Map<EdgeKey, Cursor> cursors = new HashMap<>();

  @Override
  public synchronized void advance(EdgeKey edge, UnaryOperator<Cursor> work) {
    cursors.put(edge, work.apply(cursor(edge)));
  }

  public synchronized Cursor cursor(EdgeKey edge) {
    return cursors.getOrDefault(edge, Cursor.NONE);
  }
}
