package io.isthmus.lab.bench;

import io.isthmus.lab.LabFailure;
import io.isthmus.lab.flow.TunnelPing;
import io.isthmus.lab.kernel.Namespace;
import io.isthmus.lab.kernel.ProcFs;
import io.isthmus.lab.kernel.ProcFs.KernelMemory;
import io.isthmus.lab.network.TunnelAddress;
import io.isthmus.lab.rest.ControllerApi;
import io.isthmus.lab.rest.Exchange;
import io.isthmus.lab.up.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How long it takes from a REST request until overlays between two edges carry packets, and what
 * they cost; beside it the conventional way, a device, a table and a rule for each.
 */
public final class OverlaysBench {
  private static final int WARM_UPS = 3;
  private static final int WARM_UP_COUNT = 100;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration SETTLE = Duration.ofMillis(1_500);

  private final Consumer<OverlaysRow> listener;

  /**
   * @param listener is told of each row as soon as it is measured
   */
  public OverlaysBench(Consumer<OverlaysRow> listener) {
    this.listener = listener;
  }

  /** Measures every way for every count; {@code most} bounds the one with a request each. */
  public List<OverlaysRow> run(List<Integer> counts, int most) throws IOException {
    List<OverlaysRow> rows = new ArrayList<>();
    try (BenchLab bench = BenchLab.up(BenchIntent.withOverlays(0))) {
      Measuring measuring = new Measuring(bench);
      add(rows, measuring.oneIntent(WARM_UP_COUNT, OverlaysRow.State.COLD));
      for (int i = 0; i < WARM_UPS; i++) {
        measuring.oneIntent(WARM_UP_COUNT, OverlaysRow.State.WARM);
      }
      for (int count : counts) {
        add(rows, measuring.oneIntent(count, OverlaysRow.State.WARM));
      }
      for (int count : counts) {
        if (count <= most) {
          add(rows, measuring.oneRequestEach(count));
        }
      }
    }
    for (int count : counts) {
      add(rows, Conventional.measure(count));
    }
    return rows;
  }

  private void add(List<OverlaysRow> rows, OverlaysRow row) {
    rows.add(row);
    listener.accept(row);
  }

  /** The measurements on one lab. */
  private static final class Measuring {
    private final BenchLab bench;
    private final ControllerApi api;
    private final Namespace left;
    private final int leftNumber;
    private final int rightNumber;

    Measuring(BenchLab bench) {
      this.bench = bench;
      this.api = bench.api();
      this.left = bench.lab().name().edge(BenchIntent.LEFT);
      this.leftNumber = TunnelAddress.edgeNumber(left);
      this.rightNumber = TunnelAddress.edgeNumber(bench.lab().name().edge(BenchIntent.RIGHT));
    }

    OverlaysRow oneIntent(int count, OverlaysRow.State state) throws IOException {
      return measure("one intent", count, state, () -> apply(count));
    }

    OverlaysRow oneRequestEach(int count) throws IOException {
      return measure(
          "one request each",
          count,
          OverlaysRow.State.WARM,
          () -> {
            for (int i = 0; i < count; i++) {
              requireDone(api.put("/overlays/" + BenchIntent.name(i), overlay(i)));
            }
          });
    }

    private OverlaysRow measure(String way, int count, OverlaysRow.State state, Runnable change)
        throws IOException {
      Waiting.pause(SETTLE);
      KernelMemory memoryBefore = ProcFs.kernelMemory();
      BenchLab.Cpu cpuBefore = bench.cpu();
      long begin = System.nanoTime();
      change.run();
      long acknowledged = System.nanoTime();
      long last = ping(count - 1);
      long all = pingAll(count);
      Waiting.pause(SETTLE);
      OverlaysRow row =
          new OverlaysRow(
              way,
              count,
              state,
              (acknowledged - begin) / 1e6,
              (last - begin) / 1e6,
              (all - begin) / 1e6,
              OverlaysRow.memory(ProcFs.kernelMemory().since(memoryBefore)),
              OverlaysRow.cpu(bench.cpu().since(cpuBefore)));
      apply(0);
      return row;
    }

    private void apply(int count) {
      requireDone(api.postYaml("/intent:apply", BenchIntent.withOverlays(count)));
    }

    private static void requireDone(Exchange exchange) {
      if (!ControllerApi.require(exchange).isDone()) {
        throw new LabFailure("the edges have not acknowledged within the wait: " + exchange.body());
      }
    }

    private static JsonNode overlay(int number) {
      return JsonMapper.shared()
          .readTree(
              "{\"edges\": [\"left\", \"right\"], \"encryption\": \"OFF\", \"vni\": %d}"
                  .formatted(BenchIntent.vni(number)));
    }

    private long ping(int overlay) throws IOException {
      return left.call(() -> pingHere(overlay));
    }

    private long pingAll(int count) throws IOException {
      return left.call(() -> {
        for (int i = 0; i < count; i++) {
          pingHere(i);
        }
        return System.nanoTime();
      });
    }

    private long pingHere(int overlay) throws IOException {
      int vni = BenchIntent.vni(overlay);
      return TunnelPing.awaitHere(
              TunnelAddress.of(leftNumber, vni),
              TunnelAddress.of(rightNumber, vni),
              System.nanoTime() + LIMIT.toNanos())
          .orElseThrow(() ->
              new LabFailure(
                  "overlay %d of the bench is acknowledged and does not answer a ping"
                      .formatted(overlay)));
    }
  }
}
