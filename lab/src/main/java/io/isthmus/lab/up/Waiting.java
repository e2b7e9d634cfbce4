package io.isthmus.lab.up;

import io.isthmus.lab.LabFailure;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for something that is asked again and again. */
public final class Waiting {
  private Waiting() {}

  /**
   * @param otherwise what to say when it has not come true in time
   */
  public static void until(
      Duration limit, Duration pause, BooleanSupplier condition, Supplier<String> otherwise) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new LabFailure(otherwise.get());
      }
      pause(pause);
    }
  }

  public static void pause(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("interrupted", e);
    }
  }
}
