package io.isthmus.lab.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.selection.predict.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTest {
  private static final int SECONDS = 900;
  private final Random random = new Random(11);

  @Test
  void aSecondIsToldOnceItIsOverAndTheLagHasPassed() {
    Cell cell = Drawn.cell("..x....", ".......");
    List<String> told = new ArrayList<>();
    Contender spy =
        new Contender.Causal(
            "spy",
            "",
            (bounds, paths) ->
                (current, ended) -> {
                  told.add(bounds.violated(ended, 0) ? "x" : ".");
                  return current;
                });

    new Replay(2).choices(cell, spy);

    assertThat(told).containsExactly(".", ".", "x", ".");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void whatIsToComeChangesNoChoice(int lag) {
    String[] paths = {drawn(), drawn(), drawn()};
    Cell cell = Drawn.cell(paths);
    int from = 500;
    Cell other =
        Drawn.cell(
            Arrays.stream(paths)
                .map(path -> path.substring(0, from) + drawn().substring(from))
                .toArray(String[]::new));

    for (Contender contender : Contenders.named(Contenders.ALL, Model.shipped())) {
      if (contender instanceof Contender.Causal) {
        int[] chosen = new Replay(lag).choices(cell, contender);
        int[] otherwise = new Replay(lag).choices(other, contender);

        assertThat(Arrays.copyOf(otherwise, from + 1 + lag))
            .as(contender.name())
            .containsExactly(Arrays.copyOf(chosen, from + 1 + lag));
      }
    }
  }

  @Test
  void theSameRecordingGivesTheSameChoices() {
    Cell cell = Drawn.cell(drawn(), drawn(), drawn());

    for (Contender contender : Contenders.named(Contenders.ALL, Model.shipped())) {
      assertThat(new Replay(0).choices(cell, contender))
          .as(contender.name())
          .containsExactly(new Replay(0).choices(cell, contender));
    }
  }

  @Test
  void eachPathIsThePreferredOnce() {
    Cell cell = Drawn.cell("xxxx", "..xx", "....");

    Score score = new Replay(0).score(cell, References.all().getFirst());

    assertThat(score.violPct()).isEqualTo(50);
  }

  /** Outages of a few seconds, now and then. */
  private String drawn() {
    StringBuilder seconds = new StringBuilder();
    while (seconds.length() < SECONDS) {
      seconds.append(".".repeat(random.nextInt(60))).append("x".repeat(random.nextInt(8)));
    }
    return seconds.substring(0, SECONDS);
  }
}
