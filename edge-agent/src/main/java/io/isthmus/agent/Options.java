package io.isthmus.agent;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The command line: a command, flags, and options with a value. */
record Options(String command, Map<String, String> values) {

  private static final Set<String> FLAGS = Set.of("json", "keep-identity");
  private static final Set<String> WITH_VALUE =
      Set.of(
          "controller",
          "instance",
          "edge",
          "token",
          "token-file",
          "timeout",
          "state-dir",
          "trace-netlink",
          "clock",
          "stamp-port",
          "metrics",
          "wireguard",
          "log-format");

  /** The command line says something that it cannot. */
  static final class WrongUse extends Exception {
    private static final long serialVersionUID = 1L;

    WrongUse(String message) {
      super(message);
    }
  }

  static Options parse(String... args) throws WrongUse {
    String command = args.length == 0 ? "help" : args[0];
    if (command.equals("--help") || command.equals("-h")) {
      return new Options("help", Map.of());
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 1; i < args.length; i++) {
      i = option(args, i, values);
    }
    return values.containsKey("help")
        ? new Options("help", Map.of())
        : new Options(command, values);
  }

  /** Takes {@code --name value}, {@code --name=value} or {@code --flag}; returns where it ends. */
  private static int option(String[] args, int at, Map<String, String> values) throws WrongUse {
    if (!args[at].startsWith("--")) {
      throw new WrongUse("'" + args[at] + "' is not expected");
    }
    int equals = args[at].indexOf('=');
    String name = args[at].substring(2, equals < 0 ? args[at].length() : equals);
    if (FLAGS.contains(name) || name.equals("help")) {
      values.put(name, "");
      return at;
    }
    if (!WITH_VALUE.contains(name)) {
      throw new WrongUse("unknown option --" + name);
    }
    if (equals >= 0) {
      values.put(name, args[at].substring(equals + 1));
      return at;
    }
    if (at + 1 == args.length) {
      throw new WrongUse("--" + name + " needs a value");
    }
    values.put(name, args[at + 1]);
    return at + 1;
  }

  boolean has(String flag) {
    return values.containsKey(flag);
  }

  String required(String name) throws WrongUse {
    String value = values.get(name);
    if (value == null || value.isEmpty()) {
      throw new WrongUse("--" + name + " is needed");
    }
    return value;
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  Optional<Path> path(String name) {
    return value(name).map(Path::of);
  }

  /** A number from 0 to {@code max}, 0 where it is not given. */
  int number(String name, int max) throws WrongUse {
    return number(name, max, 0);
  }

  int number(String name, int max, int otherwise) throws WrongUse {
    String text = value(name).orElse(Integer.toString(otherwise));
    try {
      int number = Integer.parseInt(text);
      if (number >= 0 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number that is out of range.
    }
    throw new WrongUse("--" + name + " " + text + " is no number in 0–" + max);
  }

  int port(String name, int otherwise) throws WrongUse {
    Optional<String> text = value(name);
    return text.isEmpty() ? otherwise : port(name, text.get());
  }

  /** {@code HOST:PORT}, where the host is a literal: nothing is looked up. */
  Optional<InetSocketAddress> address(String name) throws WrongUse {
    String text = values.get(name);
    if (text == null) {
      return Optional.empty();
    }
    int colon = text.lastIndexOf(':');
    try {
      String host = text.substring(0, Math.max(0, colon)).replace("[", "").replace("]", "");
      InetAddress address = InetAddress.ofLiteral(host);
      return Optional.of(new InetSocketAddress(address, port(name, text.substring(colon + 1))));
    } catch (IllegalArgumentException e) {
      throw new WrongUse("--" + name + " " + text + " is not ADDRESS:PORT");
    }
  }

  private static int port(String name, String text) throws WrongUse {
    try {
      int port = Integer.parseInt(text);
      if (port > 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number that is none of a port.
    }
    throw new WrongUse("--" + name + " " + text + " has no port in 1–65535");
  }
}
