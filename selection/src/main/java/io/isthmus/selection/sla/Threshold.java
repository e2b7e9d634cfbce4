package io.isthmus.selection.sla;

import java.time.Duration;

/**
 * Broken beyond {@code enter} for the enter window, kept again within {@code exit} for the exit
 * window.
 */
public record Threshold(double enter, double exit, Duration enterWindow, Duration exitWindow) {
  public Threshold {
    requireNumber("enter", enter);
    requireNumber("exit", exit);
    requireLength("enterWindow", enterWindow);
    requireLength("exitWindow", exitWindow);
  }

  private static void requireNumber(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("%s %s is not a number from 0 up".formatted(name, value));
    }
  }

  private static void requireLength(String name, Duration length) {
    if (length.isNegative()) {
      throw new IllegalArgumentException("%s %s is negative".formatted(name, length));
    }
  }
}
