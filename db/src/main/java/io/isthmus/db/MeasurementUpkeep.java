package io.isthmus.db;

import io.isthmus.db.MeasurementTable.Part;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Protection;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.telemetry.WindowMerge;
import io.isthmus.domain.topology.EdgeKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Makes minutes of seconds, parts of the tables ahead of time, and drops those that are too old. To
 * be run a few times a minute; any replica may at any time, and one at a time does the work.
 *
 * <p>A minute is always made of all of its seconds, in one transaction that also says so. So it
 * does not matter when that is interrupted, or done again for seconds that came late.
 */
public final class MeasurementUpkeep {
  private static final Logger log = LoggerFactory.getLogger(MeasurementUpkeep.class);

  /** How long after its end a minute is closed; seconds that come later cost another pass. */
  static final Duration LATENESS = Duration.ofSeconds(30);

  private static final int PARTS_AHEAD = 2;
  private static final int ROWS_AT_A_TIME = 5_000;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Minutes are made by the numbers of paths; what a window is told of its path is not stored. */
  private static final PathKey ANY_PATH =
      new PathKey(
          new EdgeKey(Name.of("any"), Name.of("any")),
          Name.of("any"),
          Name.of("any"),
          Name.of("any"),
          Protection.PLAIN);

  private final TelemetryPool pool;
  private final MeasurementPartitions partitions;
  private final Clock clock;
  private final Limits limits;

  /** How long rows are kept. */
  record Limits(Duration seconds, Duration minutes) {}

  MeasurementUpkeep(
      TelemetryPool pool, MeasurementPartitions partitions, Clock clock, Limits limits) {
    this.pool = pool;
    this.partitions = partitions;
    this.clock = clock;
    this.limits = limits;
  }

  /** Does what there is to do now. What fails is done by the next run. */
  public void run() {
    Instant now = clock.instant();
    makePartsAhead(now);
    close(now.minus(LATENESS).truncatedTo(ChronoUnit.MINUTES));
    while (rollUpNext()) {
      // One minute at a time, so that no transaction is long.
    }
    lateMinutes().forEach(this::rollUpAgain);
    dropOldParts(now);
  }

  private void makePartsAhead(Instant now) {
    for (MeasurementTable table : MeasurementTable.values()) {
      Part part = table.partOf(now);
      for (int i = 0; i <= PARTS_AHEAD; i++) {
        partitions.require(part);
        part = table.partOf(part.end());
      }
    }
  }

  /** From here on, whoever writes into a minute before says so. */
  private void close(Instant minute) {
    if (!MeasurementProgress.read(pool.jdbc()).closedTo().isBefore(minute)) {
      return;
    }
    pool.transactions()
        .write(() -> {
          AdvisoryLock.MEASUREMENTS.hold(pool.jdbc());
          return update("closed_to = greatest(closed_to, ?)", minute);
        });
  }

  /** True when there may be more to do. */
  private boolean rollUpNext() {
    MeasurementProgress seen = MeasurementProgress.read(pool.jdbc());
    Instant minute = nextWithSeconds(seen);
    if (minute.isBefore(seen.closedTo())) {
      partitions.require(MeasurementTable.MINUTES.partOf(minute));
    }
    return pool.transactions()
        .write(() -> {
          if (!AdvisoryLock.ROLL_UP.tryHold(pool.jdbc())
              || !MeasurementProgress.read(pool.jdbc()).rolledUpTo().equals(seen.rolledUpTo())
              || !seen.rolledUpTo().isBefore(seen.closedTo())) {
            return false;
          }
          if (!minute.isBefore(seen.closedTo())) {
            update("rolled_up_to = ?", seen.closedTo());
            return false;
          }
          rollUp(minute);
          update("rolled_up_to = ?", minute.plus(MINUTE));
          return true;
        });
  }

  /** Skips times in which nobody measured. */
  private Instant nextWithSeconds(MeasurementProgress progress) {
    Instant next = progress.rolledUpTo();
    return partitions.list(MeasurementTable.SECONDS).stream()
        .filter(part -> part.end().isAfter(next))
        .map(part -> part.begin().isAfter(next) ? part.begin() : next)
        .findFirst()
        .orElse(progress.closedTo());
  }

  private List<Instant> lateMinutes() {
    return pool.jdbc()
        .sql("SELECT DISTINCT minute FROM measurement_late ORDER BY minute")
        .query((row, index) -> Sql.time(row, "minute"))
        .list();
  }

  /** Marks are taken before rows are read, so a row that came with a later mark is not missed. */
  private void rollUpAgain(Instant minute) {
    partitions.require(MeasurementTable.MINUTES.partOf(minute));
    JdbcClient jdbc = pool.jdbc();
    pool.transactions()
        .write(() -> {
          if (!AdvisoryLock.ROLL_UP.tryHold(jdbc)) {
            return false;
          }
          jdbc.sql("DELETE FROM measurement_late WHERE minute = ?")
              .param(Sql.time(minute))
              .update();
          MeasurementProgress progress = MeasurementProgress.read(jdbc);
          if (minute.isBefore(progress.rolledUpTo()) && !minute.isBefore(progress.secondsFrom())) {
            jdbc.sql(
                    """
                    DELETE FROM measurement_minute USING measured_path
                    WHERE path = measured_path.id AND "begin" = ?
                    """)
                .param(Sql.time(minute))
                .update();
            rollUp(minute);
          }
          return true;
        });
  }

  /** Sorted by path, as they are read. */
  private void rollUp(Instant minute) {
    SortedMap<Integer, WindowMerge> byPath = new TreeMap<>();
    pool.jdbc()
        .sql(MeasurementTable.SECONDS.selectWithin("IN (SELECT id FROM measured_path)"))
        .withFetchSize(ROWS_AT_A_TIME)
        .params(Sql.time(minute), Sql.time(minute.plus(MINUTE)))
        .query(row -> {
          byPath
              .computeIfAbsent(row.getInt("path"), path -> new WindowMerge(minute))
              .add(MeasurementRow.read(row, ANY_PATH));
        });
    if (byPath.isEmpty()) {
      return;
    }
    BinaryCopy rows = new BinaryCopy(2 * MeasurementRow.USUAL_BYTES * byPath.size());
    byPath.forEach((path, merge) -> MeasurementRow.write(rows, path, merge.merged()));
    JdbcMeasurementStore.copy(pool, MeasurementTable.MINUTES.sqlName(), rows.finish());
  }

  private void dropOldParts(Instant now) {
    dropOldParts(MeasurementTable.SECONDS, oldSeconds(now));
    dropOldParts(MeasurementTable.MINUTES, now.minus(limits.minutes()));
  }

  private void dropOldParts(MeasurementTable table, Instant before) {
    try {
      partitions.list(table).stream()
          .filter(part -> !part.end().isAfter(before))
          .forEach(partitions::drop);
    } catch (DataAccessException e) {
      log.info("old parts of {} are in use and dropped later: {}", table, e.getMessage());
    }
  }

  /** Seconds that are not yet among the minutes stay however old. */
  private Instant oldSeconds(Instant now) {
    Instant rolledUpTo = MeasurementProgress.read(pool.jdbc()).rolledUpTo();
    Instant old = now.minus(limits.seconds());
    Instant end = rolledUpTo.isBefore(old) ? rolledUpTo : old;
    return lateMinutes().stream().filter(end::isAfter).findFirst().orElse(end);
  }

  private int update(String assignment, Instant instant) {
    return pool.jdbc()
        .sql("UPDATE measurement_progress SET " + assignment)
        .param(Sql.time(instant))
        .update();
  }
}
