package io.isthmus.cli;

import java.util.Iterator;
import java.util.List;

/** The types of events that there are, for completion and to find slips of the pen. */
final class EventTypes implements Iterable<String> {
  static final List<String> ALL =
      List.of(
          "intent.changed",
          "operation.succeeded",
          "operation.failed",
          "edge.connected",
          "edge.disconnected",
          "config.refused",
          "drift.repaired",
          "class.rerouted",
          "decision.expired",
          "path.down",
          "path.up",
          "path.silent",
          "sla.broken",
          "sla.restored");

  @Override
  public Iterator<String> iterator() {
    return ALL.iterator();
  }
}
