package io.isthmus.lab.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How one selector fared in all cells, and their macro average: classes, then scenarios, then
 * families, with equal weights.
 */
record Verdict(
    String selector, String description, Score macro, List<Group> families, List<Row> cells) {
  record Row(String family, String scenario, String demand, Score score) {}

  record Group(String family, Score score) {}

  static Verdict of(String selector, String description, List<Row> cells) {
    List<Group> families = new ArrayList<>();
    by(cells, Row::family)
        .forEach((family, rows) -> families.add(new Group(family, meanOfScenarios(rows))));
    return new Verdict(
        selector,
        description,
        Score.mean(families.stream().map(Group::score).toList()),
        families,
        List.copyOf(cells));
  }

  /** The same under another name. */
  Verdict named(String name) {
    return new Verdict(name, description, macro, families, cells);
  }

  private static Score meanOfScenarios(List<Row> rows) {
    return Score.mean(
        by(rows, Row::scenario).values().stream()
            .map(classes -> Score.mean(classes.stream().map(Row::score).toList()))
            .toList());
  }

  private static Map<String, List<Row>> by(List<Row> rows, Function<Row, String> key) {
    Map<String, List<Row>> groups = new LinkedHashMap<>();
    rows.forEach(row -> groups.computeIfAbsent(key.apply(row), any -> new ArrayList<>()).add(row));
    return groups;
  }

  /** In how many cells this one has fewer seconds in violation than the other. */
  int cellsBelow(Verdict other) {
    int below = 0;
    for (int i = 0; i < cells.size(); i++) {
      below += cells.get(i).score().violPct() < other.cells.get(i).score().violPct() ? 1 : 0;
    }
    return below;
  }
}
