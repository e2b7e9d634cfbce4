package io.isthmus.lab.replay;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Cells drawn as text, a line per path: {@code x} is a second in which nothing answers. */
final class Drawn {
  private Drawn() {}

  static Cell cell(String... paths) {
    List<Trace> traces = Arrays.stream(paths).map(Drawn::trace).toList();
    List<Scenario.Part> parts =
        traces.stream().map(trace -> new Scenario.Part(trace.name(), 0)).toList();
    Scenario scenario = new Scenario("drawn", "drawn", OptionalInt.empty(), parts);
    return Cell.of(scenario, Demand.VOICE, traces);
  }

  static Trace trace(String seconds) {
    int n = seconds.length();
    double[] rtt = new double[n];
    double[] loss = new double[n];
    double[] rate = new double[n];
    Arrays.fill(rate, Double.NaN);
    for (int t = 0; t < n; t++) {
      rtt[t] = seconds.charAt(t) == 'x' ? Double.NaN : 20;
      loss[t] = seconds.charAt(t) == 'x' ? 100 : 0;
    }
    return new Trace(seconds, rtt, new double[n], loss, rate);
  }
}
