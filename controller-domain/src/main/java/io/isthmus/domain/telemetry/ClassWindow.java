package io.isthmus.domain.telemetry;

import io.isthmus.domain.net.Name;
import java.time.Duration;
import java.time.Instant;

/**
 * How a class fared towards one edge in one window, on whatever carried it.
 *
 * @param measured time in which what carried it was measured
 * @param violated the part of it in which the objective was broken
 * @param shadowViolated the part in which the strategy that is only watched would have broken it
 * @param shadowMoves how often that strategy would have moved the class
 */
public record ClassWindow(
    Name trafficClass,
    Name destinationEdge,
    Instant begin,
    Duration measured,
    Duration violated,
    Duration shadowViolated,
    int shadowMoves) {

  /** The same at another time. */
  public ClassWindow movedBy(Duration shift) {
    return new ClassWindow(
        trafficClass,
        destinationEdge,
        begin.plus(shift),
        measured,
        violated,
        shadowViolated,
        shadowMoves);
  }
}
