package io.isthmus.domain.sla;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.telemetry.PathKey;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A time in which a tunnel broke the objective of a class towards an edge.
 *
 * @param destinationEdge where the class's packets go; behind a hub it is not the path's remote
 *     edge
 * @param overlay with the path, names the tunnel
 * @param metric what broke it
 * @param value what was measured then, in the metric's unit
 * @param threshold what it crossed
 * @param carrying whether the tunnel carried the class when it began
 * @param halfRtt whether a one-way delay was judged by half the round trip
 * @param endedAt absent while it lasts
 */
public record SlaViolation(
    UUID id,
    Name trafficClass,
    Name destinationEdge,
    Name overlay,
    PathKey path,
    SlaMetric metric,
    double value,
    double threshold,
    boolean carrying,
    boolean halfRtt,
    Instant beganAt,
    Optional<Instant> endedAt) {

  /** The violation, over at the instant or, where that is before its begin, as it began. */
  public SlaViolation ended(Instant at) {
    return new SlaViolation(
        id,
        trafficClass,
        destinationEdge,
        overlay,
        path,
        metric,
        value,
        threshold,
        carrying,
        halfRtt,
        beganAt,
        Optional.of(at.isBefore(beganAt) ? beganAt : at));
  }
}
