package io.isthmus.lab.bench;

import io.isthmus.lab.LabFailure;
import io.isthmus.lab.demo.Instruments;
import io.isthmus.lab.flow.UdpFlow;
import io.isthmus.lab.kernel.Namespace;
import io.isthmus.lab.network.LabIntent;
import io.isthmus.lab.network.LabIntent.EdgeSite;
import io.isthmus.lab.rest.ControllerApi;
import io.isthmus.lab.rest.Exchange;
import io.isthmus.lab.up.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** A class with many prefixes behind the remote edge, rerouted again and again under a flow. */
public final class RerouteBench {
  private static final int PORT = 5001;
  private static final int PACKETS_PER_SECOND = 1_000;
  private static final Duration SETTLE = Duration.ofMillis(100);
  private static final String RIGHT_HOST = "10.2.0.10";
  private static final List<Integer> VNIS = List.of(1001, 1002);

  private final int prefixes;
  private final int packets;
  private final int reroutes;
  private final int warmUps;

  /**
   * What was measured, after the warm-ups.
   *
   * @param reroutes that were done while the flow ran
   * @param acknowledgedMs from the request to its answer, which comes when both edges have
   *     acknowledged
   * @param lastOldPacketMs from the request to the last packet that left by the old overlay
   */
  public record Result(
      int prefixes,
      int packets,
      int lost,
      int reordered,
      int reroutes,
      double acknowledgedMs,
      double worstAcknowledgedMs,
      double lastOldPacketMs,
      double worstLastOldPacketMs,
      double longestGapMs,
      double longestSendGapMs,
      int missedByTaps) {}

  /**
   * @param warmUps reroutes before those that count
   */
  public RerouteBench(int prefixes, int packets, int reroutes, int warmUps) {
    this.prefixes = prefixes;
    this.packets = packets;
    this.reroutes = reroutes;
    this.warmUps = warmUps;
  }

  public Result run() throws IOException, InterruptedException {
    String yaml = BenchIntent.withPrefixes(prefixes);
    List<EdgeSite> edges = LabIntent.parse(yaml).edges();
    try (BenchLab bench = BenchLab.up(yaml)) {
      for (int i = 0; i < warmUps; i++) {
        reroute(bench.api(), 1 - i % 2);
      }
      Namespace from = bench.lab().name().host(BenchIntent.LEFT);
      Namespace to = bench.lab().name().host(BenchIntent.RIGHT);
      try (Instruments instruments =
              new Instruments(bench.lab().name(), edges.getFirst(), edges.getLast());
          UdpFlow flow = new UdpFlow(from, to, RIGHT_HOST, PORT, PACKETS_PER_SECOND, packets)) {
        return measure(bench.api(), instruments, flow);
      }
    }
  }

  private Result measure(ControllerApi api, Instruments instruments, UdpFlow flow)
      throws IOException, InterruptedException {
    List<Double> acknowledged = new ArrayList<>();
    List<Double> lastOld = new ArrayList<>();
    reroute(api, 0);
    flow.start();
    Waiting.pause(SETTLE);
    long spacingMillis = packets * 1_000L / PACKETS_PER_SECOND / (reroutes + 1);
    int current = 0;
    for (int i = 0; i < reroutes && flow.sent() < packets; i++) {
      long begin = System.nanoTime();
      instruments.forget();
      Exchange exchange = reroute(api, 1 - current);
      Waiting.pause(SETTLE);
      long last = instruments.seen(VNIS.get(current)).lastNumber();
      acknowledged.add(exchange.took().toNanos() / 1e6);
      lastOld.add(
          last < 0 ? 0 : Math.max(0, (flow.sentAtNanos(last) - exchange.sentAtNanos()) / 1e6));
      current = 1 - current;
      long left = spacingMillis - (System.nanoTime() - begin) / 1_000_000;
      Waiting.pause(Duration.ofMillis(Math.max(0, left)));
    }
    flow.awaitEnd();
    return result(flow.stop(), acknowledged, lastOld, instruments.missed());
  }

  private Result result(
      UdpFlow.Report report, List<Double> acknowledged, List<Double> lastOld, int missed) {
    return new Result(
        prefixes,
        report.sent(),
        report.lost(),
        report.reordered(),
        lastOld.size(),
        Median.of(acknowledged),
        acknowledged.stream().max(Double::compare).orElse(0.0),
        Median.of(lastOld),
        lastOld.stream().max(Double::compare).orElse(0.0),
        report.longestGapMs(),
        report.longestSendGapMs(),
        missed);
  }

  private static Exchange reroute(ControllerApi api, int to) {
    Exchange exchange =
        api.post(
            "/steering-decisions",
            JsonMapper.shared()
                .createObjectNode()
                .put("trafficClass", "quick")
                .put("overlay", "on-" + (to + 1))
                .put("reason", "bench"));
    if (!ControllerApi.require(exchange).isDone()) {
      throw new LabFailure("the edges have not acknowledged a reroute: " + exchange.body());
    }
    return exchange;
  }
}
