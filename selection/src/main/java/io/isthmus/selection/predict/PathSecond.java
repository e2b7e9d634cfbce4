package io.isthmus.selection.predict;

import java.util.Arrays;

/**
 * What was measured in one second, path by path, in the order in which the class prefers them. Made
 * once and filled again each second, so that a busy edge makes no garbage; not for several threads.
 */
public final class PathSecond {
  /** Whether there is anything to learn from a path's second. */
  public enum State {
    /** Probes ran; nothing may have answered. */
    MEASURED,
    /** No probe ran, so that nothing is known of this second. */
    UNMEASURED,
    /** The path must not carry anything: it is down, or closed to the class. */
    UNUSABLE
  }

  private final State[] states;
  private final double[] rttMillis;
  private final double[] jitterMillis;
  private final double[] lossPct;
  private final double[] rateShare;

  public PathSecond(int paths) {
    states = new State[paths];
    Arrays.fill(states, State.UNMEASURED);
    rttMillis = new double[paths];
    jitterMillis = new double[paths];
    lossPct = new double[paths];
    rateShare = new double[paths];
  }

  /**
   * Sets the path's second to what was measured.
   *
   * @param rttMillis the mean round trip; NaN when nothing answered
   * @param jitterMillis NaN when it is not known
   * @param lossPct 0-100
   * @param rateShare what the path could carry, divided by what the class demands of it; NaN when
   *     one of them is not known
   */
  public void measured(
      int path, double rttMillis, double jitterMillis, double lossPct, double rateShare) {
    states[path] = State.MEASURED;
    this.rttMillis[path] = rttMillis;
    this.jitterMillis[path] = jitterMillis;
    this.lossPct[path] = lossPct;
    this.rateShare[path] = rateShare;
  }

  /** Sets the path's second to probes without an answer. */
  public void silent(int path) {
    measured(path, Double.NaN, Double.NaN, 100, Double.NaN);
  }

  /** Sets the path's second to one in which no probe ran. */
  public void unmeasured(int path) {
    states[path] = State.UNMEASURED;
  }

  /** Sets the path's second to one in which it must not be chosen. */
  public void unusable(int path) {
    states[path] = State.UNUSABLE;
  }

  public int paths() {
    return states.length;
  }

  public State state(int path) {
    return states[path];
  }

  public boolean isSilent(int path) {
    return Double.isNaN(rttMillis[path]);
  }

  public double rttMillis(int path) {
    return rttMillis[path];
  }

  public double jitterMillis(int path) {
    return jitterMillis[path];
  }

  public double lossPct(int path) {
    return lossPct[path];
  }

  public double rateShare(int path) {
    return rateShare[path];
  }
}
