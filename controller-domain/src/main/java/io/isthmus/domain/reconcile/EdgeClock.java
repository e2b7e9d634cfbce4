package io.isthmus.domain.reconcile;

import java.time.Duration;
import java.time.Instant;

/**
 * Judges times that edges give. An edge's clock is believed as long as what it says could be true:
 * little in the future, and not older than an edge keeps what it has to tell. Otherwise the
 * controller's clock counts.
 */
final class EdgeClock {
  /** Two clocks that follow NTP are never this far apart. */
  static final Duration AHEAD = Duration.ofSeconds(2);

  /** Measurements that an edge kept while it was away. */
  static final Duration OLDEST_WINDOW = Duration.ofHours(1);

  /** Notices that an edge kept while it was away. */
  static final Duration OLDEST_NOTICE = Duration.ofDays(7);

  private EdgeClock() {}

  /** Whether a time can be believed. */
  static boolean isCredible(Instant at, Instant now, Duration oldest) {
    return !at.isAfter(now.plus(AHEAD)) && !at.isBefore(now.minus(oldest));
  }
}
