package io.isthmus.agent.net;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * An IPv4 or IPv6 address as two numbers: an edge holds thousands of them, and {@link InetAddress}
 * costs several objects each. An IPv4 address lies in the low 32 bits.
 */
public record IpAddress(Family family, long high, long low) implements Comparable<IpAddress> {

  public static IpAddress ipv6(long high, long low) {
    return new IpAddress(Family.IPV6, high, low);
  }

  /** Parses a literal; never asks a resolver. Throws {@link IllegalArgumentException}. */
  public static IpAddress parse(String text) {
    if (text.isEmpty() || text.indexOf('%') >= 0) {
      throw new IllegalArgumentException("'" + text + "' is not an IP address");
    }
    try {
      // An IPv4-mapped literal comes back as Inet4Address; the family must be the written one.
      InetAddress parsed =
          text.indexOf(':') >= 0 ? Inet6Address.ofLiteral(text) : Inet4Address.ofLiteral(text);
      IpAddress address = of(parsed.getAddress());
      // The library also takes what a C library takes: 10.1, 0x0a.1, and octal numbers.
      if (address.family == Family.IPV4 && !address.dotted().equals(text)) {
        throw new IllegalArgumentException("'" + text + "' is not an IP address");
      }
      return address;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + text + "' is not an IP address", e);
    }
  }

  /** From network byte order, 4 or 16 bytes. */
  public static IpAddress of(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return switch (bytes.length) {
      case 4 -> new IpAddress(Family.IPV4, 0, Integer.toUnsignedLong(buffer.getInt()));
      case 16 -> new IpAddress(Family.IPV6, buffer.getLong(), buffer.getLong());
      default -> throw new IllegalArgumentException(bytes.length + " bytes are not an IP address");
    };
  }

  /** In network byte order. */
  public byte[] bytes() {
    return switch (family) {
      case IPV4 -> ByteBuffer.allocate(4).putInt((int) low).array();
      case IPV6 -> ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    };
  }

  /** Whether the address is one that a host can have beyond its own link. */
  public boolean isRoutableUnicast() {
    return switch (family) {
      case IPV4 ->
          low >>> 28 < 0xe && low >>> 24 != 0x7f && low >>> 24 != 0 && low >>> 16 != 0xa9fe;
      case IPV6 ->
          high >>> 56 != 0xff && high >>> 54 != 0xfe80 >>> 6 && !(high == 0 && (low >>> 32) == 0);
    };
  }

  public boolean isIpv6LinkLocal() {
    return family == Family.IPV6 && high >>> 54 == 0xfe80 >>> 6;
  }

  /** The address with all bits after the first {@code length} cleared. */
  IpAddress masked(int length) {
    return switch (family) {
      case IPV4 -> new IpAddress(family, 0, low & mask(length + 32));
      case IPV6 -> new IpAddress(family, high & mask(length), low & mask(length - 64));
    };
  }

  /** The first {@code bits} bits of a word set; all of them beyond 64, none below 1. */
  private static long mask(int bits) {
    if (bits <= 0) {
      return 0;
    }
    return bits >= 64 ? -1L : -1L << (64 - bits);
  }

  @Override
  public int compareTo(IpAddress other) {
    int order = family.compareTo(other.family);
    if (order == 0) {
      order = Long.compareUnsigned(high, other.high);
    }
    return order == 0 ? Long.compareUnsigned(low, other.low) : order;
  }

  @Override
  public String toString() {
    return family == Family.IPV4 ? dotted() : compressed();
  }

  private String dotted() {
    return (low >>> 24 & 0xff)
        + "."
        + (low >>> 16 & 0xff)
        + "."
        + (low >>> 8 & 0xff)
        + "."
        + (low & 0xff);
  }

  /**
   * RFC 5952: the longest run of two or more zero groups becomes {@code ::}, the first of equals.
   */
  private String compressed() {
    int bestStart = -1;
    int bestLength = 1;
    for (int start = 0; start < 8; start++) {
      int length = 0;
      while (start + length < 8 && group(start + length) == 0) {
        length++;
      }
      if (length > bestLength) {
        bestStart = start;
        bestLength = length;
      }
    }
    StringBuilder text = new StringBuilder(40);
    for (int i = 0; i < 8; i++) {
      if (i == bestStart) {
        text.append("::");
        i += bestLength - 1;
      } else {
        text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":");
        text.append(Integer.toHexString(group(i)));
      }
    }
    return text.toString();
  }

  private int group(int index) {
    long word = index < 4 ? high : low;
    return (int) (word >>> (48 - 16 * (index & 3))) & 0xffff;
  }
}
