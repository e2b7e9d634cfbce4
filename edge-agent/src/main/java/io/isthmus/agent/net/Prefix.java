package io.isthmus.agent.net;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** An IP prefix without host bits; compared by address, then from the shortest to the longest. */
public record Prefix(IpAddress address, int length) implements Comparable<Prefix> {

  public Prefix {
    if (length < 0 || length > address.family().bits()) {
      throw new IllegalArgumentException("prefix length " + length + " of " + address);
    }
    if (!address.masked(length).equals(address)) {
      throw new IllegalArgumentException(
          address
              + "/"
              + length
              + " has host bits: write "
              + address.masked(length)
              + "/"
              + length);
    }
  }

  /** Parses {@code 10.1.0.0/24}; throws {@link IllegalArgumentException} with the mend. */
  public static Prefix parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a prefix: write it as address/length");
    }
    return new Prefix(IpAddress.parse(text.substring(0, slash)), length(text, slash + 1));
  }

  private static int length(String text, int from) {
    try {
      return Integer.parseInt(text, from, text.length(), 10);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is not a prefix", e);
    }
  }

  /** The prefix of that length in which the address lies. */
  public static Prefix around(IpAddress address, int length) {
    return new Prefix(address.masked(length), length);
  }

  public static Prefix host(IpAddress address) {
    return new Prefix(address, address.family().bits());
  }

  /** {@code 0.0.0.0/0} or {@code ::/0}. */
  public static Prefix any(Family family) {
    return new Prefix(new IpAddress(family, 0, 0), 0);
  }

  public Family family() {
    return address.family();
  }

  public boolean contains(IpAddress other) {
    return other.family() == family() && other.masked(length).equals(address);
  }

  public boolean contains(Prefix other) {
    return other.length >= length && contains(other.address);
  }

  /** The same addresses with as few prefixes as their nesting allows, in order, of one family. */
  public static List<Prefix> outermost(Collection<Prefix> prefixes, Family family) {
    List<Prefix> sorted = new ArrayList<>();
    for (Prefix prefix : prefixes) {
      if (prefix.family() == family) {
        sorted.add(prefix);
      }
    }
    sorted.sort(null);
    List<Prefix> kept = new ArrayList<>();
    for (Prefix prefix : sorted) {
      if (kept.isEmpty() || !kept.getLast().contains(prefix)) {
        kept.add(prefix);
      }
    }
    return kept;
  }

  @Override
  public int compareTo(Prefix other) {
    int order = address.compareTo(other.address);
    return order == 0 ? Integer.compare(length, other.length) : order;
  }

  @Override
  public String toString() {
    return address + "/" + length;
  }
}
