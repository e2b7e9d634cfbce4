package io.isthmus.db;

import static io.isthmus.db.Stores.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.telemetry.MeasurementPoint;
import io.isthmus.domain.telemetry.MeasurementQuery;
import io.isthmus.domain.telemetry.MeasurementStore;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.telemetry.PathWindow;
import io.isthmus.selection.quality.DelaySketch;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.RecursiveComparisonAssert;
import org.junit.jupiter.api.Test;

/** What {@link MeasurementStore} promises, whoever keeps it. */
abstract class MeasurementStoreContractTest {
  static final Instant NOON = TestClock.START.truncatedTo(ChronoUnit.HOURS);
  static final Duration SECOND = Duration.ofSeconds(1);
  static final Duration MINUTE = Duration.ofMinutes(1);
  static final PathKey PATH = Windows.path(DEFAULT, 1);
  static final PathKey OTHER = Windows.path(DEFAULT, 2);

  abstract Stores stores();

  abstract MeasurementStore store();

  @Test
  void beginsEmpty() {
    assertThat(points(SECOND, PATH)).isEmpty();
    assertThat(points(MINUTE, PATH)).isEmpty();
  }

  @Test
  void nothingToAddIsFine() {
    store().add(List.of());

    assertThat(points(SECOND, PATH)).isEmpty();
  }

  @Test
  void everyFieldOfAWindowIsReadAsItWas() {
    List<PathWindow> windows = seconds(new Windows(1), 120, PATH);

    store().add(windows);

    List<MeasurementPoint> points = points(SECOND, PATH);
    assertThat(points).extracting(MeasurementPoint::begin).isSorted();
    assertSame(points.stream().map(MeasurementPoint::merged).toList(), windows);
  }

  @Test
  void pointsComeInOrderOfPathAndTimeWhateverTheOrderOfWindows() {
    List<PathWindow> windows = seconds(new Windows(2), 30, PATH, OTHER);
    List<PathWindow> shuffled = new ArrayList<>(windows);
    Collections.shuffle(shuffled, new Random(2));
    PathKey never = Windows.path(DEFAULT, 3);

    store().add(shuffled);

    assertSame(
        points(SECOND, never, OTHER, PATH).stream().map(MeasurementPoint::merged).toList(),
        windows);
  }

  @Test
  void aStepMergesItsWindowsAndEmptyOnesAreLeftOut() {
    Windows windows = new Windows(3);
    PathWindow first = windows.window(PATH, NOON.plusMillis(9_999));
    PathWindow second = windows.window(PATH, NOON.plusSeconds(20));
    PathWindow third = windows.window(PATH, NOON.plusMillis(29_500));
    PathWindow fourth = windows.window(PATH, NOON.plusSeconds(30));

    store().add(List.of(first, second, third, fourth));

    List<MeasurementPoint> points = points(Duration.ofSeconds(10), PATH);
    assertThat(points)
        .extracting(MeasurementPoint::begin)
        .containsExactly(NOON, NOON.plusSeconds(20), NOON.plusSeconds(30));
    assertThat(points.get(1).merged().sent()).isEqualTo(second.sent() + third.sent());
    assertThat(points.get(1).merged().lost()).isEqualTo(second.lost() + third.lost());
    assertThat(points.get(1).merged().state()).isEqualTo(third.state());
  }

  @Test
  void quantilesOfAStepAreThoseOfItsSamples() {
    List<PathWindow> windows = seconds(new Windows(4), 60, PATH);
    DelaySketch all = DelaySketch.empty();
    windows.forEach(window -> window.rtt().ifPresent(rtt -> all.merge(rtt.sketch())));

    store().add(windows);

    DelaySketch read = points(MINUTE, PATH).getFirst().merged().rtt().orElseThrow().sketch();
    assertThat(read.count()).isEqualTo(all.count());
    for (double quantile : new double[] {0, 0.01, 0.5, 0.95, 0.99, 1}) {
      assertThat(read.quantile(quantile)).isEqualTo(all.quantile(quantile));
    }
  }

  @Test
  void theRangeIsThatOfWholeSteps() {
    store().add(seconds(new Windows(5), 180, PATH));

    List<MeasurementPoint> points =
        store()
            .query(
                new MeasurementQuery(
                    List.of(PATH), NOON.plusSeconds(30), NOON.plusSeconds(61), MINUTE));

    assertThat(points)
        .extracting(MeasurementPoint::begin)
        .containsExactly(NOON, NOON.plusSeconds(60));
    assertThat(points).usingRecursiveComparison().isEqualTo(points(MINUTE, PATH).subList(0, 2));
  }

  @Test
  void aWindowIsAddedOnce() {
    List<PathWindow> windows = seconds(new Windows(6), 60, PATH, OTHER);
    List<PathWindow> again = seconds(new Windows(7), 70, PATH, OTHER);
    store().add(windows.subList(0, 50));

    store().add(windows);
    store().add(again);
    store().add(again);

    List<MeasurementPoint> points = points(SECOND, PATH);
    assertThat(points).hasSize(70);
    assertSame(
        points.stream().limit(60).map(MeasurementPoint::merged).toList(), windows.subList(0, 60));
    assertSame(
        points.stream().skip(60).map(MeasurementPoint::merged).toList(), again.subList(60, 70));
  }

  @Test
  void aWindowThatIsTwiceInABatchIsAddedOnce() {
    PathWindow window = new Windows(8).window(PATH, NOON);

    store().add(List.of(window, window));

    assertThat(points(MINUTE, PATH))
        .singleElement()
        .satisfies(point -> assertThat(point.merged().sent()).isEqualTo(window.sent()));
  }

  @Test
  void tenantsDoNotSeeEachOther() {
    Name tenant = Name.of("other");
    stores().createTenant(tenant);
    PathKey twin = Windows.path(tenant, 1);
    PathWindow ours = new Windows(9).window(PATH, NOON);
    PathWindow theirs = new Windows(10).window(twin, NOON);

    store().add(List.of(ours, theirs));

    assertSame(points(SECOND, PATH).stream().map(MeasurementPoint::merged).toList(), List.of(ours));
    assertSame(
        points(SECOND, twin).stream().map(MeasurementPoint::merged).toList(), List.of(theirs));
  }

  /** One window a second for each path, from noon on, path by path. */
  static List<PathWindow> seconds(Windows windows, int count, PathKey... paths) {
    List<PathWindow> seconds = new ArrayList<>();
    for (PathKey path : paths) {
      for (int i = 0; i < count; i++) {
        seconds.add(windows.window(path, NOON.plusSeconds(i)));
      }
    }
    return seconds;
  }

  List<MeasurementPoint> points(Duration step, PathKey... paths) {
    return store()
        .query(new MeasurementQuery(List.of(paths), NOON, NOON.plus(Duration.ofMinutes(20)), step));
  }

  /** Sketches are compared by what they tell. */
  static void assertSame(List<PathWindow> actual, List<PathWindow> expected) {
    comparison(actual).isEqualTo(expected);
  }

  static RecursiveComparisonAssert<?> comparison(Object actual) {
    return assertThat(actual)
        .usingRecursiveComparison()
        .withEqualsForType(MeasurementStoreContractTest::tellTheSame, DelaySketch.class);
  }

  private static boolean tellTheSame(DelaySketch one, DelaySketch other) {
    return one.count() == other.count()
        && List.of(0.0, 0.25, 0.5, 0.75, 0.95, 1.0).stream()
            .allMatch(quantile -> one.quantile(quantile) == other.quantile(quantile));
  }
}
