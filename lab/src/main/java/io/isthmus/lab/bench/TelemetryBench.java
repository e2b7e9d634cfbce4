package io.isthmus.lab.bench;

import io.isthmus.lab.kernel.ProcFs;
import io.isthmus.lab.network.ManagementNet;
import io.isthmus.lab.process.LabProcess;
import io.isthmus.lab.rest.ControllerApi;
import io.isthmus.lab.up.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.JsonNode;

/**
 * Continuous measuring of many paths by real probes: two edges with so many WAN links each that
 * every link of one reaches every link of the other.
 */
public final class TelemetryBench {
  private static final Duration WARM_UP = Duration.ofSeconds(60);
  private static final Duration STEP = Duration.ofSeconds(10);

  private final int linksOfAnEdge;
  private final Duration length;
  private final Consumer<Sample> listener;

  /**
   * The system at an instant; memory in bytes, resident.
   *
   * @param windowsWaiting seconds of measurements that the agents have not got rid of
   * @param windowsDropped windows that agents dropped since they started
   * @param stalestMs age of the oldest newest window at the controller; NaN when it does not tell
   */
  public record Sample(
      double atSeconds,
      long controllerBytes,
      long databaseBytes,
      long agentsBytes,
      double controllerCpuSeconds,
      double databaseCpuSeconds,
      double agentsCpuSeconds,
      double windowsWaiting,
      double windowsDropped,
      double stalestMs) {}

  /**
   * What came of it.
   *
   * @param paths directions of paths that were measured
   * @param controllerGrowthPct mean of the last quarter against that of the first after warm-up
   */
  public record Result(
      int paths,
      double minutes,
      double controllerGrowthPct,
      double databaseGrowthPct,
      double agentsGrowthPct,
      double mostWaiting,
      double dropped,
      double worstStaleMs,
      List<Sample> samples) {}

  public TelemetryBench(int paths, Duration length, Consumer<Sample> listener) {
    this.linksOfAnEdge = (int) Math.ceil(Math.sqrt(paths / 2.0));
    this.length = length;
    this.listener = listener;
  }

  public Result run() {
    try (BenchLab bench = BenchLab.up(BenchIntent.withLinks(linksOfAnEdge))) {
      Waiting.pause(WARM_UP);
      List<Sample> samples = new ArrayList<>();
      long begin = System.nanoTime();
      BenchLab.Cpu cpuBegin = bench.cpu();
      for (long due = begin; due - begin <= length.toNanos(); due += STEP.toNanos()) {
        Waiting.pause(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
        Sample sample = sample(bench, cpuBegin, (System.nanoTime() - begin) / 1e9);
        samples.add(sample);
        listener.accept(sample);
      }
      return result(samples);
    }
  }

  private static Sample sample(BenchLab bench, BenchLab.Cpu cpuBegin, double atSeconds) {
    long controller = 0;
    long agents = 0;
    for (LabProcess process : bench.lab().processes().mains()) {
      long bytes = ProcFs.rssBytes(process.pid()).orElse(0);
      controller += process.role().equals("controller") ? bytes : 0;
      agents += process.role().startsWith("agent/") ? bytes : 0;
    }
    long database =
        bench.lab().processes().workingIn(bench.lab().controllerData()).stream()
            .mapToLong(server -> ProcFs.rssBytes(server.pid()).orElse(0))
            .sum();
    BenchLab.Cpu cpu = bench.cpu().since(cpuBegin);
    ManagementNet management = ManagementNet.of(bench.lab().name());
    AgentMetrics left = AgentMetrics.of(management.edge(1));
    AgentMetrics right = AgentMetrics.of(management.edge(2));
    return new Sample(
        atSeconds,
        controller,
        database,
        agents,
        cpu.controller(),
        cpu.database(),
        cpu.agents(),
        Math.max(waiting(left), waiting(right)),
        dropped(left) + dropped(right),
        stalestMs(bench.api()));
  }

  private static double waiting(AgentMetrics metrics) {
    return metrics.value("isthmus_edge_measurement_batches_waiting");
  }

  private static double dropped(AgentMetrics metrics) {
    return metrics.value("isthmus_edge_windows_dropped_total");
  }

  private static double stalestMs(ControllerApi api) {
    double stalest = Double.NaN;
    Instant now = Instant.now();
    for (JsonNode path : api.list("/paths?limit=1000")) {
      for (String side : List.of("quality", "remoteQuality")) {
        String measured = path.path(side).path("measuredAt").asString("");
        if (!measured.isEmpty()) {
          double age = Duration.between(Instant.parse(measured), now).toNanos() / 1e6;
          stalest = Double.isNaN(stalest) ? age : Math.max(stalest, age);
        }
      }
    }
    return stalest;
  }

  private Result result(List<Sample> samples) {
    return new Result(
        2 * linksOfAnEdge * linksOfAnEdge,
        length.toSeconds() / 60.0,
        growthPct(samples, Sample::controllerBytes),
        growthPct(samples, Sample::databaseBytes),
        growthPct(samples, Sample::agentsBytes),
        samples.stream().mapToDouble(Sample::windowsWaiting).max().orElse(0),
        samples.getLast().windowsDropped(),
        samples.stream().mapToDouble(Sample::stalestMs).max().orElse(Double.NaN),
        samples);
  }

  private static double growthPct(List<Sample> samples, ToDoubleFunction<Sample> field) {
    int quarter = Math.max(1, samples.size() / 4);
    double first = samples.stream().limit(quarter).mapToDouble(field).average().orElse(0);
    double last =
        samples.stream().skip(samples.size() - quarter).mapToDouble(field).average().orElse(0);
    return 100 * (last / first - 1);
  }
}
