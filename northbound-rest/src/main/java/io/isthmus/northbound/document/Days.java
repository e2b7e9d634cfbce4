package io.isthmus.northbound.document;

import io.isthmus.domain.net.InvalidValue;
import java.time.DateTimeException;
import java.time.LocalDate;

/** Days in parameters, from 1970 to 9999. */
public final class Days {
  private static final int LENGTH = 10;

  private Days() {}

  public static LocalDate parse(String text) {
    try {
      if (text.length() == LENGTH) {
        LocalDate day = LocalDate.parse(text);
        if (!day.isBefore(LocalDate.EPOCH)) {
          return day;
        }
      }
    } catch (DateTimeException e) {
      // Said below.
    }
    throw new InvalidValue(
        "INVALID_DAY",
        "'%s' is not a day from 1970 on: give one such as 2026-07-01"
            .formatted(Readings.shortened(text)));
  }
}
