package io.isthmus.domain.traffic;

import io.isthmus.domain.net.InvalidValue;
import java.util.Locale;
import java.util.Map;

/** A transport protocol by its IANA number; 0 stands for any. */
public record Protocol(int number) {
  public static final Protocol ANY = new Protocol(0);
  private static final Map<String, Integer> KNOWN =
      Map.of(
          "any", 0, "icmp", 1, "tcp", 6, "udp", 17, "gre", 47, "esp", 50, "icmpv6", 58, "sctp",
          132);

  public Protocol {
    if (number < 0 || number > 255) {
      throw new InvalidValue(
          "PROTOCOL_OUT_OF_RANGE", "protocol %d is outside 0-255".formatted(number));
    }
  }

  /** Reads a name ({@code tcp}, in any case) or an IANA number. */
  public static Protocol parse(String text) {
    Integer number = KNOWN.get(text.toLowerCase(Locale.ROOT));
    if (number != null) {
      return new Protocol(number);
    }
    if (!text.matches("\\d{1,3}")) {
      throw new InvalidValue(
          "UNKNOWN_PROTOCOL",
          "protocol '%s' is unknown: use any, tcp, udp, sctp, icmp, icmpv6, gre, esp or an IANA number"
              .formatted(text.length() > 40 ? text.substring(0, 40) + "…" : text));
    }
    return new Protocol(Integer.parseInt(text));
  }

  public boolean hasPorts() {
    return number == 6 || number == 17 || number == 132;
  }

  @Override
  public String toString() {
    return KNOWN.entrySet().stream()
        .filter(entry -> entry.getValue() == number)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(Integer.toString(number));
  }
}
