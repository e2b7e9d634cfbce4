package io.isthmus.lab.network;

/** What lies between an edge's WAN port and the underlay. */
public enum WanKind {
  /** The WAN emulator: delay, loss and so on can be set; some hundred Mbit/s. */
  EMULATED,
  /** A pair of virtual Ethernet devices: as fast as the machine is, and nothing can be set. */
  DIRECT
}
