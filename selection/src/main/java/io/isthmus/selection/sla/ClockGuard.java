package io.isthmus.selection.sla;

/**
 * Notices when one of the two clocks stepped. A step moves the one-way delays apart by its full
 * size while the round trip stays; a delay that is real shows in the round trip, too. After a step
 * one-way delays are no evidence until they are back where they were or have stayed for long.
 */
final class ClockGuard {

  private static final double FAST = 0.5;
  private static final double SLOW = 0.02;
  private static final double LEAST_STEP_MS = 2;
  private static final double BACK_MS = 1;
  private static final long FORGET_NANOS = 600_000_000_000L;

  private boolean begun;
  private double fastSkew;
  private double slowSkew;
  private double fastRtt;
  private double slowRtt;
  private boolean stepped;
  private long steppedAt;

  /** Whether the one-way delay of this probe is evidence. */
  boolean trusts(long now, double rttMs, double forwardMs, double backwardMs) {
    if (Double.isNaN(forwardMs) || Double.isNaN(backwardMs)) {
      return false;
    }
    if (forwardMs < 0 || backwardMs < 0) {
      return false;
    }
    double skew = (forwardMs - backwardMs) / 2;
    if (!begun || (stepped && now - steppedAt > FORGET_NANOS)) {
      begin(skew, rttMs);
      return true;
    }
    fastSkew += FAST * (skew - fastSkew);
    fastRtt += FAST * (rttMs - fastRtt);
    double moved = Math.abs(fastSkew - slowSkew);
    if (stepped) {
      stepped = moved > BACK_MS;
      return !stepped;
    }
    if (moved > LEAST_STEP_MS && Math.abs(fastRtt - slowRtt) < moved / 2) {
      stepped = true;
      steppedAt = now;
      return false;
    }
    slowSkew += SLOW * (skew - slowSkew);
    slowRtt += SLOW * (rttMs - slowRtt);
    return true;
  }

  private void begin(double skew, double rttMs) {
    begun = true;
    stepped = false;
    fastSkew = skew;
    slowSkew = skew;
    fastRtt = rttMs;
    slowRtt = rttMs;
  }
}
