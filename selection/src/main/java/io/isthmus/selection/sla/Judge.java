package io.isthmus.selection.sla;

import io.isthmus.selection.sla.PathSamples.Delays;
import io.isthmus.selection.sla.PathSamples.Losses;

/** Holds one threshold against the samples of one path. */
abstract sealed class Judge {

  /** Fewer samples are no basis for a verdict. */
  private static final int LEAST_DELAYS = 3;

  private static final int LEAST_VARIATIONS = 5;
  private static final int LEAST_LOSSES = 5;
  private static final int LEAST_RATES = 2;
  private static final long NEVER = Long.MIN_VALUE;

  final Metric metric;
  final Threshold threshold;
  final PathSamples samples;
  final long enterWindow;
  final long exitWindow;

  boolean known;
  boolean broken;
  double value = Double.NaN;

  /** The value when it broke; later ones may be within the threshold while it is not mended yet. */
  double brokenBy = Double.NaN;

  private long keptSince = NEVER;

  private Judge(Metric metric, Threshold threshold, PathSamples samples) {
    this.metric = metric;
    this.threshold = threshold;
    this.samples = samples;
    this.enterWindow = threshold.enterWindow().toNanos();
    this.exitWindow = threshold.exitWindow().toNanos();
    samples.keep(Math.max(4 * enterWindow, exitWindow));
  }

  static Judge of(Metric metric, Threshold threshold, PathSamples samples) {
    return switch (metric) {
      case ONE_WAY_DELAY_MS, RTT_MS -> new OfDelay(metric, threshold, samples);
      case JITTER_MS -> new OfJitter(threshold, samples);
      case LOSS_PCT -> new OfLoss(threshold, samples);
      case RATE_BPS -> new OfRate(threshold, samples);
      case PATH_DOWN -> throw new IllegalArgumentException("a path's state has no threshold");
    };
  }

  final void judge(long now) {
    boolean before = broken;
    look(now);
    if (broken && !before) {
      brokenBy = value;
    }
  }

  abstract void look(long now);

  boolean halfRtt() {
    return false;
  }

  /** The path was away: nothing is known any more. */
  void restart() {
    known = false;
    broken = false;
    value = Double.NaN;
    keptSince = NEVER;
  }

  /** A window that began before the measuring did is no window. */
  final boolean isCovered() {
    return samples.newestAt() - samples.beganAt() >= enterWindow;
  }

  /** Beyond at once, kept again only when it was within exit at each look for the exit window. */
  final void decide(boolean beyondEnter, boolean withinExit, long at) {
    known = true;
    if (!broken) {
      broken = beyondEnter;
      keptSince = NEVER;
    } else if (!withinExit) {
      keptSince = NEVER;
    } else if (keptSince == NEVER) {
      keptSince = at;
    } else if (at - keptSince >= exitWindow) {
      broken = false;
    }
  }

  private static final class OfDelay extends Judge {
    private final Delays delays = new Delays();

    OfDelay(Metric metric, Threshold threshold, PathSamples samples) {
      super(metric, threshold, samples);
    }

    @Override
    void look(long now) {
      samples.delays(metric, enterWindow, LEAST_DELAYS, threshold.enter(), delays);
      if (delays.count < LEAST_DELAYS || !isCovered()) {
        return;
      }
      value = delays.trimmedMean();
      boolean beyond = value > threshold.enter() && delays.beyond >= LEAST_DELAYS;
      decide(beyond, value <= threshold.exit(), samples.newestAt());
    }

    @Override
    boolean halfRtt() {
      return delays.halfRtt;
    }
  }

  /**
   * Few samples tell less of a variation than there is, so that a longer window is looked at, too,
   * and the exit window as a whole has to be within exit.
   */
  private static final class OfJitter extends Judge {
    private static final int LONGER = 4;
    private long brokenAt;

    OfJitter(Threshold threshold, PathSamples samples) {
      super(Metric.JITTER_MS, threshold, samples);
    }

    @Override
    void look(long now) {
      if (!isCovered()) {
        return;
      }
      if (broken) {
        mend(samples.newestAt());
        return;
      }
      double jitter = samples.jitter(enterWindow, LEAST_VARIATIONS, threshold.enter());
      if (jitter <= threshold.enter()) {
        double longer = samples.jitter(LONGER * enterWindow, LEAST_VARIATIONS, threshold.enter());
        jitter = Math.max(jitter, longer);
      }
      if (!Double.isNaN(jitter)) {
        known = true;
        value = jitter;
        broken = jitter > threshold.enter();
        brokenAt = samples.newestAt();
      }
    }

    private void mend(long at) {
      double jitter = samples.jitter(exitWindow, LEAST_VARIATIONS, threshold.exit());
      if (!Double.isNaN(jitter)) {
        value = jitter;
        broken = jitter > threshold.exit() || at - brokenAt < exitWindow;
      }
    }
  }

  private static final class OfLoss extends Judge {
    private final LossTest test;
    private final Losses losses = new Losses();
    private long judgedLoss = -1;
    private long brokenAt;

    OfLoss(Threshold threshold, PathSamples samples) {
      super(Metric.LOSS_PCT, threshold, samples);
      test = new LossTest(samples, threshold.enter() / 100, enterWindow);
    }

    @Override
    void look(long now) {
      if (!isCovered()) {
        return;
      }
      known = true;
      long newest = samples.newestCountedLoss();
      boolean news = newest >= 0 && newest != judgedLoss;
      judgedLoss = newest;
      if (!broken) {
        boolean trips = news && test.trips(samples.newestAt());
        value = test.pct();
        if (trips) {
          broken = true;
          brokenAt = samples.newestAt();
        }
      } else {
        if (news) {
          test.more();
        }
        mend(samples.newestAt());
      }
    }

    /** The loss of the whole exit window is within exit. */
    private void mend(long at) {
      samples.losses(exitWindow, LEAST_LOSSES, losses);
      value = losses.pct();
      if (at - brokenAt >= exitWindow && value <= threshold.exit()) {
        broken = false;
        test.over(at);
      }
    }

    @Override
    void restart() {
      super.restart();
      judgedLoss = -1;
    }
  }

  private static final class OfRate extends Judge {
    OfRate(Threshold threshold, PathSamples samples) {
      super(Metric.RATE_BPS, threshold, samples);
    }

    @Override
    void look(long now) {
      double free = samples.free(now, enterWindow, LEAST_RATES);
      if (!Double.isNaN(free)) {
        value = free;
        decide(value < threshold.enter(), value >= threshold.exit(), now);
      }
    }
  }
}
