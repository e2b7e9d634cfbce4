package io.isthmus.domain.topology;

import io.isthmus.domain.net.InvalidValue;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a WAN link is declared to carry, what it costs, and how its paths are measured.
 *
 * @param egressRateBps what it carries away from the edge, bits per second
 * @param ingressRateBps what it carries to the edge, bits per second
 * @param cost of sending by it, relative to other links; 0 is free
 * @param probeInterval distance between the probes of each of its paths; the longer one of a path's
 *     two links counts
 * @param probeBudgetBps most that probes may send on the link, bits per second: for links that are
 *     billed by usage
 */
public record LinkService(
    OptionalLong egressRateBps,
    OptionalLong ingressRateBps,
    double cost,
    Duration probeInterval,
    OptionalLong probeBudgetBps) {
  public static final Duration DEFAULT_PROBE_INTERVAL = Duration.ofMillis(100);
  static final Duration SHORTEST_PROBE_INTERVAL = Duration.ofMillis(10);
  static final Duration LONGEST_PROBE_INTERVAL = Duration.ofMinutes(1);
  static final double HIGHEST_COST = 1_000_000;
  public static final long HIGHEST_RATE_BPS = 10_000_000_000_000L;

  /** Undeclared rates, no cost, measured as often as is usual. */
  public static final LinkService DEFAULT =
      new LinkService(
          OptionalLong.empty(),
          OptionalLong.empty(),
          0,
          DEFAULT_PROBE_INTERVAL,
          OptionalLong.empty());

  public LinkService {
    requireRate("egressRateBps", egressRateBps);
    requireRate("ingressRateBps", ingressRateBps);
    requireRate("probeBudgetBps", probeBudgetBps);
    if (!(cost >= 0) || cost > HIGHEST_COST) {
      throw new InvalidValue("COST_OUT_OF_RANGE", "cost %s is outside 0-1000000".formatted(cost));
    }
    if (probeInterval.compareTo(SHORTEST_PROBE_INTERVAL) < 0
        || probeInterval.compareTo(LONGEST_PROBE_INTERVAL) > 0) {
      throw new InvalidValue(
          "PROBE_INTERVAL_OUT_OF_RANGE",
          "probeIntervalMs %d is outside 10-60000".formatted(probeInterval.toMillis()));
    }
  }

  private static void requireRate(String what, OptionalLong rate) {
    if (rate.isPresent() && (rate.getAsLong() < 1 || rate.getAsLong() > HIGHEST_RATE_BPS)) {
      throw new InvalidValue(
          "RATE_OUT_OF_RANGE",
          "%s %d is outside 1-%d".formatted(what, rate.getAsLong(), HIGHEST_RATE_BPS));
    }
  }
}
