package io.isthmus.lab.replay;

import io.isthmus.selection.predict.Mode;
import io.isthmus.selection.predict.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** How learnt costs are mixed and acted on: what is tried, and of which the best is kept. */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record Recipe(
    double[] mixture,
    double growth,
    double halfLifeSeconds,
    double crowding,
    double returnCost,
    int holdDownSeconds,
    int patienceSeconds) {

  static List<Recipe> drawn(Mode mode, int count, long seed) {
    Random random = new Random(seed);
    List<Recipe> recipes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      recipes.add(
          switch (mode) {
            case QUALITY -> quality(random);
            case STABLE -> stable(random);
          });
    }
    return recipes;
  }

  private static Recipe quality(Random random) {
    return new Recipe(
        mixture(random, between(random, 0.35, 1.2)),
        oneOf(random, 0, 0, 0.02, 0.05),
        oneOf(random, 30, 60, 120),
        oneOf(random, 0, 0, 1, 3),
        oneOf(random, 0, 0, 0.2, 0.5),
        5,
        (int) oneOf(random, 5, 10, 20));
  }

  private static Recipe stable(Random random) {
    return new Recipe(
        mixture(random, between(random, 0.3, 2)),
        oneOf(random, 0, 1, 1, 1) * between(random, 0.1, 1.5),
        between(random, 50, 700),
        oneOf(random, 0, 1, 1) * between(random, 1, 20),
        0,
        60,
        (int) oneOf(random, 10, 20, 60));
  }

  /** Shares of each fit, divided by the threshold for a move. */
  private static double[] mixture(Random random, double threshold) {
    double[] shares = new double[CostFit.ALL.size()];
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      shares[i] = random.nextInt(3) == 0 ? 0.001 : -Math.log(1 - random.nextDouble());
      sum += shares[i];
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= sum * threshold;
    }
    return shares;
  }

  private static double between(Random random, double least, double most) {
    return least * Math.pow(most / least, random.nextDouble());
  }

  private static double oneOf(Random random, double... values) {
    return values[random.nextInt(values.length)];
  }

  /** The policy that acts on the fits' weights by this recipe. */
  Policy policy(List<double[]> fits) {
    double[] weights = new double[TrainingCell.FEATURES];
    for (int fit = 0; fit < mixture.length; fit++) {
      for (int i = 0; i < weights.length; i++) {
        weights[i] += mixture[fit] * fits.get(fit)[i];
      }
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.round(weights[i] * 1e5) / 1e5;
    }
    return new Policy(
        weights, growth, halfLifeSeconds, crowding, returnCost, holdDownSeconds, patienceSeconds);
  }
}
