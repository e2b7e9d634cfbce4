package io.isthmus.selection.predict;

import java.util.Map;

/** Models made by hand, whose choices can be told beforehand. */
final class Models {
  private Models() {}

  /** A path costs ten while it violates, and a little for its violations of late. */
  static Model failFast(int holdDownSeconds, int patienceSeconds) {
    double[] weights = new double[PathHistory.FEATURES.size()];
    weights[PathHistory.FEATURES.indexOf("violated")] = 10;
    weights[PathHistory.FEATURES.indexOf("rate60")] = 1;
    return of(weights, holdDownSeconds, patienceSeconds);
  }

  /** Every path costs the same, whatever it does. */
  static Model indifferent(int patienceSeconds) {
    return of(new double[PathHistory.FEATURES.size()], 5, patienceSeconds);
  }

  private static Model of(double[] weights, int holdDownSeconds, int patienceSeconds) {
    Policy policy = new Policy(weights, 0, 60, 0, 0, holdDownSeconds, patienceSeconds);
    return new Model("by hand", Map.of(Mode.QUALITY, policy, Mode.STABLE, policy));
  }
}
