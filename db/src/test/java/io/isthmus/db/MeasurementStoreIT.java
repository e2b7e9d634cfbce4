package io.isthmus.db;

import static io.isthmus.db.Stores.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.domain.fake.InMemoryMeasurementStore;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.telemetry.MeasurementPoint;
import io.isthmus.domain.telemetry.MeasurementQuery;
import io.isthmus.domain.telemetry.MeasurementStore;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.telemetry.PathWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

@StoreTest
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class MeasurementStoreIT extends MeasurementStoreContractTest {
  @Autowired private Stores stores;
  @Autowired private MeasurementStore store;
  @Autowired private MeasurementUpkeep upkeep;
  @Autowired private MeasurementPartitions partitions;
  @Autowired private TelemetryPool pool;
  @Autowired private Transactions transactions;
  @Autowired private JdbcClient jdbc;
  @Autowired private PostgresState postgres;
  @Autowired private TestClock clock;

  @Override
  Stores stores() {
    return stores;
  }

  @Override
  MeasurementStore store() {
    return store;
  }

  @BeforeEach
  void reset() {
    postgres.reset();
  }

  @Test
  void minutesTellTheSameAsTheirSeconds() {
    InMemoryMeasurementStore seconds = new InMemoryMeasurementStore();
    Windows whole = new Windows(20);
    List<PathWindow> windows =
        Stream.concat(
                seconds(new Windows(20), 600, PATH).stream(),
                IntStream.range(0, 600).mapToObj(i -> whole.whole(OTHER, NOON.plusSeconds(i))))
            .toList();
    seconds.add(windows);
    store.add(windows);
    clock.advance(Duration.ofMinutes(5));

    upkeep.run();

    assertThat(minuteRows()).isEqualTo(2 * 4);
    assertSameAs(seconds, MINUTE);
    assertSameAs(seconds, Duration.ofMinutes(3), OTHER);
    assertSameAs(seconds, SECOND);
  }

  @Test
  void whatIsRolledUpOutlivesItsSeconds() {
    store.add(seconds(new Windows(21), 120, PATH));
    List<MeasurementPoint> before = points(MINUTE, PATH);
    clock.advance(Duration.ofHours(6).plusMinutes(16));

    upkeep.run();

    assertThat(points(SECOND, PATH)).isEmpty();
    comparison(rounded(points(MINUTE, PATH))).isEqualTo(rounded(before));
  }

  @Test
  void secondsThatComeLateAreInTheirMinute() {
    InMemoryMeasurementStore seconds = new InMemoryMeasurementStore();
    List<PathWindow> windows = seconds(new Windows(22), 120, PATH, OTHER);
    seconds.add(windows);
    store.add(windows.subList(30, 200));
    clock.advance(Duration.ofMinutes(10));
    upkeep.run();

    store.add(windows);
    upkeep.run();

    assertThat(lateMarks()).isZero();
    assertThat(minuteRows()).isEqualTo(4);
    assertSameAs(seconds, MINUTE);
  }

  @Test
  void upkeepThatIsCutOffIsMadeUpFor() {
    InMemoryMeasurementStore seconds = new InMemoryMeasurementStore();
    List<PathWindow> windows = seconds(new Windows(23), 120, PATH, OTHER);
    seconds.add(windows);
    store.add(windows);
    clock.advance(Duration.ofMinutes(10));
    jdbc.sql(
            """
            CREATE FUNCTION cut_off() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              PERFORM pg_terminate_backend(pg_backend_pid());
              RETURN NEW;
            END $$
            """)
        .update();
    jdbc.sql(
            """
            CREATE TRIGGER cut_off BEFORE UPDATE ON measurement_progress FOR EACH ROW
            WHEN (NEW.rolled_up_to = '2026-03-01 12:02Z') EXECUTE FUNCTION cut_off()
            """)
        .update();

    try {
      assertThatThrownBy(upkeep::run).isInstanceOf(RuntimeException.class);
      assertThat(minuteRows()).isEqualTo(2);
      assertSameAs(seconds, MINUTE);
    } finally {
      jdbc.sql("DROP FUNCTION cut_off CASCADE").update();
    }
    upkeep.run();
    upkeep.run();

    assertThat(minuteRows()).isEqualTo(4);
    assertSameAs(seconds, MINUTE);
  }

  @Test
  void writersAndUpkeepOnManyReplicasLoseNothing() throws Exception {
    InMemoryMeasurementStore seconds = new InMemoryMeasurementStore();
    List<List<PathWindow>> batches = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      batches.add(seconds(new Windows(30 + i), 300, Windows.path(DEFAULT, i)));
    }
    batches.forEach(seconds::add);
    clock.advance(Duration.ofMinutes(3));

    try (ExecutorService replicas = Executors.newFixedThreadPool(4)) {
      List<Future<?>> writers = new ArrayList<>();
      for (List<PathWindow> batch : batches) {
        writers.add(replicas.submit(() -> addInPieces(batch)));
      }
      while (!writers.stream().allMatch(Future::isDone)) {
        upkeep.run();
        clock.advance(Duration.ofSeconds(1));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
    clock.advance(Duration.ofMinutes(10));
    upkeep.run();

    assertThat(minuteRows()).isEqualTo(8 * 5);
    for (int i = 0; i < 8; i++) {
      assertSameAs(seconds, MINUTE, Windows.path(DEFAULT, i));
    }
  }

  @Test
  void upkeepOnManyReplicasAtOnceDoesEachThingOnce() throws Exception {
    InMemoryMeasurementStore seconds = new InMemoryMeasurementStore();
    seconds.add(seconds(new Windows(24), 600, PATH, OTHER));
    store.add(seconds(new Windows(24), 600, PATH, OTHER));
    clock.advance(Duration.ofMinutes(15));

    try (ExecutorService replicas = Executors.newFixedThreadPool(3)) {
      List<Future<?>> done =
          IntStream.range(0, 3).<Future<?>>mapToObj(i -> replicas.submit(upkeep::run)).toList();
      for (Future<?> future : done) {
        future.get();
      }
    }
    upkeep.run();

    assertThat(minuteRows()).isEqualTo(2 * 10);
    assertSameAs(seconds, MINUTE);
  }

  @Test
  void whatIsTooOldOrNotYetTrueIsLeftOut() {
    Windows windows = new Windows(25);
    Instant now = clock.instant();

    store.add(
        List.of(
            windows.window(PATH, now.minus(Duration.ofHours(6).plusSeconds(1))),
            windows.window(PATH, now.minusSeconds(1)),
            windows.window(PATH, now.plus(Duration.ofMinutes(11)))));

    assertThat(secondRows()).isOne();
  }

  @Test
  void whatWasDroppedDoesNotComeAgain() {
    PathWindow window = new Windows(26).window(PATH, NOON);
    store.add(List.of(window));
    clock.advance(Duration.ofHours(6).plusMinutes(16));
    upkeep.run();
    clock.advance(Duration.ofHours(-6));

    store.add(List.of(window, new Windows(27).window(PATH, NOON.plusSeconds(900))));

    assertThat(secondRows()).isOne();
    assertThat(lateMarks()).isOne();
  }

  @Test
  void partsAreMadeAheadAndDroppedByAge() {
    upkeep.run();
    Instant first = MeasurementTable.SECONDS.partOf(clock.instant()).begin();
    assertThat(partitions.list(MeasurementTable.SECONDS))
        .extracting(MeasurementTable.Part::begin)
        .contains(first, first.plusSeconds(900), first.plusSeconds(1_800));
    store.add(seconds(new Windows(28), 60, PATH));

    for (int day = 0; day < 10; day++) {
      clock.advance(Duration.ofDays(1));
      upkeep.run();
    }

    Instant now = clock.instant();
    assertThat(partitions.list(MeasurementTable.SECONDS))
        .hasSizeLessThan(30)
        .allSatisfy(part -> assertThat(part.end()).isAfter(now.minus(Duration.ofHours(6))));
    assertThat(partitions.list(MeasurementTable.MINUTES))
        .hasSizeLessThan(13)
        .allSatisfy(part -> assertThat(part.end()).isAfter(now.minus(Duration.ofDays(8))));
    assertThat(points(MINUTE, PATH)).isEmpty();
  }

  @Test
  void aPartInUseIsDroppedLaterAndDelaysNobodyForLong() {
    store.add(seconds(new Windows(29), 60, PATH));
    clock.advance(Duration.ofHours(7));

    transactions.read(() -> {
      jdbc.sql("SELECT count(*) FROM measurement_second").query(Long.class).single();
      try (ExecutorService other = Executors.newSingleThreadExecutor()) {
        other.submit(upkeep::run);
      }
      return true;
    });
    assertThat(secondRows()).isEqualTo(60);

    upkeep.run();
    assertThat(secondRows()).isZero();
  }

  @Test
  void measurementsGoWithTheirTenant() {
    Name tenant = Name.of("other");
    PathKey path = Windows.path(tenant, 1);
    stores.createTenant(tenant);
    store.add(seconds(new Windows(31), 60, path));
    stores.removeTenant(tenant);
    assertThat(points(SECOND, path)).isEmpty();
    store.add(seconds(new Windows(31), 60, path));

    stores.createTenant(tenant);
    assertThat(points(SECOND, path)).isEmpty();
    store.add(seconds(new Windows(32), 30, path));

    assertThat(points(SECOND, path)).hasSize(30);
  }

  @Test
  void aDatabaseThatHangsIsGivenUpAndStoresNothingTwice() {
    List<PathWindow> windows = seconds(new Windows(33), 60, PATH);
    store.add(windows.subList(0, 1));

    transactions.write(() -> {
      jdbc.sql("LOCK TABLE measurement_second IN ACCESS EXCLUSIVE MODE").update();
      try (ExecutorService other = Executors.newSingleThreadExecutor()) {
        Future<?> adding = other.submit(() -> store.add(windows));
        assertThatThrownBy(adding::get).hasCauseInstanceOf(DataAccessException.class);
      }
      return true;
    });
    store.add(windows);

    assertThat(secondRows()).isEqualTo(60);
  }

  @Test
  void writersDoNotTakeConnectionsFromTheRest() {
    assertThat(pool.template().getDataSource()).isNotSameAs(postgres.dataSource());
  }

  private void addInPieces(List<PathWindow> windows) {
    for (int i = 0; i < windows.size(); i += 20) {
      store.add(windows.subList(i, i + 20));
    }
  }

  private void assertSameAs(MeasurementStore other, Duration step) {
    assertSameAs(other, step, PATH, OTHER);
  }

  private void assertSameAs(MeasurementStore other, Duration step, PathKey... paths) {
    MeasurementQuery query =
        new MeasurementQuery(List.of(paths), NOON, NOON.plus(Duration.ofMinutes(20)), step);
    comparison(rounded(store.query(query))).isEqualTo(rounded(other.query(query)));
  }

  /** As they are kept: in single precision, of which the last digits of a mean are not compared. */
  private static List<MeasurementPoint> rounded(List<MeasurementPoint> points) {
    return points.stream()
        .map(point -> new MeasurementPoint(point.begin(), RoundedWindow.of(point.merged())))
        .toList();
  }

  private long minuteRows() {
    return count("measurement_minute");
  }

  private long secondRows() {
    return count("measurement_second");
  }

  private long lateMarks() {
    return count("measurement_late");
  }

  private long count(String table) {
    return jdbc.sql("SELECT count(*) FROM " + table).query(Long.class).single();
  }
}
