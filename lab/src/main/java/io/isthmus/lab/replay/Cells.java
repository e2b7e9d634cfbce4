package io.isthmus.lab.replay;

import java.util.ArrayList;
import java.util.List;

/** The cells of a file of scenarios: every scenario for every class, in that order. */
final class Cells {
  private Cells() {}

  static List<Cell> of(List<Scenario> scenarios, TraceFolder folder) {
    List<Cell> cells = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      for (Demand demand : Demand.values()) {
        cells.add(Cell.of(scenario, demand, folder));
      }
    }
    return cells;
  }
}
