package io.isthmus.domain.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** An IPv4 or IPv6 address without scope. Its text is canonical (RFC 5952 for IPv6). */
public record IpAddress(InetAddress value) implements Comparable<IpAddress> {
  private static final Pattern LITERAL =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

  /**
   * @throws InvalidValue with code INVALID_ADDRESS when the text is not an address literal
   */
  public static IpAddress parse(String text) {
    if (!LITERAL.matcher(text).matches()) {
      throw invalid(text);
    }
    try {
      return new IpAddress(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      throw invalid(text);
    }
  }

  private static InvalidValue invalid(String text) {
    return new InvalidValue(
        "INVALID_ADDRESS",
        "'%s' is not an IP address: write it like 192.0.2.1 or 2001:db8::1"
            .formatted(Quoted.shortened(text)));
  }

  /** From network byte order, 4 or 16 bytes. */
  public static IpAddress ofBytes(byte[] bytes) {
    try {
      return new IpAddress(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes, not " + bytes.length, e);
    }
  }

  public Family family() {
    return value instanceof Inet4Address ? Family.IPV4 : Family.IPV6;
  }

  byte[] bytes() {
    return value.getAddress();
  }

  /** Whether one host can have this address: neither unspecified, nor multicast, nor broadcast. */
  public boolean isHost() {
    byte[] bytes = bytes();
    boolean broadcast =
        family() == Family.IPV4
            && bytes[0] == -1
            && bytes[1] == -1
            && bytes[2] == -1
            && bytes[3] == -1;
    return !value.isAnyLocalAddress()
        && !value.isMulticastAddress()
        && !broadcast
        && !value.isLoopbackAddress();
  }

  @Override
  public int compareTo(IpAddress other) {
    int byFamily = family().compareTo(other.family());
    return byFamily != 0 ? byFamily : Arrays.compareUnsigned(bytes(), other.bytes());
  }

  @Override
  public String toString() {
    return family() == Family.IPV4 ? value.getHostAddress() : Rfc5952.format(bytes());
  }
}
