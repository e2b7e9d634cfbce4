package io.isthmus.southbound;

import io.isthmus.domain.net.Prefix;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Decides where the listener may be opened. Until edges prove who they are, that is only where
 * nobody comes from outside: loopback, private, link-local, shared and benchmarking addresses.
 */
final class ListenAddresses {
  private static final List<Prefix> INSIDE =
      Stream.of(
              "127.0.0.0/8", // loopback, RFC 1122
              "::1/128",
              "10.0.0.0/8", // private, RFC 1918
              "172.16.0.0/12",
              "192.168.0.0/16",
              "fc00::/7", // unique local, RFC 4193
              "169.254.0.0/16", // link-local, RFC 3927
              "fe80::/10",
              "100.64.0.0/10", // shared, RFC 6598
              "198.18.0.0/15") // benchmarking, RFC 2544
          .map(Prefix::parse)
          .toList();

  private ListenAddresses() {}

  /**
   * @throws ListenerException when an address is none, or is open to the world
   */
  static List<InetSocketAddress> of(List<String> addresses, int port) {
    if (addresses.stream().allMatch(String::isBlank)) {
      throw new ListenerException(
          "The southbound listener has no address",
          "Set isthmus.southbound.address to the address that the edges dial");
    }
    return addresses.stream()
        .filter(text -> !text.isBlank())
        .map(text -> new InetSocketAddress(inside(text.strip()), port))
        .distinct()
        .toList();
  }

  private static InetAddress inside(String text) {
    InetAddress address;
    try {
      address = InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new ListenerException(
          "The southbound listener's address '%s' is none".formatted(text),
          "Set isthmus.southbound.address to an IP address of this machine",
          e);
    }
    if (INSIDE.stream().noneMatch(prefix -> contains(prefix, address))) {
      throw new ListenerException(
          "The southbound listener must not be opened on %s: it does not authenticate edges yet, and that address may be reached from outside"
              .formatted(text),
          "Set isthmus.southbound.address to loopback, private, link-local, 100.64.0.0/10 or 198.18.0.0/15 addresses, separated by commas");
    }
    return address;
  }

  private static boolean contains(Prefix prefix, InetAddress address) {
    byte[] network = prefix.address().value().getAddress();
    byte[] candidate = address.getAddress();
    if (network.length != candidate.length) {
      return false;
    }
    for (int bit = 0; bit < prefix.length(); bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((network[bit / 8] & mask) != (candidate[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
