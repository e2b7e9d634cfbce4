package io.isthmus.lab.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The selectors that ours are held against. */
final class References {
  private References() {}

  static List<Contender> all() {
    List<Contender> all = new ArrayList<>();
    all.add(
        new Contender.Causal(
            "static", "static, order given", (bounds, paths) -> (current, ended) -> current));
    all.add(
        new Contender.Clairvoyant(
            "hindsight", "static, best in hindsight", References::bestInHindsight));
    all.add(
        new Contender.Causal(
            "aar",
            "AAR, 10 min poll x 6",
            (bounds, paths) -> new AppAwareRouting(bounds, paths, 600, 6, 0)));
    all.add(enhancedAar());
    all.add(
        new Contender.Causal(
            "greedy",
            "greedy on the last sample",
            (bounds, paths) -> new LastSample(bounds, LastSample.When.ALWAYS)));
    all.add(
        new Contender.Causal(
            "stay",
            "stay until violated, then best",
            (bounds, paths) -> new LastSample(bounds, LastSample.When.ONCE_VIOLATED)));
    all.add(
        new Contender.Causal(
            "fail-fast",
            "fail fast + 60 s smoothed return",
            (bounds, paths) -> new FailFast(bounds, paths)));
    all.add(new Contender.Clairvoyant("oracle", "oracle, 1 s a switch", Oracle::choose));
    return all;
  }

  static Contender enhancedAar() {
    return new Contender.Causal(
        "enhanced-aar",
        "enhanced AAR, 10 s x 6, 120 s dampening",
        (bounds, paths) -> new AppAwareRouting(bounds, paths, 10, 6, 120));
  }

  private static int[] bestInHindsight(Cell cell) {
    int best = 0;
    for (int path = 1; path < cell.paths(); path++) {
      best = violations(cell, path) < violations(cell, best) ? path : best;
    }
    int[] chosen = new int[cell.seconds()];
    Arrays.fill(chosen, best);
    return chosen;
  }

  private static int violations(Cell cell, int path) {
    int violations = 0;
    for (int t = 0; t < cell.seconds(); t++) {
      violations += cell.violated(path, t) ? 1 : 0;
    }
    return violations;
  }
}
