package io.isthmus.agent.desired;

import io.isthmus.agent.net.IpAddress;
import io.isthmus.agent.net.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one resource of the wire, taken one by one: what is wrong with one is kept as a
 * problem, and the next is looked at nevertheless.
 */
final class Fields {

  private static final int MAX_DEVICE_NAME = 15;

  private final String key;
  private final List<Problem> problems = new ArrayList<>();

  Fields(String key) {
    this.key = key;
  }

  /** The resource's own. */
  String key() {
    return key;
  }

  List<Problem> problems() {
    return problems;
  }

  void problem(String message) {
    problems.add(Problem.invalid(key, message));
  }

  void named(String field, String value) {
    if (value.isEmpty()) {
      problem(field + " is empty");
    }
  }

  void within(String field, int value, int least, int most) {
    if (value < least || value > most) {
      problem(field + " " + value + " is not in " + least + "–" + most);
    }
  }

  void notNegative(String field, long value) {
    if (value < 0) {
      problem(field + " " + value + " is negative");
    }
  }

  /** The kernel's own rules for names, and nothing that would need quoting in a rule set. */
  void device(String name) {
    boolean good =
        !name.isEmpty()
            && name.length() <= MAX_DEVICE_NAME
            && name.chars().allMatch(c -> c > ' ' && c < 127 && "/:\"\\*".indexOf(c) < 0);
    if (!good) {
      problem("interface '" + name + "' is not the name of a Linux interface");
    }
    if (name.matches("vx[0-9]+") || name.equals("lo")) {
      problem("interface " + name + " cannot be a WAN or LAN interface");
    }
  }

  @Nullable IpAddress optionalAddress(String field, String text) {
    return text.isEmpty() ? null : address(field, text);
  }

  @Nullable IpAddress address(String field, String text) {
    try {
      return IpAddress.parse(text);
    } catch (IllegalArgumentException e) {
      problem(field + ": " + e.getMessage());
      return null;
    }
  }

  /** An address inside of WireGuard, which nothing outside of it may have. */
  Optional<IpAddress> inside(String field, String text) {
    IpAddress address = address(field, text);
    if (address != null && !Numbering.INSIDE_ADDRESSES.contains(address)) {
      problem(field + " " + address + " is not in " + Numbering.INSIDE_ADDRESSES);
    }
    return Optional.ofNullable(address);
  }

  List<Prefix> prefixes(String field, List<String> wire) {
    List<Prefix> prefixes = new ArrayList<>(wire.size());
    for (String text : wire) {
      try {
        prefixes.add(Prefix.parse(text));
      } catch (IllegalArgumentException e) {
        problem(field + ": " + e.getMessage());
      }
    }
    return prefixes.stream().sorted().distinct().toList();
  }
}
