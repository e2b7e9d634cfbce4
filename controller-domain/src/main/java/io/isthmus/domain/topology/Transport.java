package io.isthmus.domain.topology;

import io.isthmus.domain.net.InvalidValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The label of an underlay. Labels are a closed set, so that two edges mean the same by the same
 * word; links of one label reach each other, and all public links do.
 */
public enum Transport {
  INTERNET,
  BROADBAND,
  FIBER,
  CABLE,
  DSL,
  LTE,
  FIVE_G,
  SATELLITE,
  MPLS,
  METRO_ETHERNET,
  LEASED_LINE;

  private static final String KNOWN =
      Arrays.stream(values()).map(Transport::label).collect(Collectors.joining(", "));

  /** As the API writes it: {@code internet}, {@code 5g}, {@code metro-ethernet}. */
  public String label() {
    return this == FIVE_G ? "5g" : name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What a link of this transport is when its declaration does not say. */
  public Access usualAccess() {
    return switch (this) {
      case MPLS, METRO_ETHERNET, LEASED_LINE -> Access.PRIVATE;
      case INTERNET, BROADBAND, FIBER, CABLE, DSL, LTE, FIVE_G, SATELLITE -> Access.PUBLIC;
    };
  }

  /**
   * @throws InvalidValue with code UNKNOWN_TRANSPORT, naming the known ones
   */
  public static Transport parse(String label) {
    for (Transport transport : values()) {
      if (transport.label().equals(label)) {
        return transport;
      }
    }
    throw new InvalidValue(
        "UNKNOWN_TRANSPORT",
        "transport '%s' is unknown: use one of %s"
            .formatted(label.length() > 40 ? label.substring(0, 40) + "…" : label, KNOWN));
  }

  @Override
  public String toString() {
    return label();
  }
}
