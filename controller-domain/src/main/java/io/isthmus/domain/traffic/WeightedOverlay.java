package io.isthmus.domain.traffic;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;

/**
 * An overlay and its share of the flows.
 *
 * @param weight 1-100, relative to the others
 */
public record WeightedOverlay(Name overlay, int weight) {
  static final int HIGHEST_WEIGHT = 100;

  public WeightedOverlay {
    if (weight < 1 || weight > HIGHEST_WEIGHT) {
      throw new InvalidValue(
          "WEIGHT_OUT_OF_RANGE",
          "weight %d of overlay %s is outside 1-%d".formatted(weight, overlay, HIGHEST_WEIGHT));
    }
  }
}
