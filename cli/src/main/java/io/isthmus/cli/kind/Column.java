package io.isthmus.cli.kind;

import io.isthmus.cli.show.Words;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * A column of a table.
 *
 * @param width whether it is only shown with {@code -o wide}
 */
public record Column(String title, Function<JsonNode, String> cell, Width width) {
  /** Where a column is shown. */
  public enum Width {
    ALWAYS,
    WIDE
  }

  static Column of(String title, String pointer) {
    return of(title, item -> Words.text(item.at(pointer)));
  }

  static Column of(String title, Function<JsonNode, String> cell) {
    return new Column(title, cell, Width.ALWAYS);
  }

  Column wide() {
    return new Column(title, cell, Width.WIDE);
  }
}
