package io.isthmus.lab.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
  @Test
  void classesAreAveragedThenScenariosThenFamilies() {
    Verdict verdict =
        Verdict.of(
            "s",
            "",
            List.of(
                row("a", "a1", 1),
                row("a", "a1", 3),
                row("a", "a2", 6),
                row("b", "b1", 8),
                row("b", "b1", 12)));

    // a1 = 2, a2 = 6, so a = 4; b = 10
    assertThat(verdict.macro().violPct()).isEqualTo(7);
    assertThat(verdict.families())
        .extracting(group -> group.score().violPct())
        .containsExactly(4.0, 10.0);
  }

  @Test
  void cellsThatAreBelowAreCounted() {
    Verdict ours = Verdict.of("ours", "", List.of(row("a", "a", 1), row("a", "b", 2)));
    Verdict other = Verdict.of("other", "", List.of(row("a", "a", 2), row("a", "b", 2)));

    assertThat(ours.cellsBelow(other)).isEqualTo(1);
  }

  private static Verdict.Row row(String family, String scenario, double violPct) {
    return new Verdict.Row(family, scenario, "voice", new Score(violPct, 0, 0, violPct));
  }
}
