package io.isthmus.northbound.document;

import io.isthmus.domain.net.InvalidValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants in documents and parameters: RFC 3339, from 1970 to 9999, as finely as is stored. */
public final class Instants {
  /** After everything. */
  public static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

  private static final int LONGEST = 40;

  private Instants() {}

  public static Instant parse(String text) {
    try {
      if (text.length() <= LONGEST) {
        Instant instant = Instant.parse(text).truncatedTo(ChronoUnit.MICROS);
        if (!instant.isBefore(Instant.EPOCH) && !instant.isAfter(END)) {
          return instant;
        }
      }
    } catch (DateTimeException e) {
      // Said below.
    }
    throw new InvalidValue(
        "INVALID_INSTANT",
        "'%s' is not an instant of RFC 3339 from 1970 on: give one such as 2026-07-01T12:00:00Z"
            .formatted(Readings.shortened(text)));
  }
}
