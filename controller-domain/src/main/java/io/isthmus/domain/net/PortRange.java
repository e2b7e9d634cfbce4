package io.isthmus.domain.net;

/** Transport ports from {@code first} to {@code last}, both included. */
public record PortRange(int first, int last) {
  private static final int HIGHEST = 65_535;

  public PortRange {
    if (first < 0 || last > HIGHEST || first > HIGHEST || last < 0) {
      throw new InvalidValue(
          "PORT_OUT_OF_RANGE", "port range %d-%d is outside 0-65535".formatted(first, last));
    }
    if (first > last) {
      throw new InvalidValue(
          "PORT_RANGE_REVERSED",
          "port range %d-%d is reversed: write %d-%d".formatted(first, last, last, first));
    }
  }

  /** Reads {@code 80} or {@code 8000-8080}. */
  public static PortRange parse(String text) {
    if (!text.matches("\\d{1,5}(-\\d{1,5})?")) {
      throw new InvalidValue(
          "INVALID_PORT_RANGE",
          "'%s' is not a port range: write it like 80 or 8000-8080"
              .formatted(Quoted.shortened(text)));
    }
    int dash = text.indexOf('-');
    int first = Integer.parseInt(dash < 0 ? text : text.substring(0, dash));
    return new PortRange(first, dash < 0 ? first : Integer.parseInt(text.substring(dash + 1)));
  }

  @Override
  public String toString() {
    return first == last ? Integer.toString(first) : first + "-" + last;
  }
}
