package io.isthmus.domain.net;

import java.math.BigInteger;
import java.util.Comparator;

/** An address prefix without host bits, such as 10.1.0.0/24 or fd00:1::/64. */
public record Prefix(IpAddress address, int length) implements Comparable<Prefix> {
  private static final Comparator<Prefix> ORDER =
      Comparator.comparing(Prefix::address).thenComparingInt(Prefix::length);

  public Prefix {
    int bits = address.family().bits();
    if (length < 0 || length > bits) {
      throw new InvalidValue(
          "INVALID_PREFIX",
          "prefix length %d of %s is outside 0-%d".formatted(length, address, bits));
    }
    IpAddress network = masked(address, length);
    if (!network.equals(address)) {
      throw new InvalidValue(
          "PREFIX_HAS_HOST_BITS",
          "prefix %s/%d has host bits set: write %s/%d, or %s/%d for the single address"
              .formatted(address, length, network, length, address, bits));
    }
  }

  /**
   * @throws InvalidValue with code INVALID_PREFIX, INVALID_ADDRESS or PREFIX_HAS_HOST_BITS
   */
  public static Prefix parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,3}")) {
      throw new InvalidValue(
          "INVALID_PREFIX",
          "'%s' is not a prefix: write it like 10.1.0.0/24 or fd00:1::/64"
              .formatted(Quoted.shortened(text)));
    }
    return new Prefix(
        IpAddress.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  public Family family() {
    return address.family();
  }

  public boolean contains(IpAddress other) {
    return other.family() == family() && masked(other, length).equals(address);
  }

  public boolean overlaps(Prefix other) {
    return length <= other.length ? contains(other.address) : other.contains(address);
  }

  private static IpAddress masked(IpAddress address, int length) {
    int hostBits = address.family().bits() - length;
    byte[] bytes = address.bytes();
    byte[] network =
        new BigInteger(1, bytes).shiftRight(hostBits).shiftLeft(hostBits).toByteArray();
    byte[] result = new byte[bytes.length];
    int count = Math.min(network.length, result.length);
    System.arraycopy(network, network.length - count, result, result.length - count, count);
    return IpAddress.ofBytes(result);
  }

  @Override
  public int compareTo(Prefix other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return address + "/" + length;
  }
}
