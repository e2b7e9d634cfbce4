package io.isthmus.domain.net;

import java.util.regex.Pattern;

/**
 * The name of a resource, which is also its key: a DNS label in lower case (RFC 1123), so that it
 * fits URLs, file names and Kubernetes objects unchanged.
 */
public record Name(String value) implements Comparable<Name> {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  public Name {
    if (!LABEL.matcher(value).matches()) {
      throw new InvalidValue(
          "INVALID_NAME",
          "name '%s' is not a DNS label: use 1-63 lower-case letters, digits and hyphens, starting and ending with a letter or digit"
              .formatted(Quoted.shortened(value)));
    }
  }

  public static Name of(String value) {
    return new Name(value);
  }

  @Override
  public int compareTo(Name other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
