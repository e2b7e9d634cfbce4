package io.isthmus.selection.sla;

/** Tails of the binomial distribution, for few events among some hundred. */
final class Binomial {

  private static final double NEGLIGIBLE = 1e-12;

  private Binomial() {}

  /** How likely {@code events} or more among {@code trials} are at the given rate each. */
  static double atLeast(int events, int trials, double rate) {
    if (events <= 0) {
      return 1;
    }
    if (events > trials || rate <= 0) {
      return 0;
    }
    if (rate >= 1) {
      return 1;
    }
    double term = point(events, trials, rate);
    double sum = term;
    for (int k = events; k < trials && term > sum * NEGLIGIBLE; k++) {
      term *= (trials - k) / (k + 1.0) * rate / (1 - rate);
      sum += term;
    }
    return Math.min(1, sum);
  }

  /** How likely {@code events} or fewer are. */
  static double atMost(int events, int trials, double rate) {
    double sum = 0;
    for (int k = 0; k <= events; k++) {
      sum += point(k, trials, rate);
    }
    return Math.min(1, sum);
  }

  private static double point(int events, int trials, double rate) {
    if (rate <= 0 || rate >= 1) {
      return (rate <= 0 ? events == 0 : events == trials) ? 1 : 0;
    }
    double log = (trials - events) * Math.log1p(-rate) + events * Math.log(rate);
    for (int i = 1; i <= events; i++) {
      log += Math.log((trials - events + i) / (double) i);
    }
    return Math.exp(log);
  }
}
