package io.isthmus.db;

import io.isthmus.domain.fake.MovableClock;
import java.time.Instant;

/** Begins at a moment that no rounding leaves as it is. */
final class TestClock extends MovableClock {
  static final Instant START = Instant.parse("2026-03-01T12:00:00.123456Z");

  TestClock() {
    super(START);
  }

  void reset() {
    set(START);
  }
}
