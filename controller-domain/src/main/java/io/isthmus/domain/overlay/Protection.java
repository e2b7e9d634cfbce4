package io.isthmus.domain.overlay;

import io.isthmus.domain.net.Family;
import java.util.Optional;

/** How a path carries what is sent by it. The same two links may have a path of each. */
public enum Protection {
  /** Within WireGuard. */
  WIREGUARD,
  /** In clear. */
  PLAIN;

  private static final int UDP = 8;
  private static final int VXLAN_AND_ETHERNET = 8 + 14;

  /** Type, receiver, counter and tag of a transport message. */
  private static final int WIREGUARD_MESSAGE = 32;

  /** Interior addresses are IPv6. */
  private static final int INTERIOR_IP = 40;

  /**
   * What an inner packet grows by on its way through the underlay, bytes.
   *
   * @param underlay where it is not known, the one that takes more
   */
  public int encapsulation(Optional<Family> underlay) {
    return switch (this) {
      case WIREGUARD -> wireGuard(underlay) + INTERIOR_IP + UDP + VXLAN_AND_ETHERNET;
      case PLAIN -> ip(underlay) + UDP + VXLAN_AND_ETHERNET;
    };
  }

  /** What WireGuard adds to a packet that it carries, bytes. */
  public static int wireGuard(Optional<Family> underlay) {
    return ip(underlay) + UDP + WIREGUARD_MESSAGE;
  }

  private static int ip(Optional<Family> family) {
    return family.orElse(Family.IPV6) == Family.IPV4 ? 20 : 40;
  }
}
