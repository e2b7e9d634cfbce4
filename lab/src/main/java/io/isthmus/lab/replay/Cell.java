package io.isthmus.lab.replay;

import io.isthmus.lab.LabFailure;
import io.isthmus.selection.predict.PathSecond;
import java.util.List;

/**
 * One scenario for one class, in one order of its paths: what is measured in each second of each
 * path, and whether it violates.
 */
final class Cell {
  private final Scenario scenario;
  private final Demand demand;
  private final List<Trace> traces;
  private final int[] offsets;
  private final int seconds;

  /** By path, then second. */
  private final boolean[][] violated;

  private Cell(
      Scenario scenario,
      Demand demand,
      List<Trace> traces,
      int[] offsets,
      int seconds,
      boolean[][] violated) {
    this.scenario = scenario;
    this.demand = demand;
    this.traces = traces;
    this.offsets = offsets;
    this.seconds = seconds;
    this.violated = violated;
  }

  static Cell of(Scenario scenario, Demand demand, TraceFolder folder) {
    return of(
        scenario,
        demand,
        scenario.paths().stream().map(part -> folder.load(part.trace())).toList());
  }

  static Cell of(Scenario scenario, Demand demand, List<Trace> traces) {
    int[] offsets = scenario.paths().stream().mapToInt(Scenario.Part::offsetSeconds).toArray();
    int seconds = scenario.seconds().orElse(Integer.MAX_VALUE);
    for (int path = 0; path < offsets.length; path++) {
      seconds = Math.min(seconds, traces.get(path).seconds() - offsets[path]);
    }
    if (seconds <= 0) {
      throw new LabFailure(
          "scenario %s is empty: an offset leaves nothing of its trace".formatted(scenario.name()));
    }
    Cell cell =
        new Cell(scenario, demand, traces, offsets, seconds, new boolean[offsets.length][seconds]);
    cell.judge();
    return cell;
  }

  private void judge() {
    PathSecond second = new PathSecond(paths());
    for (int t = 0; t < seconds; t++) {
      fill(second, t);
      for (int path = 0; path < paths(); path++) {
        violated[path][t] = demand.bounds().violated(second, path);
      }
    }
  }

  /** The same with the first paths moved to the end. */
  Cell rotated(int by) {
    int n = paths();
    boolean[][] turned = new boolean[n][];
    int[] turnedOffsets = new int[n];
    Trace[] turnedTraces = new Trace[n];
    for (int path = 0; path < n; path++) {
      int from = (path + by) % n;
      turned[path] = violated[from];
      turnedOffsets[path] = offsets[from];
      turnedTraces[path] = traces.get(from);
    }
    return new Cell(scenario, demand, List.of(turnedTraces), turnedOffsets, seconds, turned);
  }

  /** Sets what was measured in a second of each path. */
  void fill(PathSecond second, int t) {
    for (int path = 0; path < paths(); path++) {
      Trace trace = traces.get(path);
      int at = offsets[path] + t;
      second.measured(
          path,
          trace.rttMillis()[at],
          trace.jitterMillis()[at],
          trace.lossPct()[at],
          trace.rateMbps()[at] / demand.mbps(trace.name()));
    }
  }

  Scenario scenario() {
    return scenario;
  }

  Demand demand() {
    return demand;
  }

  int paths() {
    return offsets.length;
  }

  int seconds() {
    return seconds;
  }

  boolean violated(int path, int second) {
    return violated[path][second];
  }
}
