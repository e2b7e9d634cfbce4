package io.isthmus.lab.network;

import io.isthmus.lab.LabFailure;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** An IPv4 or IPv6 prefix of which the lab takes addresses. */
public record Subnet(InetAddress network, int length) {

  /** Reads {@code 10.1.0.0/24} or {@code fd00:1::/64}. */
  public static Subnet parse(String text) {
    String[] parts = text.split("/", 2);
    if (parts.length != 2 || !parts[0].matches("[0-9a-fA-F.:]+") || !parts[1].matches("\\d{1,3}")) {
      throw new LabFailure("'%s' is no prefix such as 10.1.0.0/24".formatted(text));
    }
    try {
      return new Subnet(InetAddress.ofLiteral(parts[0]), Integer.parseInt(parts[1]));
    } catch (IllegalArgumentException e) {
      throw new LabFailure("'%s' is no prefix such as 10.1.0.0/24".formatted(text), e);
    }
  }

  public boolean isIpv6() {
    return network.getAddress().length == 16;
  }

  /** The address so many after the network's own. */
  public String host(int number) {
    byte[] bytes = network.getAddress();
    byte[] sum = new BigInteger(1, bytes).add(BigInteger.valueOf(number)).toByteArray();
    byte[] address = new byte[bytes.length];
    int count = Math.min(sum.length, address.length);
    System.arraycopy(sum, sum.length - count, address, address.length - count, count);
    try {
      return InetAddress.getByAddress(address).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An address as the JDK writes it, so that two spellings of one address are equal. */
  static String normal(String address) {
    try {
      return InetAddress.ofLiteral(address).getHostAddress();
    } catch (IllegalArgumentException e) {
      throw new LabFailure("'%s' is no IP address".formatted(address), e);
    }
  }

  /** The same with the prefix length, as {@code ip addr add} takes it. */
  public String hostWithLength(int number) {
    return host(number) + "/" + length;
  }

  @Override
  public String toString() {
    return network.getHostAddress() + "/" + length;
  }
}
