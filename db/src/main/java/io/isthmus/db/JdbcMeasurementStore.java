package io.isthmus.db;

import io.isthmus.domain.telemetry.MeasurementPoint;
import io.isthmus.domain.telemetry.MeasurementQuery;
import io.isthmus.domain.telemetry.MeasurementStore;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.telemetry.PathWindow;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Measurements in tables by the second and by the minute. Windows go into the former by COPY, on
 * connections of their own; {@link MeasurementUpkeep} makes minutes of them. What is older than the
 * seconds are kept, or from a time to come, is left out.
 */
final class JdbcMeasurementStore implements MeasurementStore {
  private static final Logger log = LoggerFactory.getLogger(JdbcMeasurementStore.class);

  /** Bounds memory and the length of a transaction; a batch may be stored in part. */
  private static final int MOST_PER_COPY = 20_000;

  /** Clocks of edges may be ahead of ours by as much. */
  private static final Duration LONGEST_AHEAD = Duration.ofMinutes(10);

  /** Paths and parts may vanish in between; more often is a bug. */
  private static final int MOST_TRIES = 5;

  private static final String COPY =
      "COPY %%s (%s) FROM STDIN (FORMAT binary)".formatted(MeasurementRow.COLUMN_LIST);

  private final TelemetryPool pool;
  private final MeasuredPaths paths;
  private final MeasurementPartitions partitions;
  private final MeasurementReader reader;
  private final Clock clock;
  private final Duration secondsKept;

  JdbcMeasurementStore(
      TelemetryPool pool,
      MeasuredPaths paths,
      MeasurementPartitions partitions,
      MeasurementReader reader,
      Clock clock,
      Duration secondsKept) {
    this.pool = pool;
    this.paths = paths;
    this.partitions = partitions;
    this.reader = reader;
    this.clock = clock;
    this.secondsKept = secondsKept;
  }

  @Override
  public List<MeasurementPoint> query(MeasurementQuery query) {
    return reader.read(query);
  }

  @Override
  public void add(List<PathWindow> windows) {
    for (int i = 0; i < windows.size(); i += MOST_PER_COPY) {
      addSome(windows.subList(i, Math.min(windows.size(), i + MOST_PER_COPY)));
    }
  }

  private void addSome(List<PathWindow> windows) {
    for (int i = 0; i < MOST_TRIES; i++) {
      if (tryToAdd(windows)) {
        return;
      }
    }
    throw new IllegalStateException("the numbers or parts of measurements never rest");
  }

  private boolean tryToAdd(List<PathWindow> windows) {
    List<PathWindow> timely = timely(windows);
    Map<PathKey, Integer> numbers =
        paths.number(timely.stream().map(PathWindow::path).collect(Collectors.toSet()));
    timely.stream()
        .map(window -> MeasurementTable.SECONDS.partOf(window.begin()))
        .distinct()
        .forEach(partitions::require);
    return numbers.isEmpty() || tryToWrite(timely, numbers);
  }

  private List<PathWindow> timely(List<PathWindow> windows) {
    Instant now = clock.instant();
    Instant oldest = now.minus(secondsKept);
    Instant secondsFrom = MeasurementProgress.read(pool.jdbc()).secondsFrom();
    Instant first = oldest.isAfter(secondsFrom) ? oldest : secondsFrom;
    Instant last = now.plus(LONGEST_AHEAD);
    List<PathWindow> timely =
        windows.stream()
            .filter(window -> !window.begin().isBefore(first) && !window.begin().isAfter(last))
            .toList();
    if (timely.size() < windows.size()) {
      log.debug(
          "{} of {} windows are older than {} or newer than {} and left out",
          windows.size() - timely.size(),
          windows.size(),
          first,
          last);
    }
    return timely;
  }

  /** False when a path or a part vanished, so that it should be tried again. */
  private boolean tryToWrite(List<PathWindow> windows, Map<PathKey, Integer> numbers) {
    byte[] rows = rows(windows, numbers);
    Set<Instant> minutes = minutes(windows);
    try {
      return write(numbers, minutes, () -> copy(MeasurementTable.SECONDS.sqlName(), rows));
    } catch (DuplicateKeyException e) {
      // Seldom: who hands over a batch again does not know what became of the first time.
      return write(numbers, minutes, () -> copyWhatIsNew(rows));
    } catch (DataIntegrityViolationException e) {
      log.debug("a part of the seconds was dropped meanwhile: {}", e.getMessage());
      partitions.forget();
      return false;
    }
  }

  private static byte[] rows(List<PathWindow> windows, Map<PathKey, Integer> numbers) {
    BinaryCopy rows = new BinaryCopy(MeasurementRow.USUAL_BYTES * windows.size());
    for (PathWindow window : windows) {
      Integer number = numbers.get(window.path());
      if (number != null) {
        MeasurementRow.write(rows, number, window);
      }
    }
    return rows.finish();
  }

  private static Set<Instant> minutes(List<PathWindow> windows) {
    return windows.stream()
        .map(window -> window.begin().truncatedTo(ChronoUnit.MINUTES))
        .collect(Collectors.toSet());
  }

  /** What it finds closed when it holds the lock is closed for good. */
  private boolean write(Map<PathKey, Integer> numbers, Set<Instant> minutes, Runnable copying) {
    return pool.transactions()
        .write(() -> {
          AdvisoryLock.MEASUREMENTS.holdShared(pool.jdbc());
          MeasurementProgress progress = MeasurementProgress.read(pool.jdbc());
          if (!paths.areGiven(numbers.values())) {
            return false;
          }
          copying.run();
          minutes.stream()
              .filter(minute -> minute.isBefore(progress.closedTo()))
              .forEach(this::markLate);
          return true;
        });
  }

  private void markLate(Instant minute) {
    pool.jdbc().sql("INSERT INTO measurement_late VALUES (?)").param(Sql.time(minute)).update();
  }

  private void copyWhatIsNew(byte[] rows) {
    JdbcClient jdbc = pool.jdbc();
    jdbc.sql("CREATE TEMPORARY TABLE news (LIKE measurement_second) ON COMMIT DROP").update();
    copy("news", rows);
    jdbc.sql(
            "INSERT INTO measurement_second (%1$s) SELECT %1$s FROM news ON CONFLICT DO NOTHING"
                .formatted(MeasurementRow.COLUMN_LIST))
        .update();
  }

  private void copy(String table, byte[] rows) {
    copy(pool, table, rows);
  }

  /** In the transaction that is there. */
  static void copy(TelemetryPool pool, String table, byte[] rows) {
    pool.template()
        .execute(
            (ConnectionCallback<Long>)
                connection -> copy(connection.unwrap(PGConnection.class), table, rows));
  }

  private static long copy(PGConnection connection, String table, byte[] rows) throws SQLException {
    CopyIn copy = connection.getCopyAPI().copyIn(COPY.formatted(table));
    try {
      copy.writeToCopy(rows, 0, rows.length);
      return copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }
}
