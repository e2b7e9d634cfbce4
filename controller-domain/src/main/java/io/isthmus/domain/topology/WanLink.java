package io.isthmus.domain.topology;

import io.isthmus.domain.net.Family;
import io.isthmus.domain.net.InterfaceName;
import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.IpAddress;
import io.isthmus.domain.net.Name;
import java.util.Optional;

/**
 * An edge's attachment to one underlay (MEF UCS End Point).
 *
 * @param mobility whether peers know where to find it
 * @param address the interface's own address; the edge has it before Isthmus comes. A roaming link
 *     may do without; where one is given, its family is that of the paths
 * @param gateway next hop towards the underlay, of the same family; absent when the far ends are
 *     on-link
 * @param mtu largest packet that the underlay carries, bytes
 * @param service what the link can carry, what it costs and how it is measured
 * @param number 1-255, stable within the edge; 0 until the intent that holds the link numbers it
 */
public record WanLink(
    Name name,
    Transport transport,
    Access access,
    InterfaceName interfaceName,
    Mobility mobility,
    Optional<IpAddress> address,
    Optional<IpAddress> gateway,
    int mtu,
    LinkService service,
    int number) {
  public static final int DEFAULT_MTU = 1500;
  static final int LOWEST_MTU = 1400;
  static final int HIGHEST_MTU = 9_216;

  public WanLink {
    if (mtu < LOWEST_MTU || mtu > HIGHEST_MTU) {
      throw new InvalidValue(
          "MTU_OUT_OF_RANGE",
          "mtu %d is outside %d-%d: IPv6 needs 1280 bytes inside the tunnel; set wanLink.mtu to what the underlay carries"
              .formatted(mtu, LOWEST_MTU, HIGHEST_MTU));
    }
    if (mobility == Mobility.FIXED && address.isEmpty()) {
      throw new InvalidValue(
          "ADDRESS_MISSING",
          "WAN link %s has no address: give it one, or set roaming to true".formatted(name));
    }
    address.ifPresent(own -> requireUsable(own, gateway));
  }

  private static void requireUsable(IpAddress address, Optional<IpAddress> gateway) {
    if (!address.isHost()) {
      throw new InvalidValue(
          "INVALID_ADDRESS", "address %s is not one that a host can have".formatted(address));
    }
    if (gateway.isPresent() && gateway.get().family() != address.family()) {
      throw new InvalidValue(
          "FAMILY_MISMATCH",
          "gateway %s and address %s are of different families".formatted(gateway.get(), address));
    }
    if (gateway.isPresent() && gateway.get().equals(address)) {
      throw new InvalidValue(
          "GATEWAY_IS_SELF", "gateway %s is the link's own address".formatted(address));
    }
  }

  /** Whether peers know where to find a link. */
  public enum Mobility {
    /** At its address. */
    FIXED,
    /** The address changes, or is behind NAT: peers wait to hear from it. */
    ROAMING
  }

  public boolean isRoaming() {
    return mobility == Mobility.ROAMING;
  }

  /** Where peers find it; empty where it roams. */
  public Optional<IpAddress> fixedAddress() {
    return isRoaming() ? Optional.empty() : address;
  }

  /** The family of its address; empty where that is not known. */
  public Optional<Family> family() {
    return address.map(IpAddress::family);
  }

  public WanLink numbered(int newNumber) {
    return new WanLink(
        name,
        transport,
        access,
        interfaceName,
        mobility,
        address,
        gateway,
        mtu,
        service,
        newNumber);
  }

  /**
   * Whether packets sent by this link arrive at the other: one transport, or both public. Two that
   * roam never find each other.
   */
  public boolean reaches(WanLink other) {
    boolean sameUnderlay = transport == other.transport && access == other.access;
    boolean bothPublic = access == Access.PUBLIC && other.access == Access.PUBLIC;
    return isOfFamilyOf(other)
        && !(isRoaming() && other.isRoaming())
        && (sameUnderlay || bothPublic);
  }

  private boolean isOfFamilyOf(WanLink other) {
    return family().isEmpty() || other.family().isEmpty() || family().equals(other.family());
  }
}
