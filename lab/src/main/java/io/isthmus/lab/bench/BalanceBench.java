package io.isthmus.lab.bench;

import io.isthmus.lab.LabFailure;
import io.isthmus.lab.flow.ManyFlows;
import io.isthmus.lab.incident.Impact;
import io.isthmus.lab.network.LabName;
import io.isthmus.lab.network.WanKind;
import io.isthmus.lab.up.Waiting;
import io.isthmus.lab.wan.WanSelection;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * Many flows of a class that two overlays share 70 to 30, and what becomes of them when one dies.
 */
public final class BalanceBench {
  private static final int PORT = 5020;
  private static final int PACKETS_PER_SECOND = 4_000;
  private static final int ROUNDS = 10;
  private static final String RIGHT_HOST = "10.2.0.10";
  private static final Duration SETTLE = Duration.ofSeconds(2);
  private static final Duration DRAIN = Duration.ofMillis(500);
  private static final int FIRST_VNI = 1001;
  private static final int SECOND_VNI = 1002;

  private final int flows;

  /**
   * What was seen where packets enter the WANs and by the receiving host.
   *
   * @param firstPct flows by the overlay that is to carry 70 % of them
   * @param wandered flows that were carried by both overlays while nothing had changed
   * @param movedNeedlessly flows of the first overlay that moved when the second died
   * @param leftBehind flows of the second that did not move
   */
  public record Result(
      int flows,
      double firstPct,
      int wandered,
      int reordered,
      int lost,
      int movedNeedlessly,
      int leftBehind) {
    public boolean isRight() {
      return Math.abs(firstPct - 70) <= 3
          && wandered == 0
          && reordered == 0
          && movedNeedlessly == 0
          && leftBehind == 0;
    }
  }

  public BalanceBench(int flows) {
    this.flows = flows;
  }

  public Result run() throws IOException {
    String yaml = BenchIntent.withShares();
    try (BenchLab bench = BenchLab.up(yaml, WanKind.EMULATED)) {
      LabName name = bench.lab().name();
      Waiting.pause(SETTLE);
      try (ManyFlows many =
          new ManyFlows(
                  name.host(BenchIntent.LEFT),
                  name.host(BenchIntent.RIGHT),
                  RIGHT_HOST,
                  PORT,
                  flows,
                  PACKETS_PER_SECOND,
                  name.edge(BenchIntent.LEFT))
              .start()) {
        return measure(bench, many);
      }
    }
  }

  private Result measure(BenchLab bench, ManyFlows many) throws IOException {
    many.round();
    Waiting.pause(DRAIN);
    Map<Integer, Integer> first = many.carriers();
    int wandered = 0;
    for (int i = 1; i < ROUNDS; i++) {
      many.round();
      Waiting.pause(Duration.ofMillis(20));
      wandered = Math.max(wandered, different(first, many.carriers()));
    }
    Waiting.pause(DRAIN);
    int reordered = many.reordered();
    int lost = flows * ROUNDS - many.received();
    bench.lab().wan().change(WanSelection.wan("mpls"), Impact.BLACKOUT::describe);
    Waiting.pause(SETTLE);
    many.round();
    Waiting.pause(DRAIN);
    Map<Integer, Integer> after = many.carriers();
    if (many.missed() > 0 || first.size() != flows) {
      throw new LabFailure(
          "the taps saw %d of %d flows and missed frames: measure again"
              .formatted(first.size(), flows));
    }
    return new Result(
        flows,
        100.0 * count(first, FIRST_VNI) / flows,
        wandered,
        reordered,
        lost,
        (int)
            first.entrySet().stream()
                .filter(flow ->
                    flow.getValue() == FIRST_VNI
                        && after.getOrDefault(flow.getKey(), 0) != FIRST_VNI)
                .count(),
        count(after, SECOND_VNI));
  }

  private static int count(Map<Integer, Integer> carriers, int vni) {
    return (int) carriers.values().stream().filter(carrier -> carrier == vni).count();
  }

  private static int different(Map<Integer, Integer> before, Map<Integer, Integer> now) {
    return (int)
        before.entrySet().stream()
            .filter(flow -> !flow.getValue().equals(now.get(flow.getKey())))
            .count();
  }
}
