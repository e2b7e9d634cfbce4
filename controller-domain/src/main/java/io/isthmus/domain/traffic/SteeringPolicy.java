package io.isthmus.domain.traffic;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a class chooses among its overlays, for each pair of edges.
 *
 * @param overlays the overlays that may carry the class, at least one; for {@code PREFERRED} in
 *     order of preference and the weights are 1
 * @param mode who moves the class when its objective is broken
 * @param whenNoPath what becomes of packets where none of the overlays joins the two edges
 * @param whenNoneCompliant what becomes of them where some do and none keeps the objective
 * @param existingFlows what becomes of running flows when the class moves
 * @param holdDown how long a better ranked tunnel has to keep the objective before the class
 *     returns to it; grows with each flap
 * @param shadow a strategy that is only watched, to see how it would have fared
 */
public record SteeringPolicy(
    Strategy strategy,
    Mode mode,
    List<WeightedOverlay> overlays,
    WhenNoPath whenNoPath,
    WhenNoneCompliant whenNoneCompliant,
    ExistingFlows existingFlows,
    Duration holdDown,
    Optional<Strategy> shadow) {
  public static final Duration DEFAULT_HOLD_DOWN = Duration.ofSeconds(30);
  static final Duration SHORTEST_HOLD_DOWN = Duration.ofSeconds(1);
  static final Duration LONGEST_HOLD_DOWN = Duration.ofHours(1);

  /** How many overlays one class may name. */
  public static final int MOST_OVERLAYS = 64;

  /** The rule of choice. */
  public enum Strategy {
    /** The first overlay of the list that joins the two edges and keeps the objective. */
    PREFERRED,
    /** The tunnel of the best quality among those that keep the objective. */
    BEST_QUALITY,
    /** The tunnel of the lowest cost among those that keep the objective. */
    LOWEST_COST,
    /** All that keep the objective, by weight and free capacity, flow by flow. */
    LOAD_BALANCE,
    /** The tunnel that a learned model foresees to break the objective least. */
    PREDICTIVE_QUALITY,
    /** The same, with few moves. */
    PREDICTIVE_STABLE
  }

  /** Who moves the class. */
  public enum Mode {
    /** Requests alone; only a dead path is left, and taken again when it lives. */
    STATIC,
    /** The edges, as the strategy says; requests still come first. */
    DYNAMIC
  }

  /** What to do when no tunnel keeps the objective. */
  public enum WhenNoneCompliant {
    /** Take the one that comes closest. */
    BEST_AVAILABLE,
    /** Stay. */
    KEEP_CURRENT,
    /** Send nothing until one keeps it again. */
    DROP
  }

  /** What a move means for flows that run. */
  public enum ExistingFlows {
    /** They move with the class. */
    MOVE_NOW,
    /** They stay on the tunnel that they began on as long as its path lives. */
    STICKY
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
    if (holdDown.compareTo(SHORTEST_HOLD_DOWN) < 0 || holdDown.compareTo(LONGEST_HOLD_DOWN) > 0) {
      throw new InvalidValue(
          "HOLD_DOWN_OUT_OF_RANGE",
          "holdDownMs %d is outside %d-%d"
              .formatted(
                  holdDown.toMillis(),
                  SHORTEST_HOLD_DOWN.toMillis(),
                  LONGEST_HOLD_DOWN.toMillis()));
    }
    Set<Name> seen = new HashSet<>();
    for (WeightedOverlay entry : overlays) {
      if (!seen.add(entry.overlay())) {
        throw new InvalidValue(
            "DUPLICATE", "the class names overlay %s twice".formatted(entry.overlay()));
      }
      if (strategy != Strategy.LOAD_BALANCE && entry.weight() != 1) {
        throw new InvalidValue(
            "WEIGHT_NOT_USED",
            "%s sends all flows to one overlay, so overlay %s has no weight: leave it out or use LOAD_BALANCE"
                .formatted(strategy, entry.overlay()));
      }
    }
  }

  /** The policy with what is usual where only the choice of overlays matters. */
  public static SteeringPolicy of(
      Strategy strategy, List<WeightedOverlay> overlays, WhenNoPath whenNoPath) {
    return new SteeringPolicy(
        strategy,
        Mode.DYNAMIC,
        overlays,
        whenNoPath,
        WhenNoneCompliant.BEST_AVAILABLE,
        ExistingFlows.MOVE_NOW,
        DEFAULT_HOLD_DOWN,
        Optional.empty());
  }

  public boolean names(Name overlay) {
    return overlays.stream().anyMatch(entry -> entry.overlay().equals(overlay));
  }
}
