package io.isthmus.domain.reconcile;

import io.isthmus.domain.topology.EdgeKey;
import java.util.Collection;

/**
 * The way to the edges. Level-triggered: the port asks for the newest plan when it is ready to
 * send.
 */
public interface EdgePort {
  /**
   * The plans of these edges are new: {@link Reconciler#plan} has them. Returns at once; an edge
   * that is not connected is left alone, it gets its plan when it comes.
   */
  void plansChanged(Collection<EdgeKey> edges);

  /**
   * The edge was removed from the intent: its stream, if any, is to carry an empty plan and end.
   */
  void edgeRemoved(EdgeKey edge);
}
