package io.isthmus.agent.probe;

/**
 * How far delays lie above the least of the last minute, per direction (packet delay variation, RFC
 * 5481, section 4.2). Whatever the two clocks differ by is in the least as well, and cancels out.
 */
final class Variation {

  /** A clock that is set shortens one direction and stretches the other; paths do not. */
  private static final long STEP_NANOS = 200_000;

  private static final int ENOUGH_TO_TELL = 5;

  private final LeastOfMinute forwards = new LeastOfMinute();
  private final LeastOfMinute backwards = new LeastOfMinute();
  private long forward;
  private long backward;

  void add(long forwardNanos, long backwardNanos) {
    if (forwards.samples() >= ENOUGH_TO_TELL && isStep(forwardNanos, backwardNanos)) {
      forwards.forget();
      backwards.forget();
    }
    forwards.add(forwardNanos);
    backwards.add(backwardNanos);
    forward = forwardNanos - forwards.least();
    backward = backwardNanos - backwards.least();
  }

  private boolean isStep(long forwardNanos, long backwardNanos) {
    long forwardAbove = forwardNanos - forwards.least();
    long backwardAbove = backwardNanos - backwards.least();
    return forwardAbove > STEP_NANOS && backwardAbove < -STEP_NANOS
        || forwardAbove < -STEP_NANOS && backwardAbove > STEP_NANOS;
  }

  void tick() {
    forwards.tick();
    backwards.tick();
  }

  /** Of the last one that was added. */
  long forward() {
    return forward;
  }

  long backward() {
    return backward;
  }
}
