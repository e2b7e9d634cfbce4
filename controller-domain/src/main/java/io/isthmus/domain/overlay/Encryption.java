package io.isthmus.domain.overlay;

import io.isthmus.domain.topology.Access;
import io.isthmus.domain.topology.WanLink;

/** What of an overlay is to be encrypted (MEF 70.2 SWVC encryption). */
public enum Encryption {
  /** Every path, whatever it runs over. Where that cannot be, nothing is carried. */
  REQUIRED,
  /** Paths with a public link at an end; private underlays carry it in clear. */
  REQUIRED_ON_PUBLIC,
  /** Nothing: plain VXLAN, readable to whoever carries it. */
  OFF;

  /** How a path of these two links has to carry the overlay. */
  public Protection protection(WanLink one, WanLink other) {
    boolean isPublic = one.access() == Access.PUBLIC || other.access() == Access.PUBLIC;
    return switch (this) {
      case REQUIRED -> Protection.WIREGUARD;
      case REQUIRED_ON_PUBLIC -> isPublic ? Protection.WIREGUARD : Protection.PLAIN;
      case OFF -> Protection.PLAIN;
    };
  }
}
