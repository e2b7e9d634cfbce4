package io.isthmus.domain.fake;

import io.isthmus.domain.overlay.Protection;
import io.isthmus.domain.reconcile.EdgeNotice;
import io.isthmus.domain.reconcile.EdgeTerms;
import io.isthmus.domain.sla.SlaMetric;
import io.isthmus.domain.steering.Choice;
import io.isthmus.domain.steering.ChoiceCause;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.telemetry.PathState;
import io.isthmus.domain.telemetry.PathWindow;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.selection.quality.DelaySketch;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What the edges of {@link Samples} have to tell. */
public final class Reports {
  private Reports() {}

  /**
   * The path of edge {@code from} by its link of that name to the link of that name at the other.
   */
  public static PathKey path(String from, String to, String link) {
    return new PathKey(
        new EdgeKey(Samples.TENANT, Samples.name(from)),
        Samples.name(link),
        Samples.name(to),
        Samples.name(link),
        Protection.PLAIN);
  }

  /** A second with ten probes, none of them lost, of 20 ms each. */
  public static PathWindow window(PathKey path, Instant begin, PathState state) {
    DelaySketch sketch = DelaySketch.empty();
    for (int i = 0; i < 10; i++) {
      sketch.add(20_000);
    }
    PathWindow.Delay delay = new PathWindow.Delay(20, 20, 20);
    return new PathWindow(
        path,
        begin,
        Duration.ofSeconds(1),
        10,
        0,
        0,
        0,
        0,
        0,
        Optional.of(new PathWindow.RoundTrips(delay, sketch)),
        Optional.empty(),
        Optional.empty(),
        OptionalDouble.of(0.5),
        OptionalDouble.empty(),
        1_000_000,
        2_000_000,
        state);
  }

  public static EdgeNotice notice(long sequence, Instant at, EdgeNotice.What what) {
    return new EdgeNotice(sequence, at, what);
  }

  public static EdgeNotice.What pathChanged(PathKey path, PathState state) {
    return new EdgeNotice.What.PathChanged(
        path, state, "3 probes in a row lost", Duration.ofMillis(250));
  }

  /** Of class voice, by loss. */
  public static EdgeNotice.What sla(EdgeNotice.Verdict verdict, String overlay, PathKey path) {
    return new EdgeNotice.What.SlaChanged(
        verdict,
        Samples.name("voice"),
        path.remoteEdge(),
        new EdgeTerms.Tunnel(Samples.name(overlay), path),
        SlaMetric.LOSS_PCT,
        3.5,
        1,
        true,
        false);
  }

  /** Of class voice; each overlay by the path of its link. */
  public static EdgeNotice.What chosen(ChoiceCause cause, Choice.Member... members) {
    return new EdgeNotice.What.Chosen(
        Samples.name("voice"),
        Samples.name("e2"),
        Arrays.asList(members),
        cause,
        "loss 3.5 % above 1 %",
        List.of(),
        Optional.empty(),
        7,
        Duration.ofMillis(12));
  }

  public static Choice.Member member(String overlay, PathKey path) {
    return new Choice.Member(Samples.name(overlay), path, 1);
  }
}
