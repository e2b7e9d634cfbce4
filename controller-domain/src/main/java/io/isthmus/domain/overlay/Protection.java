package io.isthmus.domain.overlay;

/** How a path carries what is sent by it. The same two links may have a path of each. */
public enum Protection {
  /** Within WireGuard. */
  WIREGUARD,
  /** In clear. */
  PLAIN
}
