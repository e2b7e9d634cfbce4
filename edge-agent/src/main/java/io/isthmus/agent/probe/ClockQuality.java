package io.isthmus.agent.probe;

import io.isthmus.agent.probe.ProbeSettings.ClockClaim;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** How good the wall clock is, as the kernel has it from whatever disciplines it. */
final class ClockQuality {

  /** Two clocks of one machine are one, and reading it takes this long at most. */
  private static final long SAME_CLOCK_ERROR_NANOS = 1_000;

  private static final long UNKNOWN_ERROR_NANOS = 16_000_000_000L;

  private static final int TIMEX_BYTES = 208;
  private static final int MAX_ERROR_MICROS = 24;
  private static final int STATUS = 40;
  private static final int UNSYNCHRONISED = 0x40;
  private static final int CLOCK_IN_ERROR = 5;

  private final Native calls;
  private final ClockClaim claim;
  private final MemorySegment timex;
  private boolean synchronised;
  private long errorNanos;
  private int estimate;

  ClockQuality(Native calls, Arena arena, ClockClaim claim) {
    this.calls = calls;
    this.claim = claim;
    timex = arena.allocate(TIMEX_BYTES, 8);
    refresh();
  }

  /** Now and then: an error grows while nobody disciplines the clock. */
  void refresh() {
    timex.fill((byte) 0);
    int state = calls.adjtimex(timex);
    int status = timex.get(ValueLayout.JAVA_INT, STATUS);
    boolean kernelSays = state >= 0 && state != CLOCK_IN_ERROR && (status & UNSYNCHRONISED) == 0;
    long kernelError = timex.get(ValueLayout.JAVA_LONG, MAX_ERROR_MICROS) * 1_000;
    synchronised =
        switch (claim) {
          case AUTO -> kernelSays;
          case SYNCHRONIZED -> true;
          case UNSYNCHRONIZED -> false;
        };
    errorNanos =
        switch (claim) {
          case AUTO -> kernelSays ? kernelError : UNKNOWN_ERROR_NANOS;
          case SYNCHRONIZED -> kernelSays ? kernelError : SAME_CLOCK_ERROR_NANOS;
          case UNSYNCHRONIZED -> UNKNOWN_ERROR_NANOS;
        };
    estimate = ErrorEstimate.of(synchronised, errorNanos);
  }

  boolean isSynchronised() {
    return synchronised;
  }

  long errorNanos() {
    return errorNanos;
  }

  /** As it goes into packets. */
  int estimate() {
    return estimate;
  }
}
