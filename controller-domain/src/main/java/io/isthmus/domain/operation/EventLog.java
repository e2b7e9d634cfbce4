package io.isthmus.domain.operation;

import io.isthmus.domain.net.Name;
import java.util.List;

/** The durable log of events. Readers who follow it by sequence miss nothing. */
public interface EventLog {
  /** Adds the events in a transaction of their own. Sequences grow in the order of commit. */
  void append(List<Event> events);

  /** Up to {@code limit} events of the tenant with a sequence above {@code after}, in order. */
  List<Event> after(Name tenant, long after, int limit);

  /**
   * Up to {@code limit} events of the tenant with a sequence below {@code before}, newest first.
   */
  List<Event> before(Name tenant, long before, int limit);

  /** Sequence of the newest event of the tenant, 0 when there is none. */
  long newest(Name tenant);
}
