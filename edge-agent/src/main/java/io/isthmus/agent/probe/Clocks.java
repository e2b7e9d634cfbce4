package io.isthmus.agent.probe;

/**
 * The wall clock, which is in packets and in the kernel's times of arrival, beside the clock that
 * never jumps. Slewing moves both alike, so that a difference that changes means a step: {@link
 * #era} grows with each, and times of two eras must not be subtracted.
 */
final class Clocks {

  /** Reading two clocks one after the other is off by far less. */
  private static final long STEP_NANOS = 50_000;

  /** How far apart the reads around the wall clock may lie: else somebody came between. */
  private static final long CLOSE_NANOS = 5_000;

  private static final int ATTEMPTS = 5;

  /** Both clocks; nanoseconds. */
  interface Source {
    long wall();

    long mono();
  }

  private final Source source;
  private long wall;
  private long mono;
  private long offset;
  private int era;

  Clocks(Source source) {
    this.source = source;
    read();
    offset = wall - mono;
    era = 0;
  }

  static Clocks ofSystem(Native calls) {
    return new Clocks(
        new Source() {
          @Override
          public long wall() {
            return calls.clock(Native.CLOCK_REALTIME);
          }

          @Override
          public long mono() {
            return System.nanoTime();
          }
        });
  }

  /** Reads both as near to each other as the machine allows. */
  void read() {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < ATTEMPTS && best > CLOSE_NANOS; i++) {
      long before = source.mono();
      long between = source.wall();
      long after = source.mono();
      if (after - before < best) {
        best = after - before;
        wall = between;
        mono = before + (after - before) / 2;
      }
    }
    if (Math.abs(wall - mono - offset) > STEP_NANOS + best / 2) {
      offset = wall - mono;
      era++;
    }
  }

  /** Since 1970, when last read; nanoseconds. */
  long wall() {
    return wall;
  }

  /** As {@link System#nanoTime} has it, when last read. */
  long mono() {
    return mono;
  }

  int era() {
    return era;
  }
}
