package io.isthmus.selection.sla;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a class asks of what carries it; metrics without a threshold are free. {@code RATE_BPS} is
 * broken when lower, all others when higher.
 */
public record Objective(Map<Metric, Threshold> thresholds) {
  public static final Objective NONE = new Objective(Map.of());

  public Objective {
    if (thresholds.containsKey(Metric.PATH_DOWN)) {
      throw new IllegalArgumentException("that a path is down has no threshold");
    }
    EnumMap<Metric, Threshold> ordered = new EnumMap<>(Metric.class);
    ordered.putAll(thresholds);
    thresholds = java.util.Collections.unmodifiableMap(ordered);
  }

  public Optional<Threshold> threshold(Metric metric) {
    return Optional.ofNullable(thresholds.get(metric));
  }

  /** This one with another threshold. */
  public Objective with(Metric metric, Threshold threshold) {
    EnumMap<Metric, Threshold> more = new EnumMap<>(Metric.class);
    more.putAll(thresholds);
    more.put(metric, threshold);
    return new Objective(more);
  }
}
