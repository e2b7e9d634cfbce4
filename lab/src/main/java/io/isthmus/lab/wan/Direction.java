package io.isthmus.lab.wan;

/** Which way a frame goes at an edge's WAN port. */
public enum Direction {
  /** From the edge into the WAN. */
  OUT,
  /** From the WAN to the edge. */
  IN
}
