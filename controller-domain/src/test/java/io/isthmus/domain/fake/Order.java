package io.isthmus.domain.fake;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The order in which logs are paged through. */
final class Order {
  private Order() {}

  /** Before the instant, or then with a lower id where one is given. */
  static boolean isBefore(Instant at, UUID id, Instant before, Optional<UUID> beforeId) {
    return at.isBefore(before)
        || at.equals(before) && beforeId.map(other -> id.compareTo(other) < 0).orElse(false);
  }
}
