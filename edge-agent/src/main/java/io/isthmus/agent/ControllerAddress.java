package io.isthmus.agent;

import java.util.Set;

/**
 * Where the controller listens. Names are not looked up here: the edge must come up where no name
 * server answers yet.
 */
record ControllerAddress(String host, int port) {

  private static final Set<String> THIS_MACHINE = Set.of("localhost", "::1");

  /** Refuses to leave the machine in clear unless told to. */
  static ControllerAddress parse(String text, boolean plaintextAllowed) throws Options.WrongUse {
    int colon = text.lastIndexOf(':');
    if (colon <= 0) {
      throw new Options.WrongUse("--controller " + text + " is not HOST:PORT");
    }
    String host = unbracketed(text.substring(0, colon));
    boolean local = THIS_MACHINE.contains(host) || host.startsWith("127.");
    if (!local && !plaintextAllowed) {
      throw new Options.WrongUse(
          "the controller at "
              + text
              + " is beyond this machine, and this agent speaks plaintext: anybody on the way could"
              + " read and change what it is told. Give --insecure-plaintext where that is known"
              + " and wanted");
    }
    return new ControllerAddress(host, port(text, colon + 1));
  }

  private static String unbracketed(String host) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return bracketed ? host.substring(1, host.length() - 1) : host;
  }

  private static int port(String text, int from) throws Options.WrongUse {
    try {
      int port = Integer.parseInt(text, from, text.length(), 10);
      if (port > 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number that is none of a port.
    }
    throw new Options.WrongUse("--controller " + text + " has no port in 1–65535");
  }
}
