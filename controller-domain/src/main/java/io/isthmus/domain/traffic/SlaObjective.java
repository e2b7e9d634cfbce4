package io.isthmus.domain.traffic;

import io.isthmus.domain.net.InvalidValue;
import java.util.Optional;

/**
 * What a class needs from a tunnel (MEF 70.2 performance criterion). An absent threshold sets no
 * requirement.
 *
 * @param oneWayDelayMs highest one-way delay, milliseconds
 * @param rttMs highest round-trip time, milliseconds
 * @param jitterMs highest delay variation, milliseconds
 * @param lossPct highest loss, per cent of packets
 * @param rateBps lowest free capacity, bits per second
 */
public record SlaObjective(
    Optional<Threshold> oneWayDelayMs,
    Optional<Threshold> rttMs,
    Optional<Threshold> jitterMs,
    Optional<Threshold> lossPct,
    Optional<Threshold> rateBps) {
  public SlaObjective {
    requireHighest("oneWayDelayMs", oneWayDelayMs, Double.MAX_VALUE);
    requireHighest("rttMs", rttMs, Double.MAX_VALUE);
    requireHighest("jitterMs", jitterMs, Double.MAX_VALUE);
    requireHighest("lossPct", lossPct, 100);
    requireLowest("rateBps", rateBps);
  }

  private static void requireHighest(String what, Optional<Threshold> threshold, double most) {
    if (threshold.isEmpty()) {
      return;
    }
    requireNumbers(what, threshold.get(), most);
    if (threshold.get().exit() > threshold.get().enter()) {
      throw new InvalidValue(
          "THRESHOLDS_REVERSED",
          "%s exits at %s above its enter %s: exit must not exceed enter"
              .formatted(what, threshold.get().exit(), threshold.get().enter()));
    }
  }

  private static void requireLowest(String what, Optional<Threshold> threshold) {
    if (threshold.isEmpty()) {
      return;
    }
    requireNumbers(what, threshold.get(), Double.MAX_VALUE);
    if (threshold.get().exit() < threshold.get().enter()) {
      throw new InvalidValue(
          "THRESHOLDS_REVERSED",
          "%s exits at %s below its enter %s: exit must reach enter"
              .formatted(what, threshold.get().exit(), threshold.get().enter()));
    }
  }

  private static void requireNumbers(String what, Threshold threshold, double most) {
    for (double value : new double[] {threshold.enter(), threshold.exit()}) {
      if (!(value >= 0) || value > most || Double.isInfinite(value)) {
        throw new InvalidValue(
            "THRESHOLD_OUT_OF_RANGE",
            "%s threshold %s is not a number from 0 up".formatted(what, value)
                + (most <= 100 ? " to 100" : ""));
      }
    }
  }
}
