package io.isthmus.agent.probe;

/**
 * What became of one probe. One instance serves all calls of {@link ProbeListener#settled}, so that
 * measuring makes no garbage: whoever wants to keep something copies it.
 */
public final class ProbeOutcome {

  /** Where a probe is, or got lost. */
  public enum Fate {
    ANSWERED,
    /** On the way to the remote edge. */
    LOST_FORWARD,
    /** On the way back. */
    LOST_BACKWARD,
    /** Nothing came back since that could tell. */
    LOST_UNKNOWN
  }

  long sequence;
  long sentAtNanos;
  Fate fate = Fate.LOST_UNKNOWN;
  boolean timed;
  long rttNanos;
  double forwardNanos = Double.NaN;
  double backwardNanos = Double.NaN;
  long forwardVariationNanos;
  long backwardVariationNanos;

  ProbeOutcome() {}

  /** Counts within the path's session and never wraps. */
  public long sequence() {
    return sequence;
  }

  /** By {@link System#nanoTime}. */
  public long sentAtNanos() {
    return sentAtNanos;
  }

  public Fate fate() {
    return fate;
  }

  public boolean isAnswered() {
    return fate == Fate.ANSWERED;
  }

  /** Whether there are delays: not when lost, nor when a clock was set meanwhile. */
  public boolean isTimed() {
    return timed;
  }

  /** Round trip without the time in the reflector; 0 when not timed. */
  public long rttNanos() {
    return rttNanos;
  }

  /** One-way delay to the remote edge; NaN when not timed or where clocks do not allow it. */
  public double forwardNanos() {
    return forwardNanos;
  }

  /** One-way delay from the remote edge; NaN when not timed or where clocks do not allow it. */
  public double backwardNanos() {
    return backwardNanos;
  }

  /**
   * Delay to the remote edge above the least of the last minute (RFC 5481 PDV); needs no common
   * clock. 0 when not timed.
   */
  public long forwardVariationNanos() {
    return forwardVariationNanos;
  }

  /** Delay from the remote edge above the least of the last minute; 0 when not timed. */
  public long backwardVariationNanos() {
    return backwardVariationNanos;
  }
}
