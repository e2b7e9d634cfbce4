package io.isthmus.northbound.security;

import jakarta.servlet.http.HttpServletRequest;

/**
 * From where a request comes, as far as the controller sees: a proxy's address, if there is one.
 */
final class Source {
  private Source() {}

  /** The address. */
  static String of(HttpServletRequest request) {
    String address = request.getRemoteAddr();
    return address == null ? "unknown" : address;
  }

  /** What is counted together: an IPv6 host has a /64 of addresses to choose from. */
  static String counted(HttpServletRequest request) {
    String address = of(request);
    if (!address.contains(":")) {
      return address;
    }
    try {
      byte[] bytes = java.net.InetAddress.ofLiteral(address).getAddress();
      return java.util.HexFormat.of().formatHex(bytes, 0, Math.min(8, bytes.length));
    } catch (IllegalArgumentException e) {
      return address;
    }
  }
}
