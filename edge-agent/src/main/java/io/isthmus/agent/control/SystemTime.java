package io.isthmus.agent.control;

import io.isthmus.agent.steer.Steer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The time of this machine. */
record SystemTime() implements Steer.Time {

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public long wallMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }
}
