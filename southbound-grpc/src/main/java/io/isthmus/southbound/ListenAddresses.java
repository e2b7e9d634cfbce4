package io.isthmus.southbound;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Reads where the listener is to be opened. */
final class ListenAddresses {
  private ListenAddresses() {}

  /**
   * @throws ListenerException when there is none, or one is no address
   */
  static List<InetSocketAddress> of(List<String> addresses, int port) {
    if (addresses.stream().allMatch(String::isBlank)) {
      throw new ListenerException(
          "The southbound listener has no address",
          "Set isthmus.southbound.address to the address that the edges dial");
    }
    return addresses.stream()
        .filter(text -> !text.isBlank())
        .map(text -> new InetSocketAddress(address(text.strip()), port))
        .distinct()
        .toList();
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new ListenerException(
          "The southbound listener's address '%s' is none".formatted(text),
          "Set isthmus.southbound.address to an IP address of this machine",
          e);
    }
  }
}
