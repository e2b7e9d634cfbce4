package io.isthmus.domain.traffic;

import io.isthmus.domain.net.InvalidValue;
import java.time.Duration;

/**
 * Where an objective counts as broken, and where as kept again. Between the two it stays as it was.
 *
 * @param enter the value beyond which a violation begins
 * @param exit the value that ends it, on the good side of {@code enter}
 * @param enterWindow how long the value has to be beyond {@code enter}; what is measured is
 *     averaged over it
 * @param exitWindow how long it has to be within {@code exit}
 */
public record Threshold(double enter, double exit, Duration enterWindow, Duration exitWindow) {
  public static final Duration DEFAULT_ENTER_WINDOW = Duration.ofMillis(500);
  public static final Duration DEFAULT_EXIT_WINDOW = Duration.ofSeconds(10);
  static final Duration SHORTEST_WINDOW = Duration.ofMillis(100);
  static final Duration LONGEST_WINDOW = Duration.ofMinutes(5);

  public Threshold {
    requireWindow("enterWindowMs", enterWindow);
    requireWindow("exitWindowMs", exitWindow);
  }

  /** With the windows that fit most classes. */
  public static Threshold of(double enter, double exit) {
    return new Threshold(enter, exit, DEFAULT_ENTER_WINDOW, DEFAULT_EXIT_WINDOW);
  }

  private static void requireWindow(String what, Duration window) {
    if (window.compareTo(SHORTEST_WINDOW) < 0 || window.compareTo(LONGEST_WINDOW) > 0) {
      throw new InvalidValue(
          "WINDOW_OUT_OF_RANGE",
          "%s %d is outside %d-%d"
              .formatted(
                  what, window.toMillis(), SHORTEST_WINDOW.toMillis(), LONGEST_WINDOW.toMillis()));
    }
  }
}
