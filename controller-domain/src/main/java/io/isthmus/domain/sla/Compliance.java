package io.isthmus.domain.sla;

import io.isthmus.domain.net.Name;
import java.time.Duration;
import java.time.LocalDate;

/**
 * How well a class kept its objective on a day (UTC), over everything that carried it.
 *
 * @param measured sum over all pairs of edges
 * @param violated the part in which the objective was broken
 * @param shadowViolated the part in which the strategy that is only watched would have broken it
 * @param shadowMoves how often that strategy would have moved the class
 */
public record Compliance(
    Name trafficClass,
    LocalDate day,
    Duration measured,
    Duration violated,
    Duration shadowViolated,
    long shadowMoves) {

  /** Per cent of the measured time; 100 when nothing was measured. */
  public double compliancePct() {
    return measured.isZero() ? 100 : 100.0 * (1 - (double) violated.toNanos() / measured.toNanos());
  }

  /** The sum of both, which are of one class and day. */
  public Compliance plus(Compliance more) {
    return new Compliance(
        trafficClass,
        day,
        measured.plus(more.measured),
        violated.plus(more.violated),
        shadowViolated.plus(more.shadowViolated),
        shadowMoves + more.shadowMoves);
  }

  boolean isNothing() {
    return measured.isZero() && shadowMoves == 0;
  }
}
