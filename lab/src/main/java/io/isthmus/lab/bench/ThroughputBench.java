package io.isthmus.lab.bench;

import io.isthmus.lab.LabFailure;
import io.isthmus.lab.flow.TcpStream;
import io.isthmus.lab.network.LabName;
import io.isthmus.lab.rest.ControllerApi;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * TCP between two hosts with one overlay, with many, and over a plain VXLAN device, in turns, so
 * that whatever else the machine does meets all three alike.
 */
public final class ThroughputBench {
  private static final String RIGHT_HOST = "10.2.0.10";
  private static final Duration WARM_UP = Duration.ofSeconds(1);
  private final int overlays;
  private final int rounds;
  private final Duration time;

  /**
   * What was measured; rates in bits per second, medians over the rounds.
   *
   * @param oneToPlainPct one overlay against the plain device
   * @param manyToOnePct many overlays against one
   */
  public record Result(
      String tool,
      int rounds,
      int overlays,
      double plainBps,
      double oneOverlayBps,
      double manyOverlaysBps,
      double oneToPlainPct,
      double manyToOnePct) {}

  public ThroughputBench(int overlays, int rounds, Duration time) {
    this.overlays = overlays;
    this.rounds = rounds;
    this.time = time;
  }

  public Result run() throws IOException {
    List<Double> plain = new ArrayList<>();
    List<Double> one = new ArrayList<>();
    List<Double> many = new ArrayList<>();
    try (BenchLab bench = BenchLab.up(BenchIntent.withOverlays(0));
        PlainVxlan reference = new PlainVxlan()) {
      measure(PlainVxlan.NAME, WARM_UP);
      measure(bench.lab().name(), WARM_UP);
      for (int i = 0; i < rounds; i++) {
        plain.add(measure(PlainVxlan.NAME, time));
        one.add(measure(bench.lab().name(), time));
        apply(bench.api(), overlays - 1);
        many.add(measure(bench.lab().name(), time));
        apply(bench.api(), 0);
      }
    }
    return result(Median.of(plain), Median.of(one), Median.of(many));
  }

  private Result result(double plain, double one, double many) {
    return new Result(
        TcpStream.tool(), rounds, overlays, plain, one, many, 100 * one / plain, 100 * many / one);
  }

  private static double measure(LabName name, Duration time) throws IOException {
    return TcpStream.measureBps(
        name.host(BenchIntent.LEFT), name.host(BenchIntent.RIGHT), RIGHT_HOST, time);
  }

  private static void apply(ControllerApi api, int count) {
    String intent = BenchIntent.withOverlays(count);
    if (!ControllerApi.require(api.postYaml("/intent:apply", intent)).isDone()) {
      throw new LabFailure("the edges have not acknowledged %d overlays".formatted(count + 1));
    }
  }
}
