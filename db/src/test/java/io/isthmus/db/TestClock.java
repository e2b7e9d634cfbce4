package io.isthmus.db;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Stands still unless it is moved. */
final class TestClock extends Clock {
  static final Instant START = Instant.parse("2026-03-01T12:00:00.123456Z");

  private volatile Instant now = START;

  void move(Duration step) {
    now = now.plus(step);
  }

  void reset() {
    now = START;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
