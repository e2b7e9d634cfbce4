package io.isthmus.selection.predict;

import java.util.Arrays;
import java.util.List;

/**
 * What has been seen of one path, for one class, as the numbers that a model weighs: how often it
 * violated of late, for how long, how near its measurements come to the bounds, and how they drift.
 * All are shares of the bounds or of time, so that one model serves every objective. Holds a fixed
 * few numbers; not for several threads.
 */
public final class PathHistory {
  /** The names of the features, in order; a model names those that it was trained for. */
  public static final List<String> FEATURES =
      List.of(
          "violated",
          "rate2",
          "rate5",
          "rate15",
          "rate60",
          "rate300",
          "rate1000",
          "calm",
          "calm5",
          "run",
          "first",
          "stress",
          "stress2",
          "stress10",
          "stress60",
          "spread30",
          "drift",
          "peak",
          "jump",
          "near",
          "rtt",
          "jitter",
          "need",
          "lossy",
          "lossy10",
          "silent",
          "burst",
          "violated*burst",
          "violated*stress",
          "violated*rate60",
          "violated*rate300",
          "burst*rate300",
          "burst*calm20");

  /** How often a path violates of which nothing is known. */
  private static final double PRIOR_RATE = 0.03;

  /** For how many seconds a new average moves faster than its time constant says. */
  private static final int PRIOR_SECONDS = 20;

  private static final int[] RATE_SECONDS = {2, 5, 15, 60, 300, 1000};
  private static final double[] RATE_GAINS = new double[RATE_SECONDS.length];
  private static final int RATE_60 = 3;
  private static final int RATE_300 = 4;

  private static final double GAIN_2 = gain(2);
  private static final double GAIN_10 = gain(10);
  private static final double GAIN_30 = gain(30);
  private static final double GAIN_60 = gain(60);
  private static final double PEAK_MEMORY = 0.93;
  private static final double BURST_GAIN = 0.2;

  /** Twice the bound is as bad as it gets: beyond it, sizes say nothing of what follows. */
  private static final double WORST = 2;

  private static final double NEAR = 0.8;
  private static final double DRIFT_SLACK = 0.1;
  private static final double MOST_DRIFT = 5;
  private static final int LONGEST_CALM = 600;
  private static final int LONGEST_RUN = 60;

  static {
    for (int i = 0; i < RATE_GAINS.length; i++) {
      RATE_GAINS[i] = gain(RATE_SECONDS[i]);
    }
  }

  private final Bounds bounds;
  private final double[] features = new double[FEATURES.size()];
  private final double[] rates = new double[RATE_GAINS.length];
  private int seconds;
  private int calm = LONGEST_CALM / 2;
  private int run;
  private double burst = 3;
  private double stress;
  private double stress2;
  private double stress10;
  private double stress60;
  private double variance;
  private double drift;
  private double peak;
  private double lossy10;

  public PathHistory(Bounds bounds) {
    this.bounds = bounds;
    Arrays.fill(rates, PRIOR_RATE);
  }

  private static double gain(int timeConstantSeconds) {
    return 1 - Math.exp(-1.0 / timeConstantSeconds);
  }

  /** Takes in a second; one in which nothing was measured changes nothing. */
  public void add(PathSecond second, int path) {
    if (second.state(path) == PathSecond.State.UNMEASURED) {
      return;
    }
    seconds++;
    boolean dead = second.state(path) == PathSecond.State.UNUSABLE || second.isSilent(path);
    boolean violated = bounds.violated(second, path);
    count(violated);
    double rtt = dead ? WORST : share(second.rttMillis(path), bounds.rttMillis());
    double jitter = dead ? 0 : share(second.jitterMillis(path), bounds.jitterMillis());
    double loss = dead ? WORST : share(second.lossPct(path), bounds.lossPct());
    double need = dead ? 0 : need(second.rateShare(path));
    follow(Math.max(Math.max(rtt, jitter), Math.max(loss, need)));
    double lossy = dead || second.lossPct(path) > 0 ? 1 : 0;
    lossy10 += GAIN_10 * (lossy - lossy10);
    describe(violated, rtt, jitter, need, lossy, dead);
  }

  private void count(boolean violated) {
    double value = violated ? 1 : 0;
    double quickest = 1.0 / (seconds + PRIOR_SECONDS);
    for (int i = 0; i < rates.length; i++) {
      rates[i] += Math.max(RATE_GAINS[i], quickest) * (value - rates[i]);
    }
    if (!violated && run > 0) {
      burst += BURST_GAIN * (run - burst);
    }
    calm = violated ? 0 : Math.min(LONGEST_CALM, calm + 1);
    run = violated ? Math.min(LONGEST_RUN, run + 1) : 0;
  }

  private void follow(double newest) {
    if (seconds == 1) {
      stress2 = newest;
      stress10 = newest;
      stress60 = newest;
    }
    stress = newest;
    stress2 += GAIN_2 * (newest - stress2);
    stress10 += GAIN_10 * (newest - stress10);
    double deviation = newest - stress60;
    stress60 += GAIN_60 * deviation;
    variance += GAIN_30 * (deviation * deviation - variance);
    drift = Math.clamp(drift + newest - stress60 - DRIFT_SLACK, 0, MOST_DRIFT);
    peak = Math.max(newest, peak * PEAK_MEMORY);
  }

  private void describe(
      boolean violated, double rtt, double jitter, double need, double lossy, boolean dead) {
    double value = violated ? 1 : 0;
    double length = Math.log1p(burst);
    int i = 0;
    features[i++] = value;
    for (double rate : rates) {
      features[i++] = rate;
    }
    features[i++] = Math.log1p(calm) / Math.log1p(LONGEST_CALM);
    features[i++] = Math.exp(-calm / 5.0);
    features[i++] = Math.log1p(run);
    features[i++] = run == 1 ? 1 : 0;
    features[i++] = stress;
    features[i++] = stress2;
    features[i++] = stress10;
    features[i++] = stress60;
    features[i++] = Math.sqrt(variance);
    features[i++] = drift;
    features[i++] = peak;
    features[i++] = stress - stress2;
    features[i++] = Math.max(0, stress - NEAR);
    features[i++] = rtt;
    features[i++] = jitter;
    features[i++] = need;
    features[i++] = lossy;
    features[i++] = lossy10;
    features[i++] = dead ? 1 : 0;
    features[i++] = length;
    features[i++] = value * length;
    features[i++] = value * stress;
    features[i++] = value * rates[RATE_60];
    features[i++] = value * rates[RATE_300];
    features[i++] = length * rates[RATE_300];
    features[i] = Math.exp(-calm / 20.0) * length;
  }

  private static double share(double value, double bound) {
    return Double.isNaN(value) || bound == Bounds.NONE ? 0 : Math.min(WORST, value / bound);
  }

  private static double need(double rateShare) {
    return Double.isNaN(rateShare) ? 0 : Math.min(WORST, 1 / Math.max(rateShare, 1e-3));
  }

  /** One of {@link #FEATURES}, by its index. */
  public double feature(int index) {
    return features[index];
  }

  /** What the path costs by a model's weights, one for each feature. */
  double weighed(double[] weights) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * features[i];
    }
    return sum;
  }

  /** The share of seconds in violation over the last minutes, 0-1. */
  public double slowRate() {
    return rates[RATE_300];
  }

  /** For how many seconds it has been violating without a pause. */
  public int run() {
    return run;
  }

  /** Whether anything was ever measured. */
  public boolean isKnown() {
    return seconds > 0;
  }
}
