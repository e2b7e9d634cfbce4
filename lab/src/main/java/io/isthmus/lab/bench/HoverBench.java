package io.isthmus.lab.bench;

import io.isthmus.lab.incident.Stage;
import io.isthmus.lab.incident.Traffic;
import io.isthmus.lab.network.LabIntent;
import io.isthmus.lab.network.WanKind;
import io.isthmus.lab.up.Waiting;
import io.isthmus.lab.wan.WanControl;
import io.isthmus.lab.wan.WanSelection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** A path whose delay hovers around a class's threshold: how often the class moves. */
public final class HoverBench {
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration STEP = Duration.ofMillis(400);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final double THRESHOLD_MS = 25;
  private static final double SWING_MS = 12;

  private final Duration length;
  private final long seed;
  private final Consumer<String> news;

  /**
   * What was seen where packets enter the WANs.
   *
   * @param atSeconds when the class moved
   */
  public record Result(double minutes, long seed, int moves, List<Double> atSeconds) {}

  public HoverBench(Duration length, long seed, Consumer<String> news) {
    this.length = length;
    this.seed = seed;
    this.news = news;
  }

  public Result run() throws IOException {
    String yaml = BenchIntent.withUsualObjective();
    try (BenchLab bench = BenchLab.up(yaml, WanKind.EMULATED)) {
      Stage stage =
          Stage.find(LabIntent.parse(yaml), bench.api(), BenchIntent.QUICK, BenchIntent.PATIENT);
      stage.classify(bench.api());
      try (Traffic traffic =
          new Traffic(bench.lab().name(), stage, length.plus(WARM_UP).plusMinutes(1)).start()) {
        Waiting.pause(WARM_UP);
        return hover(traffic, bench.lab().wan());
      }
    }
  }

  private Result hover(Traffic traffic, WanControl wans) {
    SplittableRandom dice = new SplittableRandom(seed);
    List<Double> moves = new ArrayList<>();
    long begin = System.nanoTime();
    int carrier = traffic.carrier();
    while (System.nanoTime() - begin < length.toNanos()) {
      double delay = THRESHOLD_MS + SWING_MS * (2 * dice.nextDouble() - 1);
      wans.change(WanSelection.wan("internet"), fields -> fields.put("delayMs", delay));
      long stepEnd = System.nanoTime() + STEP.toNanos();
      while (System.nanoTime() < stepEnd) {
        if (traffic.carrier() != carrier) {
          carrier = traffic.carrier();
          moves.add((System.nanoTime() - begin) / 1e9);
          news.accept("after %.0f s by VNI %d".formatted(moves.getLast(), carrier));
        }
        Waiting.pause(LOOK);
      }
    }
    return new Result(length.toSeconds() / 60.0, seed, moves.size(), moves);
  }
}
