package io.isthmus.domain.steering;

import io.isthmus.domain.net.Name;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Every choice of every edge, for more than a week; and always the newest of each. */
public interface ChoiceLog {
  /** Which choices; absent fields fit all. */
  record Filter(
      Optional<Name> trafficClass,
      Optional<Name> sourceEdge,
      Optional<Name> destinationEdge,
      Optional<ChoiceCause> cause) {}

  /** A choice whose id is known is not added again. */
  void add(Choice choice);

  Optional<Choice> find(Name tenant, UUID id);

  /** Newest first; only those before the instant, or then with a lower id. */
  List<Choice> list(Name tenant, Filter filter, Instant before, Optional<UUID> beforeId, int limit);

  /**
   * What carried classes at the instant: the newest choice by then of each class and pair of edges,
   * where it fits the filter. In order of class, source and destination.
   */
  List<Choice> inForceAt(Name tenant, Filter filter, Instant at);

  /** All that {@link #inForceAt} finds, without the inputs: there may be very many. */
  List<Choice> allInForceAt(Name tenant, Instant at);
}
