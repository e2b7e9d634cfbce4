package io.isthmus.lab.wan;

/**
 * How one direction of an edge's WAN port is.
 *
 * @param replay the trace that is relived on it, and how far; empty for none
 * @param latestMicros most that a frame left after it was due, since the start
 */
public record LineStatus(
    String wan,
    String edge,
    String link,
    Direction direction,
    Impairment impairment,
    String replay,
    Counts counts,
    long latestMicros) {

  /**
   * Frames since the emulator's start.
   *
   * @param lost by the loss that was asked for
   * @param queueDropped because the queue at the rate was full
   * @param outageDropped while nothing passed
   * @param overloaded that the emulator itself could not keep: 0, or figures mean little
   */
  public record Counts(
      long forwarded,
      long forwardedBytes,
      long lost,
      long queueDropped,
      long outageDropped,
      long duplicated,
      long heldBack,
      long overloaded) {}
}
