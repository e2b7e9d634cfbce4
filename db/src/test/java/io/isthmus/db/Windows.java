package io.isthmus.db;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Protection;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.telemetry.PathState;
import io.isthmus.domain.telemetry.PathWindow;
import io.isthmus.domain.telemetry.PathWindow.Delay;
import io.isthmus.domain.telemetry.PathWindow.RoundTrips;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.selection.quality.DelaySketch;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/** Windows for tests, the same for the same seed. Their delays fit into single precision. */
final class Windows {
  private final Random random;

  Windows(long seed) {
    random = new Random(seed);
  }

  static PathKey path(Name tenant, int number) {
    return new PathKey(
        new EdgeKey(tenant, Name.of("edge-" + number)),
        Name.of("lte"),
        Name.of("edge-" + (number + 1)),
        Name.of("fiber"),
        Protection.WIREGUARD);
  }

  /** With every field, each of which may be absent or zero. */
  PathWindow window(PathKey path, Instant begin) {
    if (random.nextInt(5) == 0) {
      return window(path, begin, 20);
    }
    PathWindow whole = whole(path, begin);
    return new PathWindow(
        path,
        begin,
        whole.length(),
        whole.sent(),
        whole.lostForward(),
        whole.lostBackward(),
        whole.lostUnknown(),
        whole.duplicated(),
        whole.reordered(),
        whole.rtt(),
        whole.forward().filter(delay -> random.nextBoolean()),
        whole.backward().filter(delay -> random.nextBoolean()),
        maybeNumber(),
        maybeNumber(),
        whole.linkTxBps(),
        whole.linkRxBps(),
        whole.state());
  }

  /** With every field, and none absent. */
  PathWindow whole(PathKey path, Instant begin) {
    return window(path, begin, random.nextInt(6));
  }

  private PathWindow window(PathKey path, Instant begin, int lostForward) {
    int sent = 20;
    boolean answered = lostForward < sent;
    return new PathWindow(
        path,
        begin,
        Duration.ofMillis(random.nextInt(100, 1_001)),
        sent,
        lostForward,
        answered ? random.nextInt(6) : 0,
        answered ? random.nextInt(6) : 0,
        random.nextInt(3),
        random.nextInt(3),
        answered ? Optional.of(roundTrips()) : Optional.empty(),
        answered ? Optional.of(delay()) : Optional.empty(),
        answered ? Optional.of(delay()) : Optional.empty(),
        answered ? OptionalDouble.of(random.nextFloat(100)) : OptionalDouble.empty(),
        answered ? OptionalDouble.of(random.nextFloat(100)) : OptionalDouble.empty(),
        random.nextLong(100_000_000_000L),
        random.nextLong(100_000_000_000L),
        PathState.values()[random.nextInt(PathState.values().length)]);
  }

  private RoundTrips roundTrips() {
    DelaySketch sketch = DelaySketch.empty();
    for (int i = 0; i < 10; i++) {
      sketch.add(20_000 + 5_000 * random.nextGaussian());
    }
    return new RoundTrips(delay(), sketch);
  }

  private Delay delay() {
    double least = random.nextFloat(1_000);
    return new Delay(least, (float) (least + 1), (float) (least + 2));
  }

  private OptionalDouble maybeNumber() {
    return random.nextBoolean() ? OptionalDouble.of(random.nextFloat(100)) : OptionalDouble.empty();
  }
}
