package io.isthmus.lab.replay;

import io.isthmus.lab.replay.CostFit.WeightedCell;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The scenarios that are judged, and as many more as one likes, drawn from the same recordings:
 * other paths beside each other, at other times, so that a model learns paths and not combinations.
 */
final class TrainingSet {
  /** How much all drawn scenarios count beside one family. */
  private static final double DRAWN_SHARE = 1;

  private static final int DRAWN_SECONDS = 900;
  private static final int SHORTEST = 150;
  private static final int DRAWN_PATHS = 3;

  private final List<TrainingCell> judged = new ArrayList<>();
  private final List<TrainingCell> drawn = new ArrayList<>();

  TrainingSet(List<Scenario> scenarios, TraceFolder folder, int draws, long seed) {
    Cells.of(scenarios, folder).forEach(cell -> judged.add(new TrainingCell(cell)));
    List<Scenario> others = draw(scenarios, folder, draws, new Random(seed));
    Cells.of(others, folder).forEach(cell -> drawn.add(new TrainingCell(cell)));
  }

  List<TrainingCell> judged() {
    return judged;
  }

  /** Every family counts the same, every scenario in a family, and every second in a scenario. */
  List<WeightedCell> allowed(Predicate<Scenario> allowed) {
    List<WeightedCell> cells = new ArrayList<>();
    Map<String, Integer> perFamily = new HashMap<>();
    List<TrainingCell> kept =
        judged.stream().filter(c -> allowed.test(c.cell().scenario())).toList();
    kept.forEach(cell -> perFamily.merge(cell.cell().scenario().family(), 1, Integer::sum));
    for (TrainingCell cell : kept) {
      int siblings = perFamily.getOrDefault(cell.cell().scenario().family(), 1);
      cells.add(new WeightedCell(cell, 1.0 / siblings / cell.seconds()));
    }
    List<TrainingCell> others =
        drawn.stream().filter(c -> allowed.test(c.cell().scenario())).toList();
    for (TrainingCell cell : others) {
      cells.add(new WeightedCell(cell, DRAWN_SHARE / others.size() / cell.seconds()));
    }
    return cells;
  }

  /** Half of them take all paths of one kind, half mix kinds. */
  private static List<Scenario> draw(
      List<Scenario> scenarios, TraceFolder folder, int draws, Random random) {
    Map<String, List<String>> byKind = new TreeMap<>();
    TreeSet<String> traces = new TreeSet<>();
    scenarios.forEach(s -> s.paths().forEach(part -> traces.add(part.trace())));
    traces.forEach(t -> byKind.computeIfAbsent(HeldOut.kind(t), any -> new ArrayList<>()).add(t));
    List<String> kinds = List.copyOf(byKind.keySet());
    List<String> several = kinds.stream().filter(k -> tracesOf(byKind, k).size() > 1).toList();
    List<Scenario> drawn = new ArrayList<>();
    for (int i = 0; i < draws; i++) {
      boolean mixes = i % 2 == 0 || several.isEmpty();
      String kind = mixes ? "" : several.get(random.nextInt(several.size()));
      List<Scenario.Part> parts = new ArrayList<>();
      for (int path = 0; path < DRAWN_PATHS; path++) {
        String from = mixes ? kinds.get(random.nextInt(kinds.size())) : kind;
        parts.add(part(tracesOf(byKind, from), folder, random));
      }
      drawn.add(new Scenario("drawn" + i, "drawn", OptionalInt.of(DRAWN_SECONDS), parts));
    }
    return drawn;
  }

  private static Scenario.Part part(List<String> traces, TraceFolder folder, Random random) {
    String trace = traces.get(random.nextInt(traces.size()));
    int seconds = folder.load(trace).seconds();
    int latest = Math.max(0, seconds - Math.max(SHORTEST, DRAWN_SECONDS));
    return new Scenario.Part(trace, random.nextInt(latest + 1));
  }

  private static List<String> tracesOf(Map<String, List<String>> byKind, String kind) {
    return byKind.getOrDefault(kind, List.of());
  }
}
