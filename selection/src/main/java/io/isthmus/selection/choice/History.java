package io.isthmus.selection.choice;

/**
 * What became of one candidate. One that was bad is taken again only when it has been good for a
 * time, which doubles with each time that it was bad, and shrinks as it behaves.
 */
final class History {

  private static final double MOST_DOUBLINGS = 5;
  private static final double HALF_LIFE_IN_HOLD_DOWNS = 20;

  private final long holdDown;
  private boolean bad;
  private boolean everBad;
  private long goodSince;
  private boolean everLeft;
  private boolean everLeftBad;
  private long leftBadAt;
  private double flaps;
  private long flapsAt;

  History(long holdDown) {
    this.holdDown = holdDown;
  }

  void saw(boolean isBad, long now) {
    if (isBad && !bad) {
      flaps = flaps(now) + 1;
      flapsAt = now;
      everBad = true;
    } else if (!isBad && bad) {
      goodSince = now;
    }
    bad = isBad;
  }

  /** What was come back to and broke again was come back to too soon. */
  void left(long now) {
    if (bad && everLeft) {
      flaps = flaps(now) + 1;
      flapsAt = now;
    }
    everLeft = true;
    if (bad) {
      everLeftBad = true;
      leftBadAt = now;
    }
  }

  boolean wasLeft() {
    return everLeft;
  }

  /** Whether it was left for being bad long enough ago for going back to be no flapping. */
  boolean isLeftLongAgo(long now) {
    return !everLeftBad || now - leftBadAt >= holdDown;
  }

  /** Whether it has been good for long enough. */
  boolean isTrusted(long now) {
    return !bad && (!everBad || now - goodSince >= hold(now)) && isLeftLongAgo(now);
  }

  long goodNanos(long now) {
    return now - goodSince;
  }

  /** How long it has to be good now. */
  long hold(long now) {
    double doublings = Math.clamp(flaps(now) - 1, 0, MOST_DOUBLINGS);
    return (long) (holdDown * Math.pow(2, doublings));
  }

  private double flaps(long now) {
    double halfLife = Math.max(1.0, holdDown * HALF_LIFE_IN_HOLD_DOWNS);
    return flaps * Math.pow(0.5, (now - flapsAt) / halfLife);
  }
}
