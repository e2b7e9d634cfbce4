package io.isthmus.lab.replay;

import io.isthmus.selection.predict.Mode;
import io.isthmus.selection.predict.Model;
import io.isthmus.selection.predict.Policy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Trains a model: fits costs, tries recipes on cells that the fits have not seen, and keeps the
 * best recipe of each mode. The same recordings, seed and counts give the same model.
 */
final class Trainer {
  /** What an hourly move is worth in points of seconds in violation, in quality mode. */
  private static final double QUALITY_MOVE = 0.5 / 36;

  /** Stable mode keeps below this in training, so as to keep below enhanced AAR elsewhere. */
  private static final double STABLE_MOVES = 11.5;

  private static final double STABLE_MOVE = 0.01;
  private static final double EXCESS_MOVE = 0.5;

  private final TrainingSet set;
  private final int recipes;
  private final long seed;
  private final Consumer<String> progress;
  private final Map<HeldOut, List<CostTable>> tables = new EnumMap<>(HeldOut.class);

  Trainer(TrainingSet set, int recipes, long seed, Consumer<String> progress) {
    this.set = set;
    this.recipes = recipes;
    this.seed = seed;
    this.progress = progress;
  }

  Model train(String note) {
    List<CostTable> unseen = tables(HeldOut.RECORDINGS);
    progress.accept("fitting on everything");
    List<double[]> fits = fits(HeldOut.NOTHING, set.judged().getFirst().cell().scenario());
    Map<Mode, Policy> policies = new EnumMap<>(Mode.class);
    for (Mode mode : Mode.values()) {
      Trials trials = trials(mode, unseen);
      policies.put(mode, trials.recipes().get(best(mode, trials, cell -> true)).policy(fits));
    }
    return new Model(note, policies);
  }

  /**
   * What the mode would have scored on each scenario with fits and a recipe that come from other
   * scenarios alone.
   */
  Verdict crossValidate(Mode mode, HeldOut heldOut) {
    Trials trials = trials(mode, tables(heldOut));
    List<Verdict.Row> rows = new ArrayList<>();
    for (int cell = 0; cell < trials.tables().size(); cell++) {
      Scenario judged = scenario(trials, cell);
      var allowed = heldOut.allowedBeside(judged);
      int recipe =
          best(
              mode,
              trials,
              other -> heldOut == HeldOut.NOTHING || allowed.test(scenario(trials, other)));
      rows.add(trials.row(recipe, cell));
    }
    String name = mode.name().toLowerCase(Locale.ROOT);
    return Verdict.of("predictive-" + name, "ours, " + name + " mode", rows);
  }

  private static Scenario scenario(Trials trials, int cell) {
    return trials.tables().get(cell).cell().cell().scenario();
  }

  /** The costs of each cell by fits that have not seen what is to be held out. */
  private List<CostTable> tables(HeldOut heldOut) {
    return tables.computeIfAbsent(heldOut, this::computeTables);
  }

  private List<CostTable> computeTables(HeldOut heldOut) {
    Map<String, List<double[]>> known = new HashMap<>();
    List<CostTable> computed = new ArrayList<>();
    for (TrainingCell cell : set.judged()) {
      Scenario scenario = cell.cell().scenario();
      String key = heldOut == HeldOut.NOTHING ? "" : scenario.name();
      List<double[]> fits = known.get(key);
      if (fits == null) {
        progress.accept(
            "fitting without the %s of %s"
                .formatted(heldOut.name().toLowerCase(Locale.ROOT), scenario.name()));
        fits = fits(heldOut, scenario);
        known.put(key, fits);
      }
      computed.add(new CostTable(cell, fits));
    }
    return computed;
  }

  private List<double[]> fits(HeldOut heldOut, Scenario judged) {
    List<CostFit.WeightedCell> cells = set.allowed(heldOut.allowedBeside(judged));
    return CostFit.ALL.parallelStream().map(fit -> fit.weights(cells)).toList();
  }

  private Trials trials(Mode mode, List<CostTable> tables) {
    progress.accept("trying recipes for %s mode".formatted(mode.name().toLowerCase(Locale.ROOT)));
    List<Recipe> drawn = Recipe.drawn(mode, recipes, seed);
    List<List<Score>> scores =
        drawn.parallelStream()
            .map(recipe -> tables.stream().map(table -> table.score(recipe)).toList())
            .toList();
    return new Trials(tables, drawn, scores);
  }

  private static int best(Mode mode, Trials trials, IntPredicate judged) {
    List<Integer> cells =
        IntStream.range(0, trials.tables().size()).filter(judged).boxed().toList();
    int best = 0;
    double bestLoss = Double.MAX_VALUE;
    for (int recipe = 0; recipe < trials.recipes().size(); recipe++) {
      double loss = loss(mode, trials.verdict(recipe, cells).macro());
      if (loss < bestLoss) {
        bestLoss = loss;
        best = recipe;
      }
    }
    return best;
  }

  private static double loss(Mode mode, Score score) {
    double moves = score.movesPerHour();
    return score.violPct()
        + switch (mode) {
          case QUALITY -> QUALITY_MOVE * moves;
          case STABLE -> STABLE_MOVE * moves + EXCESS_MOVE * Math.max(0, moves - STABLE_MOVES);
        };
  }

  /** The scores of each recipe in each cell. */
  private record Trials(List<CostTable> tables, List<Recipe> recipes, List<List<Score>> scores) {
    Verdict verdict(int recipe, List<Integer> cells) {
      return Verdict.of("", "", cells.stream().map(cell -> row(recipe, cell)).toList());
    }

    Verdict.Row row(int recipe, int index) {
      Cell cell = tables.get(index).cell().cell();
      return new Verdict.Row(
          cell.scenario().family(),
          cell.scenario().name(),
          cell.demand().label(),
          scores.get(recipe).get(index));
    }
  }
}
