package io.isthmus.lab.replay;

import io.isthmus.lab.LabFailure;
import io.isthmus.lab.TextTable;
import io.isthmus.selection.predict.Mode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code isthmus replay train}: learns a model from recordings. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Learn the model of the predictive selector from recordings.",
      "The same recordings, seed and counts give the same model."
    })
final class TrainCommand implements Callable<Integer> {
  @Option(
      names = "--traces",
      paramLabel = "DIR",
      required = true,
      description = "Folder with the traces.")
  private Path traces = Path.of("");

  @Option(
      names = "--scenarios",
      paramLabel = "FILE",
      required = true,
      description = "JSON list of scenarios.")
  private Path scenarios = Path.of("");

  @Option(names = "--out", paramLabel = "FILE", description = "Where to write the model.")
  private @Nullable Path out;

  @Option(
      names = "--cross-validate",
      description =
          "Print what each mode scores on what it was trained on, on recordings and on kinds of"
              + " recordings that it has not seen.")
  private boolean crossValidate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of all that is drawn (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--draws",
      paramLabel = "N",
      defaultValue = "60",
      description = "How many scenarios to draw beside those given (default: ${DEFAULT-VALUE}).")
  private int draws;

  @Option(
      names = "--recipes",
      paramLabel = "N",
      defaultValue = "1200",
      description =
          "How many ways to act on costs to try for each mode (default: ${DEFAULT-VALUE}).")
  private int recipes;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    require(out != null || crossValidate, "give --out, --cross-validate or both");
    require(draws >= 0 && draws <= 1000, "--draws %d is outside 0-1000".formatted(draws));
    require(
        recipes >= 1 && recipes <= 10_000, "--recipes %d is outside 1-10000".formatted(recipes));
    List<Scenario> given = ScenarioFile.read(scenarios);
    TrainingSet set = new TrainingSet(given, new TraceFolder(traces), draws, seed);
    PrintWriter errors = spec.commandLine().getErr();
    Trainer trainer =
        new Trainer(set, recipes, seed, step -> errors.println("isthmus replay: " + step));
    if (out != null) {
      write(out, trainer.train(note(given)).toText());
    }
    if (crossValidate) {
      report(trainer, set);
    }
    return 0;
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }

  private String note(List<Scenario> given) {
    long used =
        given.stream()
            .flatMap(s -> s.paths().stream())
            .map(Scenario.Part::trace)
            .distinct()
            .count();
    return "%d recordings in %d scenarios and %d drawn, %d recipes, seed %d"
        .formatted(used, given.size(), draws, recipes, seed);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new LabFailure("cannot write %s: %s".formatted(file, e), e);
    }
  }

  private void report(Trainer trainer, TrainingSet set) {
    List<Cell> cells = set.judged().stream().map(TrainingCell::cell).toList();
    Verdict enhanced = new Replay(0).judge(cells, References.enhancedAar());
    TextTable table =
        new TextTable(
            "Macro averages by what was held out of fits and recipes, lag 0 s",
            "selector",
            "",
            "viol %",
            "sw/h",
            "flaps/h",
            "eff %",
            "cells below enhanced AAR");
    PrintWriter printer = spec.commandLine().getOut();
    List<Verdict> verdicts = new ArrayList<>(List.of(enhanced));
    for (HeldOut heldOut : HeldOut.all()) {
      for (Mode mode : Mode.values()) {
        Verdict verdict = trainer.crossValidate(mode, heldOut);
        row(table, verdict, heldOut, enhanced);
        verdicts.add(verdict.named(verdict.selector() + ", " + label(heldOut)));
      }
    }
    printer.println(ReplayCommand.familyTable(verdicts));
    printer.print(table);
    printer.flush();
  }

  private static void row(TextTable table, Verdict verdict, HeldOut heldOut, Verdict enhanced) {
    Score score = verdict.macro();
    table.row(
        verdict.selector(),
        label(heldOut),
        String.format(Locale.ROOT, "%.2f", score.violPct()),
        String.format(Locale.ROOT, "%.1f", score.movesPerHour()),
        String.format(Locale.ROOT, "%.1f", score.flapsPerHour()),
        String.format(Locale.ROOT, "%.2f", score.effPct()),
        "%d of %d".formatted(verdict.cellsBelow(enhanced), verdict.cells().size()));
  }

  private static String label(HeldOut heldOut) {
    return heldOut.name().toLowerCase(Locale.ROOT) + " held out";
  }
}
