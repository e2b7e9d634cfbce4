package io.isthmus.domain.net;

import java.util.regex.Pattern;

/** The name of a Linux network interface: 1-15 characters (IFNAMSIZ). */
public record InterfaceName(String value) {
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._@-]{1,15}");

  public InterfaceName {
    if (!VALID.matcher(value).matches() || value.equals(".") || value.equals("..")) {
      throw new InvalidValue(
          "INVALID_INTERFACE",
          "'%s' is not an interface name: use 1-15 letters, digits, dots, hyphens and underscores, as `ip link` shows it"
              .formatted(Quoted.shortened(value)));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
