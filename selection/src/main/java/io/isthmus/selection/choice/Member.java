package io.isthmus.selection.choice;

/** A candidate that carries the class, with its share of flows relative to the others, 1-256. */
public record Member(String id, int weight) {
  static final int MOST_WEIGHT = 256;

  public Member {
    if (weight < 1 || weight > MOST_WEIGHT) {
      throw new IllegalArgumentException(
          "weight %d of %s is not in 1-%d".formatted(weight, id, MOST_WEIGHT));
    }
  }
}
