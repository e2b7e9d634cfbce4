package io.isthmus.selection.predict;

/**
 * When a mode moves a class: where another path's cost is lower by more than 1, and by more the
 * more the class has moved of late and the more all of its paths violate.
 *
 * @param weights what each of {@link PathHistory#FEATURES} adds to a path's cost
 * @param growth by what each recent move raises the threshold
 * @param halfLifeSeconds after which a move counts half
 * @param crowding by what the threshold rises with the slow violation rate of the best path, per 1
 * @param returnCost what comes on top for the path just left, for a minute
 * @param holdDownSeconds for how long the path just left is not taken at all
 * @param patienceSeconds after so many seconds in violation without a pause, a path that keeps its
 *     bounds is taken whatever the weights say
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere, and read each second
public record Policy(
    double[] weights,
    double growth,
    double halfLifeSeconds,
    double crowding,
    double returnCost,
    int holdDownSeconds,
    int patienceSeconds) {
  public Policy {
    if (weights.length != PathHistory.FEATURES.size()) {
      throw new IllegalArgumentException(
          "%d weights for %d features".formatted(weights.length, PathHistory.FEATURES.size()));
    }
    for (double weight : weights) {
      require(Double.isFinite(weight), "weight", weight);
    }
    require(growth >= 0 && growth < 100, "growth", growth);
    require(halfLifeSeconds >= 1 && halfLifeSeconds < 1e6, "half-life", halfLifeSeconds);
    require(crowding >= 0 && crowding < 1000, "crowding", crowding);
    require(returnCost >= 0 && returnCost < 1000, "return-cost", returnCost);
    require(holdDownSeconds >= 0 && holdDownSeconds <= 3600, "hold-down", holdDownSeconds);
    require(patienceSeconds >= 1 && patienceSeconds <= 3600, "patience", patienceSeconds);
    weights = weights.clone();
  }

  private static void require(boolean holds, String name, double value) {
    if (!holds) {
      throw new IllegalArgumentException("%s %s is out of range".formatted(name, value));
    }
  }
}
