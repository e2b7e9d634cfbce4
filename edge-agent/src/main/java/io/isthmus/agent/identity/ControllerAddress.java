package io.isthmus.agent.identity;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where a controller listens. Names are not looked up here: the edge must come up where no name
 * server answers yet.
 */
public record ControllerAddress(String host, int port) {

  private static final int MAX_ADDRESSES = 16;

  /** One or several, with commas between them, in the order in which they are to be tried. */
  public static List<ControllerAddress> parseAll(String text) {
    List<ControllerAddress> all =
        Stream.of(text.split(",", -1)).map(one -> parse(one.strip())).distinct().toList();
    if (all.size() > MAX_ADDRESSES) {
      throw new IllegalArgumentException(
          all.size() + " controller addresses are more than " + MAX_ADDRESSES + ": leave some out");
    }
    return all;
  }

  public static ControllerAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : unbracketed(text.substring(0, colon));
    if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ' || c == '/' || c == 127)) {
      throw new IllegalArgumentException(
          "controller '" + text + "' is not HOST:PORT, such as controller.example:7443");
    }
    return new ControllerAddress(host, port(text, colon + 1));
  }

  private static String unbracketed(String host) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return bracketed ? host.substring(1, host.length() - 1) : host;
  }

  private static int port(String text, int from) {
    try {
      int port = Integer.parseInt(text, from, text.length(), 10);
      if (port > 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number that is none of a port.
    }
    throw new IllegalArgumentException("controller '" + text + "' has no port in 1–65535");
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
