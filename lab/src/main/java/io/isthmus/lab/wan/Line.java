package io.isthmus.lab.wan;

import java.util.concurrent.atomic.AtomicLong;

/**
 * One direction of a wire: what is done to its frames, and what was. The emulator's thread forwards
 * and counts; any thread may read the counts and set another impairment, which meets the frames
 * that come from then on.
 */
final class Line {
  private final Wire wire;
  private final Direction direction;
  private final Shaper shaper;
  private volatile Impairment impairment = Impairment.NONE;
  private final AtomicLong forwarded = new AtomicLong();
  private final AtomicLong forwardedBytes = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong queueDropped = new AtomicLong();
  private final AtomicLong outageDropped = new AtomicLong();
  private final AtomicLong duplicated = new AtomicLong();
  private final AtomicLong heldBack = new AtomicLong();
  private final AtomicLong overloaded = new AtomicLong();
  private final AtomicLong latestNanos = new AtomicLong();

  /** Frames under way; the emulator's thread only. */
  private int underWay;

  Line(Wire wire, Direction direction, long seed) {
    this.wire = wire;
    this.direction = direction;
    this.shaper = new Shaper(seed);
  }

  Wire wire() {
    return wire;
  }

  Direction direction() {
    return direction;
  }

  Impairment impairment() {
    return impairment;
  }

  void impair(Impairment next) {
    impairment = next;
  }

  /** When the frame is due, or a negative word of {@link Shaper}; counts the latter. */
  long admit(Impairment what, long now, int bytes) {
    long due = shaper.due(what, now, bytes);
    if (due == Shaper.LOST) {
      count(lost);
    } else if (due == Shaper.QUEUE_FULL) {
      count(queueDropped);
    } else if (due == Shaper.OUTAGE) {
      count(outageDropped);
    } else if (shaper.isHeldBack()) {
      count(heldBack);
    }
    return due;
  }

  static boolean isDropped(long due) {
    return due <= Shaper.OUTAGE;
  }

  boolean isDuplicated(Impairment what) {
    boolean twice = shaper.isDuplicated(what);
    if (twice) {
      count(duplicated);
    }
    return twice;
  }

  boolean isIdle() {
    return underWay == 0;
  }

  void departed() {
    underWay++;
  }

  void arrived(long lateNanos) {
    underWay--;
    if (lateNanos > latestNanos.getPlain()) {
      latestNanos.setOpaque(lateNanos);
    }
  }

  void forwarded(int bytes) {
    count(forwarded);
    forwardedBytes.setOpaque(forwardedBytes.getPlain() + bytes);
  }

  /** The emulator had no room for a frame, or the other end did not take it. */
  void overloaded() {
    count(overloaded);
  }

  /** One thread counts, so nothing has to be atomic but the single write. */
  private static void count(AtomicLong counter) {
    counter.setOpaque(counter.getPlain() + 1);
  }

  LineStatus status(String replay) {
    return new LineStatus(
        wire.wan(),
        wire.edge(),
        wire.link(),
        direction,
        impairment,
        replay,
        new LineStatus.Counts(
            forwarded.get(),
            forwardedBytes.get(),
            lost.get(),
            queueDropped.get(),
            outageDropped.get(),
            duplicated.get(),
            heldBack.get(),
            overloaded.get()),
        latestNanos.get() / 1_000);
  }
}
