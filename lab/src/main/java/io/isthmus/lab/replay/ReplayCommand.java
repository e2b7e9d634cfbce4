package io.isthmus.lab.replay;

import io.isthmus.lab.TextTable;
import io.isthmus.selection.predict.Model;
import java.io.PrintWriter;
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
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code isthmus replay}: judges selectors on recordings. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Judge path selectors on recordings of real links.",
      "Each selector chooses a path for every second from what was measured before; printed are the"
          + " seconds in violation, moves and flaps. docs/replay.md tells what is what."
    },
    subcommands = TrainCommand.class)
public final class ReplayCommand implements Callable<Integer> {
  /** Older telemetry than this says nothing of the present. */
  private static final int LONGEST_LAG = 3600;

  @Option(
      names = "--traces",
      paramLabel = "DIR",
      description = "Folder with the traces, NAME.csv.gz or csv/NAME.csv.gz.")
  private @Nullable Path traces;

  @Option(names = "--scenarios", paramLabel = "FILE", description = "JSON list of scenarios.")
  private @Nullable Path scenarios;

  @Option(
      names = "--selector",
      paramLabel = "NAME",
      defaultValue = Contenders.ALL,
      description = {
        "static, hindsight, aar, enhanced-aar, greedy, stay, fail-fast, predictive-quality,",
        "predictive-stable, oracle, or all (the default)."
      })
  private String selector = Contenders.ALL;

  @Option(
      names = "--lag",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seconds by which measurements come late (default: ${DEFAULT-VALUE}).")
  private int lag;

  @Option(names = "--json", description = "Print everything as one JSON document.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (traces == null || scenarios == null) {
      throw new ParameterException(spec.commandLine(), "give both --traces and --scenarios");
    }
    if (lag < 0 || lag > LONGEST_LAG) {
      throw new ParameterException(
          spec.commandLine(), "--lag %d is outside 0-%d".formatted(lag, LONGEST_LAG));
    }
    List<Contender> contenders = Contenders.named(selector, Model.shipped());
    List<Cell> cells = Cells.of(ScenarioFile.read(scenarios), new TraceFolder(traces));
    Replay replay = new Replay(lag);
    List<Verdict> verdicts =
        contenders.stream().map(contender -> replay.judge(cells, contender)).toList();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(document(verdicts));
    } else {
      print(out, verdicts);
    }
    out.flush();
    return 0;
  }

  private record Document(int lag, List<Verdict> selectors) {}

  private String document(List<Verdict> verdicts) {
    return JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValueAsString(new Document(lag, verdicts));
  }

  private void print(PrintWriter out, List<Verdict> verdicts) {
    if (verdicts.size() == 1) {
      out.println(cellTable(verdicts.getFirst()));
    }
    out.println(familyTable(verdicts));
    out.print(macroTable(verdicts));
  }

  private TextTable macroTable(List<Verdict> verdicts) {
    TextTable table =
        new TextTable(
            "Macro averages (classes, then scenarios, then families), lag %d s".formatted(lag),
            "selector",
            "viol %",
            "sw/h",
            "flaps/h",
            "eff %",
            "");
    for (Verdict verdict : verdicts) {
      Score score = verdict.macro();
      table.row(
          verdict.selector(),
          number(score.violPct(), 2),
          number(score.movesPerHour(), 1),
          number(score.flapsPerHour(), 1),
          number(score.effPct(), 2),
          verdict.description());
    }
    return table;
  }

  static TextTable familyTable(List<Verdict> verdicts) {
    List<String> headings = new ArrayList<>(List.of("selector"));
    verdicts.getFirst().families().forEach(group -> headings.add(group.family()));
    TextTable table =
        new TextTable("Seconds in violation, %, by family", headings.toArray(String[]::new));
    for (Verdict verdict : verdicts) {
      List<Object> row = new ArrayList<>(List.of(verdict.selector()));
      verdict.families().forEach(group -> row.add(number(group.score().violPct(), 2)));
      table.row(row.toArray());
    }
    return table;
  }

  private static TextTable cellTable(Verdict verdict) {
    TextTable table =
        new TextTable(
            "%s (%s), each scenario and class".formatted(verdict.selector(), verdict.description()),
            "family",
            "scenario",
            "class",
            "viol %",
            "sw/h",
            "flaps/h",
            "eff %");
    for (Verdict.Row row : verdict.cells()) {
      table.row(
          row.family(),
          row.scenario(),
          row.demand(),
          number(row.score().violPct(), 2),
          number(row.score().movesPerHour(), 1),
          number(row.score().flapsPerHour(), 1),
          number(row.score().effPct(), 2));
    }
    return table;
  }

  private static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
