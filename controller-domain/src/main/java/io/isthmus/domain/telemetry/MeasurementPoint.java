package io.isthmus.domain.telemetry;

import java.time.Instant;

/**
 * The windows of one path in one step, merged.
 *
 * @param begin of the step
 * @param merged counts are sums, delays and jitter are merged; its length is the measured time
 */
public record MeasurementPoint(Instant begin, PathWindow merged) {}
