package io.isthmus.northbound;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Protection;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.telemetry.PathState;
import io.isthmus.domain.telemetry.PathWindow;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.selection.quality.DelaySketch;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/** What an edge may have measured, in the continuum. */
final class Measured {
  private Measured() {}

  static PathKey path(Api api, String edge, String link, String remote, String remoteLink) {
    return new PathKey(
        new EdgeKey(Name.of(api.tenant()), Name.of(edge)),
        Name.of(link),
        Name.of(remote),
        Name.of(remoteLink),
        Protection.PLAIN);
  }

  /** From edge-nice to cloud-paris, over this link of both. */
  static PathKey niceToParis(Api api, String link) {
    return path(api, "edge-nice", link, "cloud-paris", link);
  }

  /** A second with ten probes, of which one was lost forward; round trips of 10, 20 … 90 ms. */
  static PathWindow window(PathKey path, Instant begin, PathState state) {
    DelaySketch sketch = DelaySketch.empty();
    for (int i = 1; i <= 9; i++) {
      sketch.add(i * 10_000);
    }
    return new PathWindow(
        path,
        begin,
        Duration.ofSeconds(1),
        10,
        1,
        0,
        0,
        0,
        2,
        Optional.of(new PathWindow.RoundTrips(new PathWindow.Delay(10, 50, 90), sketch)),
        Optional.empty(),
        Optional.empty(),
        OptionalDouble.of(3.25),
        OptionalDouble.empty(),
        1_200_000,
        800_000,
        state);
  }
}
