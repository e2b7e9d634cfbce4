package io.isthmus.domain.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Protection;
import io.isthmus.domain.telemetry.PathWindow.Delay;
import io.isthmus.domain.telemetry.PathWindow.RoundTrips;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.selection.quality.DelaySketch;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class WindowMergeTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final PathKey PATH =
      new PathKey(
          new EdgeKey(Name.of("default"), Name.of("nice")),
          Name.of("lte"),
          Name.of("paris"),
          Name.of("fiber"),
          Protection.PLAIN);

  @Test
  void countsAddUpAndMeansAreWeightedByAnswers() {
    WindowMerge merge = new WindowMerge(NOON);
    merge.add(window(0, 10, 1_000, 10, PathState.DOWN));
    merge.add(window(6, 10, 3_000, 20, PathState.UP));

    PathWindow merged = merge.merged();

    assertThat(merged.begin()).isEqualTo(NOON);
    assertThat(merged.length()).isEqualTo(Duration.ofSeconds(2));
    assertThat(merged.sent()).isEqualTo(20);
    assertThat(merged.lost()).isEqualTo(6);
    assertThat(merged.lossPct()).hasValue(30);
    assertThat(merged.duplicated()).isEqualTo(2);
    assertThat(merged.reordered()).isEqualTo(4);
    Delay rtt = merged.rtt().orElseThrow().delay();
    assertThat(rtt.minMs()).isEqualTo(9);
    assertThat(rtt.meanMs()).isEqualTo((10 * 10 + 4 * 20) / 14.0);
    assertThat(rtt.maxMs()).isEqualTo(21);
    assertThat(merged.jitterForwardMs()).hasValue((10 * 1.0 + 4 * 2.0) / 14);
    assertThat(merged.linkTxBps()).isEqualTo(2_000);
    assertThat(merged.state()).isEqualTo(PathState.UP);
  }

  @Test
  void quantilesAreThoseOfAllSamples() {
    WindowMerge merge = new WindowMerge(NOON);
    merge.add(window(0, 10, 0, 10, PathState.UP));
    merge.add(window(0, 30, 0, 20, PathState.UP));

    DelaySketch sketch = merge.merged().rtt().orElseThrow().sketch();

    assertThat(sketch.count()).isEqualTo(40);
    assertThat(sketch.quantile(0.2)).isCloseTo(10_000, within(100.0));
    assertThat(sketch.quantile(0.3)).isCloseTo(20_000, within(200.0));
  }

  @Test
  void whatNoWindowKnowsStaysUnknown() {
    WindowMerge merge = new WindowMerge(NOON);
    merge.add(window(10, 10, 0, 10, PathState.DOWN));

    PathWindow merged = merge.merged();

    assertThat(merged.rtt()).isEmpty();
    assertThat(merged.forward()).isEmpty();
    assertThat(merged.jitterForwardMs()).isEmpty();
    assertThat(merged.lossPct()).hasValue(100);
    assertThatThrownBy(new WindowMerge(NOON)::merged).isInstanceOf(IllegalStateException.class);
  }

  private static PathWindow window(
      int lost, int sent, long linkTxBps, double rttMs, PathState state) {
    boolean answered = lost < sent;
    return new PathWindow(
        PATH,
        NOON,
        Duration.ofSeconds(1),
        sent,
        lost / 2,
        lost / 3,
        lost - lost / 2 - lost / 3,
        1,
        2,
        answered
            ? Optional.of(
                new RoundTrips(new Delay(rttMs - 1, rttMs, rttMs + 1), sketch(sent, rttMs)))
            : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        answered ? OptionalDouble.of(rttMs / 10) : OptionalDouble.empty(),
        OptionalDouble.empty(),
        linkTxBps,
        0,
        state);
  }

  private static DelaySketch sketch(int count, double rttMs) {
    DelaySketch sketch = DelaySketch.empty();
    for (int i = 0; i < count; i++) {
      sketch.add(rttMs * 1_000);
    }
    return sketch;
  }
}
