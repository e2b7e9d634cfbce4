package io.isthmus.domain.overlay;

/** Which members of an overlay have tunnels to each other (MEF 70.2 SWVC topology). */
public enum OverlayTopology {
  /** Every member to every other. */
  FULL_MESH,
  /** Hubs to every member; spokes reach each other through a hub. */
  HUB_AND_SPOKE
}
