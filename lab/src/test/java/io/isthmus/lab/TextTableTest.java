package io.isthmus.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    TextTable table = new TextTable("Edges", "edge", "state");

    table.row("far-edge-van", "IN_SYNC");
    table.row("x", 7);

    assertThat(table)
        .hasToString(
            """
            Edges
              edge          state
              far-edge-van  IN_SYNC
              x             7
            """);
  }

  @Test
  void aRowOfAnotherLengthIsABug() {
    TextTable table = new TextTable("Edges", "edge", "state");

    assertThatIllegalArgumentException().isThrownBy(() -> table.row("x"));
  }
}
