package io.isthmus.selection.sla;

import io.isthmus.selection.sla.PathSamples.Losses;
import java.time.Duration;

/**
 * Whether so many probes are lost that the rate of loss must be beyond a threshold. Ten probes
 * cannot tell 1 % from 2 %, so the question is how likely the losses seen would be at the threshold
 * itself: a lone one never is evidence, two within a second are for 1 %, and longer windows catch
 * what is only a little beyond.
 *
 * <p>On a path that loses just about what it may, such a test fires now and then by chance. Where
 * later losses do not bear it out, the next time needs better evidence, for a while.
 */
final class LossTest {

  private static final long LONGEST = Duration.ofSeconds(30).toNanos();
  private static final int LEAST_LOST = 2;
  private static final int LEAST_SENT = 20;

  private static final double CHANCE = 0.0065;

  /** Of longer windows there are several, and each would fire by chance. */
  private static final double CHANCE_OF_LONGER = 0.001;

  private static final double BORNE_OUT = 1e-5;
  private static final double WARIER = 0.02;
  private static final double WARIER_OF_LONGER = 0.2;
  private static final int MOST_WARY = 3;
  private static final long WARY = Duration.ofMinutes(10).toNanos();

  private final PathSamples samples;
  private final double rate;
  private final long enterWindow;
  private final Losses losses = new Losses();

  private double pct = Double.NaN;
  private double leastChance = 1;
  private int wariness;
  private long waryAt;

  LossTest(PathSamples samples, double rate, long enterWindow) {
    this.samples = samples;
    this.rate = rate;
    this.enterWindow = Math.max(1, enterWindow);
  }

  /** Loss of the window that was decisive, per cent. */
  double pct() {
    return pct;
  }

  /** To be asked when another loss counts. */
  boolean trips(long now) {
    if (wariness > 0 && now - waryAt > WARY) {
      wariness = 0;
    }
    leastChance = 1;
    double limit = CHANCE * Math.pow(WARIER, Math.min(wariness, MOST_WARY));
    double longLimit = CHANCE_OF_LONGER * (wariness > 0 ? WARIER_OF_LONGER : 1);
    for (long window = enterWindow; ; window = longer(window)) {
      double chance = chance(window);
      boolean isShort = window <= 5 * enterWindow / 2 && window <= LONGEST / 8;
      if (losses.lost >= LEAST_LOST && chance < (isShort ? limit : longLimit)) {
        pct = losses.pct();
        leastChance = chance;
        return true;
      }
      if (window >= LONGEST) {
        pct = losses.pct();
        return false;
      }
    }
  }

  /** Another loss while the threshold is held to be broken. */
  void more() {
    for (long window = enterWindow; ; window = longer(window)) {
      leastChance = Math.min(leastChance, chance(window));
      if (window >= LONGEST) {
        return;
      }
    }
  }

  /** The threshold is kept again. */
  void over(long now) {
    if (leastChance < BORNE_OUT) {
      wariness = 0;
    } else {
      wariness++;
      waryAt = now;
    }
  }

  private static long longer(long window) {
    return Math.min(LONGEST, window * 3 / 2 + 1);
  }

  private double chance(long window) {
    samples.losses(window, window >= LONGEST ? LEAST_SENT : 1, losses);
    return Binomial.atLeast(losses.lost, losses.sent, rate);
  }
}
