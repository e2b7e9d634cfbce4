package io.isthmus.lab.bench;

import java.util.List;

/** The middle of some measurements: one disturbed round does not move it. */
final class Median {
  private Median() {}

  /** The lower one of the two in the middle where their number is even. */
  static double of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    return values.stream().sorted().toList().get((values.size() - 1) / 2);
  }
}
