package io.isthmus.lab.wan;

/**
 * What a WAN does to the frames of one direction.
 *
 * @param jitterMs what the delay varies by: the half-width of a uniform distribution, the standard
 *     deviation of the others
 * @param jitterHoldMs how long a deviation lasts before the next is drawn; 0 for each frame anew,
 *     which frames that follow each other closely turn into a queue, since none overtakes
 * @param lossPct frames that are lost in the long run
 * @param lossBurst mean number of frames lost in a row (Gilbert–Elliott); 1 for independent losses
 * @param rateBps bits per second, frames counted with their Ethernet headers; 0 for no limit
 * @param queueMs how long a frame may wait for its turn at that rate before it is dropped
 * @param duplicatePct frames that come twice
 * @param reorderPct frames that are held back, so that later ones overtake them
 * @param reorderGapMs how long they are held back
 * @param outage nothing passes
 */
public record Impairment(
    double delayMs,
    double jitterMs,
    Jitter jitterShape,
    double jitterHoldMs,
    double lossPct,
    double lossBurst,
    double rateBps,
    double queueMs,
    double duplicatePct,
    double reorderPct,
    double reorderGapMs,
    boolean outage) {
  public static final Impairment NONE =
      new Impairment(0, 0, Jitter.UNIFORM, 0, 0, 1, 0, 100, 0, 0, 10, false);
  private static final double LONGEST_MS = 60_000;
  private static final double LOWEST_RATE_BPS = 1_000;

  /** How a delay varies around its mean. */
  public enum Jitter {
    UNIFORM,
    NORMAL,
    /** A long tail above a short head (shape 3). */
    PARETO
  }

  public Impairment {
    require(delayMs, 0, LONGEST_MS, "delay (ms)");
    require(jitterMs, 0, LONGEST_MS, "jitter (ms)");
    require(jitterHoldMs, 0, LONGEST_MS, "jitter hold (ms)");
    require(lossPct, 0, 100, "loss (%)");
    require(lossBurst, 1, 10_000, "burst (frames)");
    require(queueMs, 0, LONGEST_MS, "queue (ms)");
    require(duplicatePct, 0, 100, "duplicates (%)");
    require(reorderPct, 0, 100, "reordering (%)");
    require(reorderGapMs, 0, LONGEST_MS, "reordering gap (ms)");
    if (rateBps != 0) {
      require(rateBps, LOWEST_RATE_BPS, 1e12, "rate (bit/s)");
    }
  }

  private static void require(double value, double least, double most, String what) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s of %s is out of range: choose %s to %s"
              .formatted(what, plain(value), plain(least), plain(most)));
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  /** For people, such as {@code delay 20 ms, loss 1 %}; {@code none} for none. */
  public String describe() {
    StringBuilder text = new StringBuilder();
    if (outage) {
      text.append(", outage");
    }
    if (delayMs > 0 || jitterMs > 0) {
      text.append(", delay ").append(plain(delayMs)).append(" ms");
    }
    if (jitterMs > 0) {
      text.append(
          " ± %s ms %s"
              .formatted(plain(jitterMs), jitterShape.name().toLowerCase(java.util.Locale.ROOT)));
    }
    if (lossPct > 0) {
      text.append(", loss ").append(plain(lossPct)).append(" %");
      if (lossBurst > 1) {
        text.append(" in bursts of ").append(plain(lossBurst));
      }
    }
    if (rateBps > 0) {
      text.append(
          ", rate %s Mbit/s with a queue of %s ms".formatted(plain(rateBps / 1e6), plain(queueMs)));
    }
    if (duplicatePct > 0) {
      text.append(", duplicates ").append(plain(duplicatePct)).append(" %");
    }
    if (reorderPct > 0) {
      text.append(", reordering %s %% by %s ms".formatted(plain(reorderPct), plain(reorderGapMs)));
    }
    return text.isEmpty() ? "none" : text.substring(2);
  }
}
