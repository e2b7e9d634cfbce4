package io.isthmus.lab.bench;

import io.isthmus.lab.network.ManagementNet;
import io.isthmus.lab.network.WanKind;
import io.isthmus.lab.up.Waiting;
import io.isthmus.lab.wan.Direction;
import io.isthmus.lab.wan.LineStatus;
import io.isthmus.lab.wan.WanControl;
import io.isthmus.lab.wan.WanSelection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What agents report of a path beside what the emulator does to it, while all processors are busy.
 * Frames are met in one direction of one port, so each lost one is a probe of one edge or an answer
 * to one of the other's, and the mean of both edges' loss is what the emulator counted.
 */
public final class MeasureBench {
  private static final List<Double> DELAYS_MS = List.of(0.0, 5.0, 20.0, 50.0, 100.0);
  private static final List<Double> LOSSES_PCT = List.of(0.0, 1.0, 5.0, 10.0);
  private static final Duration SETTLE = Duration.ofSeconds(4);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final WanSelection LINE =
      WanSelection.port("internet", BenchIntent.LEFT).only(Direction.OUT);

  private final Duration each;
  private final int busyThreads;
  private final Consumer<Row> listener;

  /**
   * One setting.
   *
   * @param didPct what the emulator lost
   * @param rttMs mean of the medians of each second, as the left edge's agent reports it
   */
  public record Row(
      double delayMs, double lossPct, double didPct, double rttMs, double reportedLossPct) {
    public double delayErrorMs() {
      return rttMs - delayMs;
    }

    public double lossErrorPoints() {
      return reportedLossPct - didPct;
    }

    /** 0.2 ms and 2 %; 0.3 points. */
    public boolean isExact() {
      return Math.abs(delayErrorMs()) <= 0.2 + 0.02 * delayMs && Math.abs(lossErrorPoints()) <= 0.3;
    }
  }

  /** What an agent says of a path in the last second. */
  private record Report(double rttMs, double lossPct) {}

  public MeasureBench(Duration each, int busyThreads, Consumer<Row> listener) {
    this.each = each;
    this.busyThreads = busyThreads;
    this.listener = listener;
  }

  public List<Row> run() {
    List<Thread> busy = new ArrayList<>();
    try (BenchLab bench = BenchLab.up(BenchIntent.withQuickProbes(), WanKind.EMULATED)) {
      for (int i = 0; i < busyThreads; i++) {
        busy.add(Thread.ofPlatform().daemon().name("busy " + i).start(MeasureBench::beBusy));
      }
      List<Row> rows = new ArrayList<>();
      for (double delay : DELAYS_MS) {
        rows.add(measure(bench, delay, 0));
      }
      for (double loss : LOSSES_PCT) {
        rows.add(measure(bench, 10, loss));
      }
      return rows;
    } finally {
      busy.forEach(Thread::interrupt);
    }
  }

  private static void beBusy() {
    while (!Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
  }

  private Row measure(BenchLab bench, double delayMs, double lossPct) {
    WanControl wans = bench.lab().wan();
    wans.change(LINE, fields -> fields.put("delayMs", delayMs).put("lossPct", lossPct));
    ManagementNet management = ManagementNet.of(bench.lab().name());
    Waiting.pause(SETTLE);
    LineStatus.Counts before = counts(wans);
    // A lost probe is settled two seconds after it was sent.
    Waiting.pause(Duration.ofSeconds(2));
    List<Report> left = new ArrayList<>();
    List<Report> right = new ArrayList<>();
    long begin = System.nanoTime();
    LineStatus.Counts after = before;
    for (int second = 1; second <= each.toSeconds(); second++) {
      long due = begin + second * SECOND.toNanos();
      Waiting.pause(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
      left.add(report(management.edge(1), BenchIntent.RIGHT));
      right.add(report(management.edge(2), BenchIntent.LEFT));
      if (second == each.toSeconds() - 2) {
        after = counts(wans);
      }
    }
    long lost = after.lost() - before.lost();
    long passed = after.forwarded() - before.forwarded();
    Row row =
        new Row(
            delayMs,
            lossPct,
            lost == 0 ? 0 : 100.0 * lost / (lost + passed),
            left.stream().mapToDouble(Report::rttMs).average().orElse(Double.NaN),
            (mean(left) + mean(right)) / 2);
    listener.accept(row);
    return row;
  }

  private static double mean(List<Report> reports) {
    return reports.stream().mapToDouble(Report::lossPct).average().orElse(Double.NaN);
  }

  private static LineStatus.Counts counts(WanControl wans) {
    return wans.list().stream()
        .filter(line ->
            line.wan().equals("internet")
                && line.edge().equals(BenchIntent.LEFT)
                && line.direction() == Direction.OUT)
        .findFirst()
        .orElseThrow()
        .counts();
  }

  private static Report report(String address, String remote) {
    AgentMetrics metrics = AgentMetrics.of(address);
    String path = "[^}]*path/%s/internet/internet[^}]*".formatted(remote);
    return new Report(
        1e3 * metrics.value("isthmus_edge_path_rtt_seconds\\{" + path + "quantile=\"0.5\"\\}"),
        100 * metrics.value("isthmus_edge_path_loss_ratio\\{" + path + "\\}"));
  }
}
