package io.isthmus.domain.operation;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.traffic.SteeringDecision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Every steering decision that ever was, in force or not. */
public interface DecisionLog {
  /** A decision and, where it is over, when it ended. */
  record Entry(SteeringDecision decision, Optional<Instant> endedAt) {}

  Optional<Entry> find(Name tenant, UUID id);

  /**
   * Newest first.
   *
   * @param before only decisions of a revision below this; {@code Long.MAX_VALUE} for all
   */
  List<Entry> list(Name tenant, Optional<Name> trafficClass, long before, int limit);
}
