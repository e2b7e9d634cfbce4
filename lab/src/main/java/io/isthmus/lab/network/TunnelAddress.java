package io.isthmus.lab.network;

import io.isthmus.lab.LabFailure;
import io.isthmus.lab.kernel.Ip;
import io.isthmus.lab.kernel.Namespace;

/**
 * The address of an edge's end of an overlay: {@code fd69:7374:686d:EDGE::VNI}, by which the
 * overlay itself can be pinged.
 */
public final class TunnelAddress {
  private static final String DEVICE = "vx0";

  private TunnelAddress() {}

  public static String of(int edgeNumber, int vni) {
    return "fd69:7374:686d:%x::%x:%x".formatted(edgeNumber, vni >>> 16, vni & 0xffff);
  }

  /** The number that the controller gave an edge, from the MAC address that its agent derived. */
  public static int edgeNumber(Namespace edge) {
    String mac = Ip.ask(edge, "link", "show", DEVICE).path(0).path("address").asString("");
    String[] parts = mac.split(":");
    if (parts.length != 6) {
      throw new LabFailure("%s has no device %s with a MAC address".formatted(edge, DEVICE));
    }
    return Integer.parseInt(parts[4] + parts[5], 16);
  }
}
