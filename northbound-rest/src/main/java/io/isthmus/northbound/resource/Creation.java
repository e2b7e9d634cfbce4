package io.isthmus.northbound.resource;

import io.isthmus.domain.net.InvalidValue;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/**
 * The place of something in a list by age.
 *
 * @param at when it came to be
 * @param id what tells it from others of the same moment
 */
public record Creation(Instant at, UUID id) implements Comparable<Creation> {
  private static final Comparator<Creation> ORDER =
      Comparator.comparing(Creation::at).thenComparing(Creation::id);

  /** Reads what {@link #toString} has written. */
  public static Creation parse(String text) {
    int space = text.indexOf(' ');
    try {
      return new Creation(
          Instant.parse(text.substring(0, Math.max(0, space))),
          UUID.fromString(text.substring(space + 1)));
    } catch (java.time.DateTimeException | IllegalArgumentException e) {
      throw new InvalidValue("INVALID_CURSOR", "not a place in this list");
    }
  }

  @Override
  public int compareTo(Creation other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return "%s %s".formatted(at, id);
  }
}
