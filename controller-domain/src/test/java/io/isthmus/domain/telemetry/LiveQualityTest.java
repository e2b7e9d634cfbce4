package io.isthmus.domain.telemetry;

import static io.isthmus.domain.fake.Reports.path;
import static io.isthmus.domain.fake.Reports.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.fake.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LiveQualityTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final PathKey INTERNET = path("e1", "e2", "internet");
  private static final PathKey MPLS = path("e1", "e2", "mpls");

  private final MovableClock clock = new MovableClock(NOW);
  private final LiveQuality live = new LiveQuality(clock);

  @Test
  void pathIsUnknownWhileItsEdgeIsAwayAndIsItselfAgainAfter() {
    measured(INTERNET, NOW, PathState.UP);

    clock.advance(LiveQuality.STALE_AFTER);
    assertThat(state(INTERNET)).isEqualTo(PathState.UP);
    clock.advance(Duration.ofMillis(1));
    assertThat(state(INTERNET)).isEqualTo(PathState.UNKNOWN);
    assertThat(live.counts()).containsEntry(PathState.UNKNOWN, 1L);

    measured(MPLS, NOW, PathState.UP);
    assertThat(state(INTERNET)).isEqualTo(PathState.UP);
  }

  @Test
  void windowThatComesLateIsHistory() {
    measured(INTERNET, NOW, PathState.DOWN);
    measured(INTERNET, NOW.minusSeconds(30), PathState.UP);

    assertThat(state(INTERNET)).isEqualTo(PathState.DOWN);
  }

  @Test
  void stateHasTheTimeOfItsBegin() {
    measured(INTERNET, NOW, PathState.UP);
    clock.advance(Duration.ofSeconds(3));
    measured(INTERNET, NOW.plusSeconds(3), PathState.UP);
    assertThat(live.find(INTERNET).orElseThrow().since()).isEqualTo(NOW);

    live.changed(INTERNET, PathState.DOWN);

    assertThat(live.find(INTERNET).orElseThrow().since()).isEqualTo(NOW.plusSeconds(3));
  }

  @Test
  void onlyWhatIsToBeKeptIsKept() {
    measured(INTERNET, NOW, PathState.UP);
    measured(MPLS, NOW, PathState.UP);

    live.retain(MPLS.edge(), Set.of(MPLS));

    assertThat(live.of(MPLS.edge())).extracting(LivePath::path).containsExactly(MPLS);
  }

  private void measured(PathKey path, Instant begin, PathState state) {
    live.measured(path.edge(), List.of(window(path, begin, state)));
  }

  private PathState state(PathKey path) {
    return live.find(path).orElseThrow().state();
  }
}
