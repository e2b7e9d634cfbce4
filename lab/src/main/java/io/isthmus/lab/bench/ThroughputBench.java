package io.isthmus.lab.bench;

import io.isthmus.lab.LabFailure;
import io.isthmus.lab.flow.TcpStream;
import io.isthmus.lab.network.LabName;
import io.isthmus.lab.rest.ControllerApi;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * TCP between two hosts: over plain overlays and a plain VXLAN device, over an encrypted overlay
 * and bare WireGuard of the same kind. In turns, so that whatever else the machine does meets all
 * alike.
 */
public final class ThroughputBench {
  private static final String RIGHT_HOST = "10.2.0.10";
  private static final Duration WARM_UP = Duration.ofSeconds(1);
  private final int overlays;
  private final int rounds;
  private final Duration time;

  /**
   * What was measured; rates in bits per second, medians over the rounds. The ratios are medians of
   * the rounds' own, of two measurements that follow each other: a machine that gets slower between
   * rounds moves them less than it moves the rates.
   *
   * @param wireGuard what encrypts: {@code kernel} or {@code wireguard-go}
   * @param oneToPlainPct one overlay against the plain device
   * @param manyToOnePct many overlays against one
   * @param encryptedToBarePct the encrypted overlay against bare WireGuard
   */
  public record Result(
      String tool,
      String wireGuard,
      int rounds,
      int overlays,
      double plainBps,
      double oneOverlayBps,
      double manyOverlaysBps,
      double bareWireGuardBps,
      double encryptedOverlayBps,
      double oneToPlainPct,
      double manyToOnePct,
      double encryptedToBarePct) {}

  public ThroughputBench(int overlays, int rounds, Duration time) {
    this.overlays = overlays;
    this.rounds = rounds;
    this.time = time;
  }

  public Result run() throws IOException {
    List<Double> plain = new ArrayList<>();
    List<Double> one = new ArrayList<>();
    List<Double> many = new ArrayList<>();
    List<Double> bare = new ArrayList<>();
    List<Double> encrypted = new ArrayList<>();
    try (BenchLab bench = BenchLab.up(BenchIntent.withOverlays(0));
        PlainVxlan plainReference = new PlainVxlan();
        BareWireGuard bareReference = new BareWireGuard()) {
      LabName lab = bench.lab().name();
      for (LabName network : List.of(PlainVxlan.NAME, BareWireGuard.NAME, lab)) {
        measure(network, WARM_UP);
      }
      for (int i = 0; i < rounds; i++) {
        plain.add(measure(PlainVxlan.NAME, time));
        one.add(measure(lab, time));
        apply(bench.api(), BenchIntent.withOverlays(overlays - 1));
        many.add(measure(lab, time));
        apply(bench.api(), BenchIntent.encrypted(BenchIntent.withOverlays(0)));
        bare.add(measure(BareWireGuard.NAME, time));
        encrypted.add(measure(lab, time));
        apply(bench.api(), BenchIntent.withOverlays(0));
      }
      return new Result(
          TcpStream.tool(),
          BareWireGuard.kind(),
          rounds,
          overlays,
          Median.of(plain),
          Median.of(one),
          Median.of(many),
          Median.of(bare),
          Median.of(encrypted),
          medianPct(one, plain),
          medianPct(many, one),
          medianPct(encrypted, bare));
    }
  }

  private static double medianPct(List<Double> measured, List<Double> reference) {
    return Median.of(
        IntStream.range(0, measured.size())
            .mapToObj(round -> 100 * measured.get(round) / reference.get(round))
            .toList());
  }

  private static double measure(LabName name, Duration time) throws IOException {
    return TcpStream.measureBps(
        name.host(BenchIntent.LEFT), name.host(BenchIntent.RIGHT), RIGHT_HOST, time);
  }

  private static void apply(ControllerApi api, String intent) {
    if (!ControllerApi.require(api.postYaml("/intent:apply", intent)).isDone()) {
      throw new LabFailure("the edges have not acknowledged another intent");
    }
  }
}
