package io.isthmus.db;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.traffic.WeightedOverlay;
import jakarta.persistence.Embeddable;

/**
 * An overlay that may carry a class.
 *
 * @param position place in the order of preference, from 0
 */
@Embeddable
record SteeringRow(int position, String overlay, int weight) {
  static SteeringRow of(int position, WeightedOverlay entry) {
    return new SteeringRow(position, entry.overlay().value(), entry.weight());
  }

  WeightedOverlay entry() {
    return new WeightedOverlay(Name.of(overlay), weight);
  }
}
