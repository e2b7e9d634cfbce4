package io.isthmus.northbound.document;

import java.time.Duration;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** How numbers are shown. */
public final class Numbers {
  private Numbers() {}

  /** With at most three decimals: a microsecond where the unit is a millisecond. */
  public static Number rounded(double value) {
    return plain(Math.abs(value) < 1e12 ? Math.rint(value * 1_000) / 1_000 : value);
  }

  /** The same; null for what is not known. */
  public static @Nullable Number rounded(OptionalDouble value) {
    return value.isPresent() ? rounded(value.getAsDouble()) : null;
  }

  /** Milliseconds, to the microsecond. */
  public static Number millis(Duration duration) {
    return rounded(duration.toNanos() / 1e6);
  }

  /** Whole numbers are shown as such: 1000000, not 1.0E6. */
  public static Number plain(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return whole ? (Number) (long) value : (Number) value;
  }
}
