package io.isthmus.domain.telemetry;

import static io.isthmus.domain.fake.Reports.path;
import static io.isthmus.domain.fake.Reports.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.domain.fake.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementBufferTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final MovableClock clock = new MovableClock(NOW);
  private final List<PathWindow> stored = new ArrayList<>();
  private boolean stalled;
  private final MeasurementBuffer buffer = new MeasurementBuffer(new Store(), clock, 5);

  @Test
  void stalledStoreCostsTheOldestWindows() {
    stalled = true;
    add(0, 3);
    clock.advance(Duration.ofSeconds(2));
    assertThatThrownBy(buffer::write).hasMessage("stalled");
    add(3, 8);
    assertThatThrownBy(buffer::write).hasMessage("stalled");
    assertThat(buffer.counts()).isEqualTo(new MeasurementBuffer.Counts(8, 3, 0, 5, Duration.ZERO));

    stalled = false;
    buffer.write();

    assertThat(stored)
        .extracting(PathWindow::begin)
        .containsExactly(begin(3), begin(4), begin(5), begin(6), begin(7));
    assertThat(buffer.counts()).isEqualTo(new MeasurementBuffer.Counts(8, 3, 5, 0, Duration.ZERO));
  }

  @Test
  void lagIsTheAgeOfTheOldest() {
    add(0, 1);
    clock.advance(Duration.ofSeconds(7));
    add(1, 2);

    assertThat(buffer.counts().lag()).isEqualTo(Duration.ofSeconds(7));
  }

  private void add(int from, int to) {
    for (int i = from; i < to; i++) {
      buffer.add(List.of(window(path("e1", "e2", "mpls"), begin(i), PathState.UP)));
    }
  }

  private static Instant begin(int i) {
    return NOW.plusSeconds(i);
  }

  private final class Store implements MeasurementStore {
    @Override
    public void add(List<PathWindow> windows) {
      if (stalled) {
        throw new IllegalStateException("stalled");
      }
      stored.addAll(windows);
    }

    @Override
    public List<MeasurementPoint> query(MeasurementQuery query) {
      return List.of();
    }
  }
}
