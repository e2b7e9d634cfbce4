package io.isthmus.agent.probe;

/**
 * Keeps a link's probe budget. What is answered comes first, since refusing it would be taken for
 * loss; our own probes get the rest, but at least half of the budget, evenly over the link's paths.
 * A reserve of some packets lets a suspicion be looked into at once.
 */
final class Allowance {

  /** Of the rate that probes may have: the rest is for what a suspicion needs. */
  private static final double REGULAR_SHARE = 0.9;

  private static final int RESERVE_PACKETS = 16;
  private static final double NANOS = 1e9;

  private final long budgetBps;
  private final int packetBits;
  private double ownBps;
  private double tokens;
  private long at;
  private long answers;
  private long answersAt;

  Allowance(long budgetBps, int packetBits, long now) {
    this.budgetBps = budgetBps;
    this.packetBits = packetBits;
    ownBps = budgetBps / 2.0;
    tokens = (double) RESERVE_PACKETS * packetBits;
    at = now;
    answersAt = now;
  }

  boolean isUnlimited() {
    return budgetBps == 0;
  }

  void answered() {
    answers++;
  }

  /** Divides the budget anew, by what was answered since the last time. */
  void tick(long now) {
    double seconds = (now - answersAt) / NANOS;
    if (seconds > 0) {
      double answeredBps = answers * (double) packetBits / seconds;
      ownBps = Math.max(budgetBps / 2.0, budgetBps - answeredBps);
      answers = 0;
      answersAt = now;
    }
  }

  /** Takes the cost of one probe, or says that it must wait. */
  boolean take(long now) {
    if (isUnlimited()) {
      return true;
    }
    double most = (double) RESERVE_PACKETS * packetBits;
    tokens = Math.min(most, tokens + ownBps * (now - at) / NANOS);
    at = now;
    if (tokens < packetBits) {
      return false;
    }
    tokens -= packetBits;
    return true;
  }

  /**
   * The factor by which the intervals of the link's paths grow.
   *
   * @param probesPerSecond what the paths would send together
   */
  double stretch(double probesPerSecond) {
    if (isUnlimited()) {
      return 1;
    }
    return Math.max(1, probesPerSecond * packetBits / (ownBps * REGULAR_SHARE));
  }
}
