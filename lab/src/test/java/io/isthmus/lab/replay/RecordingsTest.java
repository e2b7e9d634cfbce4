package io.isthmus.lab.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.selection.predict.Mode;
import io.isthmus.selection.predict.Model;
import io.isthmus.selection.predict.PredictiveSelector;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Replays of two real recordings, whose licences let them be here (ATTRIBUTION.md beside them). */
class RecordingsTest {
  private static final Path FOLDER = Path.of("src/test/resources/replay");
  private static final Path GOLDEN = FOLDER.resolve("golden.txt");
  private final StringWriter out = new StringWriter();

  @Test
  void everyFigureIsAsItWas() throws IOException {
    int code = replay("--lag", "0");

    assertThat(code).isZero();
    String actual = out.toString();
    Path written = Files.writeString(Path.of("target", "replay-golden.txt"), actual);
    assertThat(actual)
        .as("if the change is meant, copy %s to %s", written, GOLDEN)
        .isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void theDocumentNamesEveryCell() {
    int code = replay("--selector", "enhanced-aar", "--lag", "2", "--json");

    assertThat(code).isZero();
    JsonNode document = JsonMapper.shared().readTree(out.toString());
    JsonNode selector = document.path("selectors").path(0);
    assertThat(document.path("lag").intValue()).isEqualTo(2);
    assertThat(selector.path("macro").path("violPct").doubleValue()).isPositive();
    assertThat(selector.path("families")).hasSize(2);
    assertThat(selector.path("cells")).hasSize(6);
    assertThat(selector.path("cells").path(5).path("demand").stringValue()).isEqualTo("bulk");
  }

  @Test
  void wrongArgumentsAreRefused() {
    assertThat(replay("--lag", "-1")).isEqualTo(2);
    assertThat(new CommandLine(new ReplayCommand()).setErr(new PrintWriter(out)).execute())
        .isEqualTo(2);
    assertThat(out.toString()).contains("--traces");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void oursNeverFlapsFasterThanTheHoldDown(Mode mode) {
    for (Cell cell : cells()) {
      int holdDown =
          new PredictiveSelector(Model.shipped(), mode, cell.demand().bounds(), cell.paths())
              .holdDownSeconds();
      for (int lag : new int[] {0, 2}) {
        int[] chosen = new Replay(lag).choices(cell, ours(Model.shipped(), mode));

        assertThat(shortestReturn(chosen)).isGreaterThan(holdDown);
      }
    }
  }

  @Test
  void recipesAreTriedAsTheSelectorChooses() {
    List<Cell> cells = cells();
    List<CostFit.WeightedCell> weighted =
        cells.stream().map(c -> new CostFit.WeightedCell(new TrainingCell(c), 1)).toList();
    List<double[]> fits = CostFit.ALL.stream().map(fit -> fit.weights(weighted)).toList();
    for (Mode mode : Mode.values()) {
      for (Recipe recipe : Recipe.drawn(mode, 5, 3)) {
        var policy = recipe.policy(fits);
        Model model = new Model("", Map.of(Mode.QUALITY, policy, Mode.STABLE, policy));
        for (CostFit.WeightedCell cell : weighted) {
          int[] tried = new CostTable(cell.cell(), fits).choices(recipe, 0);
          int[] chosen = new Replay(0).choices(cell.cell().cell(), ours(model, mode));

          assertThat(differing(tried, chosen)).as("%s", recipe).isLessThan(chosen.length / 50);
        }
      }
    }
  }

  @Test
  void trainingIsTheSameEachTimeAndReadable() {
    List<Scenario> scenarios = ScenarioFile.read(FOLDER.resolve("scenarios.json"));
    Model once = train(scenarios);
    Model again = train(scenarios);

    assertThat(once.toText()).isEqualTo(again.toText());
    assertThat(Model.parse(once.toText()).toText()).isEqualTo(once.toText());
  }

  @Test
  void nothingHeldOutIsTrainedOn() {
    Scenario car = ScenarioFile.read(FOLDER.resolve("scenarios.json")).getFirst();
    Scenario whole = scenario("cell3_all_verizon");
    Scenario sister = scenario("cell3_20230513_atnt");
    Scenario ship = scenario("leo_fjord_20241212");

    assertThat(HeldOut.RECORDINGS.allowedBeside(car)).rejects(car, whole).accepts(sister, ship);
    assertThat(HeldOut.RECORDINGS.allowedBeside(whole)).rejects(car, whole).accepts(sister, ship);
    assertThat(HeldOut.KINDS.allowedBeside(car)).rejects(car, whole, sister).accepts(ship);
  }

  private static Scenario scenario(String trace) {
    Scenario.Part part = new Scenario.Part(trace, 0);
    return new Scenario(trace, "f", OptionalInt.empty(), List.of(part, part));
  }

  private static Model train(List<Scenario> scenarios) {
    TrainingSet set = new TrainingSet(scenarios, new TraceFolder(FOLDER.resolve("traces")), 4, 1);
    return new Trainer(set, 5, 1, step -> {}).train("a test");
  }

  private static Contender ours(Model model, Mode mode) {
    return Contenders.predictive("ours", "", model, mode);
  }

  private static int differing(int[] one, int[] other) {
    int differing = 0;
    for (int t = 0; t < one.length; t++) {
      differing += one[t] == other[t] ? 0 : 1;
    }
    return differing;
  }

  /** The fewest seconds after which a path just left is taken again. */
  private static int shortestReturn(int[] chosen) {
    int shortest = Integer.MAX_VALUE;
    int left = -1;
    int leftAt = 0;
    for (int t = 1; t < chosen.length; t++) {
      if (chosen[t] != chosen[t - 1]) {
        shortest = chosen[t] == left ? Math.min(shortest, t - leftAt) : shortest;
        left = chosen[t - 1];
        leftAt = t;
      }
    }
    return shortest;
  }

  private static List<Cell> cells() {
    return Cells.of(
        ScenarioFile.read(FOLDER.resolve("scenarios.json")),
        new TraceFolder(FOLDER.resolve("traces")));
  }

  private int replay(String... more) {
    String[] given = {
      "--traces", FOLDER.resolve("traces").toString(),
      "--scenarios", FOLDER.resolve("scenarios.json").toString()
    };
    String[] all = Stream.concat(Arrays.stream(given), Arrays.stream(more)).toArray(String[]::new);
    return new CommandLine(new ReplayCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(new StringWriter()))
        .execute(all);
  }
}
