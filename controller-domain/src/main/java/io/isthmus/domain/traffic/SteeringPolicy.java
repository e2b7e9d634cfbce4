package io.isthmus.domain.traffic;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How a class chooses among its overlays, for each pair of edges.
 *
 * @param overlays the overlays that may carry the class, at least one; for {@code PREFERRED} in
 *     order of preference and the weights are 1
 * @param whenNoPath what becomes of packets where none of the overlays joins the two edges
 */
public record SteeringPolicy(
    Strategy strategy, List<WeightedOverlay> overlays, WhenNoPath whenNoPath) {
  /** How many overlays one class may name. */
  public static final int MOST_OVERLAYS = 64;

  /** The rule of choice. */
  public enum Strategy {
    /** The first overlay of the list that joins the two edges. */
    PREFERRED,
    /** All overlays of the list that join the two edges, by weight, flow by flow. */
    LOAD_BALANCE
  }

  /** The last resort. */
  public enum WhenNoPath {
    /** Travel as the default class does. */
    FALL_BACK,
    /** Never leave the edge. */
    DROP
  }

  public SteeringPolicy {
    overlays = List.copyOf(overlays);
    if (overlays.isEmpty()) {
      throw new InvalidValue(
          "CLASS_WITHOUT_OVERLAY",
          "the class names no overlay: name at least one in steering.overlays");
    }
    if (overlays.size() > MOST_OVERLAYS) {
      throw new InvalidValue(
          "TOO_MANY",
          "the class names %d overlays, more than %d".formatted(overlays.size(), MOST_OVERLAYS));
    }
    Set<Name> seen = new HashSet<>();
    for (WeightedOverlay entry : overlays) {
      if (!seen.add(entry.overlay())) {
        throw new InvalidValue(
            "DUPLICATE", "the class names overlay %s twice".formatted(entry.overlay()));
      }
      if (strategy == Strategy.PREFERRED && entry.weight() != 1) {
        throw new InvalidValue(
            "WEIGHT_NOT_USED",
            "PREFERRED sends all flows to one overlay, so overlay %s has no weight: leave it out or use LOAD_BALANCE"
                .formatted(entry.overlay()));
      }
    }
  }

  public boolean names(Name overlay) {
    return overlays.stream().anyMatch(entry -> entry.overlay().equals(overlay));
  }
}
