package io.isthmus.lab.wan;

import java.util.SplittableRandom;

/**
 * Decides what becomes of the frames of one direction. Pure but for its dice and for what it
 * remembers of the frames before; one thread, no allocation.
 */
final class Shaper {
  /** The frame is lost. */
  static final long LOST = Long.MIN_VALUE;

  /** The queue before the link is full. */
  static final long QUEUE_FULL = Long.MIN_VALUE + 1;

  /** The link is dead. */
  static final long OUTAGE = Long.MIN_VALUE + 2;

  private static final double NANOS_PER_MILLI = 1e6;
  private static final double PARETO_SHAPE = 3;
  private static final double PARETO_MEAN = PARETO_SHAPE / (PARETO_SHAPE - 1);
  private static final double PARETO_DEVIATION =
      Math.sqrt(PARETO_SHAPE / (PARETO_SHAPE - 2)) / (PARETO_SHAPE - 1);

  private final SplittableRandom dice;
  private long transmitterFree = Long.MIN_VALUE / 2;
  private long lastDue = Long.MIN_VALUE / 2;
  private long nextDraw = Long.MIN_VALUE / 2;
  private double deviation;
  private boolean losing;
  private boolean heldBack;

  Shaper(long seed) {
    dice = new SplittableRandom(seed);
  }

  /** When a frame that came now is due at the other end, or why it never is. */
  long due(Impairment what, long now, int bytes) {
    heldBack = false;
    if (what.outage()) {
      return OUTAGE;
    }
    if (isLost(what)) {
      return LOST;
    }
    long sent = now;
    if (what.rateBps() > 0) {
      long begin = Math.max(transmitterFree, now);
      if (begin - now > what.queueMs() * NANOS_PER_MILLI) {
        return QUEUE_FULL;
      }
      sent = begin + (long) (bytes * 8e9 / what.rateBps());
      transmitterFree = sent;
    }
    long due = sent + delayNanos(what, now);
    if (what.reorderPct() > 0 && hits(what.reorderPct())) {
      heldBack = true;
      return Math.max(due, lastDue) + (long) (what.reorderGapMs() * NANOS_PER_MILLI);
    }
    lastDue = Math.max(due, lastDue);
    return lastDue;
  }

  /** Whether the frame that was just decided on is one that others are to overtake. */
  boolean isHeldBack() {
    return heldBack;
  }

  boolean isDuplicated(Impairment what) {
    return what.duplicatePct() > 0 && hits(what.duplicatePct());
  }

  /** Gilbert–Elliott: in the bad state every frame is lost, in the good one none. */
  private boolean isLost(Impairment what) {
    double loss = what.lossPct() / 100;
    if (loss <= 0) {
      losing = false;
    } else if (what.lossBurst() <= 1 || loss >= 1) {
      losing = dice.nextDouble() < loss;
    } else if (losing) {
      losing = dice.nextDouble() >= 1 / what.lossBurst();
    } else {
      losing = dice.nextDouble() < loss / (1 - loss) / what.lossBurst();
    }
    return losing;
  }

  private long delayNanos(Impairment what, long now) {
    double millis = what.delayMs();
    if (what.jitterMs() > 0) {
      if (now >= nextDraw) {
        deviation = draw(what.jitterShape());
        nextDraw = now + (long) (what.jitterHoldMs() * NANOS_PER_MILLI);
      }
      millis += what.jitterMs() * deviation;
    }
    return (long) (Math.max(0, millis) * NANOS_PER_MILLI);
  }

  private double draw(Impairment.Jitter shape) {
    return switch (shape) {
      case UNIFORM -> 2 * dice.nextDouble() - 1;
      case NORMAL -> dice.nextGaussian();
      case PARETO ->
          (Math.pow(1 - dice.nextDouble(), -1 / PARETO_SHAPE) - PARETO_MEAN) / PARETO_DEVIATION;
    };
  }

  private boolean hits(double pct) {
    return dice.nextDouble() * 100 < pct;
  }
}
