package io.isthmus.domain.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Protection;
import io.isthmus.domain.topology.EdgeKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementQueryTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final PathKey PATH =
      new PathKey(
          new EdgeKey(Name.of("default"), Name.of("nice")),
          Name.of("lte"),
          Name.of("paris"),
          Name.of("fiber"),
          Protection.PLAIN);

  @Test
  void stepsBeginAtMultiplesOfTheirLengthAndCoverTheRange() {
    MeasurementQuery query = query(NOON.plusSeconds(61), NOON.plusSeconds(121), 60);

    assertThat(query.begin()).isEqualTo(NOON.plusSeconds(60));
    assertThat(query.end()).isEqualTo(NOON.plusSeconds(180));
    assertThat(query.stepOf(NOON.plusMillis(59_999))).isEqualTo(NOON);
  }

  @Test
  void aRangeOfWholeStepsIsLeftAsItIs() {
    MeasurementQuery query = query(NOON, NOON.plusSeconds(120), 60);

    assertThat(query.begin()).isEqualTo(NOON);
    assertThat(query.end()).isEqualTo(NOON.plusSeconds(120));
  }

  @Test
  void whatCannotBeAnsweredIsRefused() {
    assertRefused("STEP_OUT_OF_RANGE", NOON.plusSeconds(1), Duration.ZERO);
    assertRefused("STEP_OUT_OF_RANGE", NOON.plusSeconds(1), Duration.ofMillis(1_500));
    assertRefused("RANGE_EMPTY", NOON, Duration.ofSeconds(1));
    assertRefused("TOO_MANY_POINTS", NOON.plusSeconds(20_000), Duration.ofSeconds(1));
    assertThatThrownBy(() ->
            new MeasurementQuery(
                Collections.nCopies(20, PATH),
                NOON,
                NOON.plusSeconds(1_000),
                Duration.ofSeconds(1)))
        .isInstanceOf(InvalidValue.class);
    assertThatThrownBy(
            () -> new MeasurementQuery(List.of(), NOON, NOON.plusSeconds(1), Duration.ofSeconds(1)))
        .isInstanceOf(InvalidValue.class);
  }

  private static void assertRefused(String code, Instant to, Duration step) {
    assertThatThrownBy(() -> new MeasurementQuery(List.of(PATH), NOON, to, step))
        .isInstanceOfSatisfying(
            InvalidValue.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  private static MeasurementQuery query(Instant from, Instant to, long stepSeconds) {
    return new MeasurementQuery(List.of(PATH), from, to, Duration.ofSeconds(stepSeconds));
  }
}
