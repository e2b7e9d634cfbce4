package io.isthmus.domain.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Which measurements.
 *
 * @param paths the paths, at least one
 * @param from first instant
 * @param to first instant after
 * @param step length of a point, a multiple of one second
 */
public record MeasurementQuery(List<PathKey> paths, Instant from, Instant to, Duration step) {
  public MeasurementQuery {
    paths = List.copyOf(paths);
  }
}
