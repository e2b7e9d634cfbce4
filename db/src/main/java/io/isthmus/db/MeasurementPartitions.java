package io.isthmus.db;

import io.isthmus.db.MeasurementTable.Part;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Makes and drops the parts of tables of measurements, on any replica at any time. To attach a part
 * delays neither readers nor writers; to drop one makes them wait for as long as removing a name
 * takes, and is put off when something has been reading for longer than a moment.
 */
final class MeasurementPartitions {
  private static final int MOST_KNOWN = 10_000;

  private final Transactions transactions;
  private final JdbcClient jdbc;

  /** Parts that were there when last looked at. */
  private final Set<Part> known = ConcurrentHashMap.newKeySet();

  MeasurementPartitions(Transactions transactions, JdbcClient jdbc) {
    this.transactions = transactions;
    this.jdbc = jdbc;
  }

  /** Makes the part unless it is there, or was dropped. */
  void require(Part part) {
    if (known.contains(part)) {
      return;
    }
    transactions.write(() -> {
      AdvisoryLock.PARTITIONS.hold(jdbc);
      if (!exists(part) && !wasDropped(part)) {
        attach(part);
      }
      return true;
    });
    if (known.size() >= MOST_KNOWN) {
      known.clear();
    }
    known.add(part);
  }

  /** To be called when a part that was required is not there. */
  void forget() {
    known.clear();
  }

  /** Those that are there, oldest first. */
  List<Part> list(MeasurementTable table) {
    return jdbc
        .sql(
            """
            SELECT child.relname FROM pg_inherits
            JOIN pg_class child ON child.oid = inhrelid
            WHERE inhparent = ?::regclass
            """)
        .param(table.sqlName())
        .query(String.class)
        .list()
        .stream()
        .map(table::part)
        .sorted((one, other) -> one.begin().compareTo(other.begin()))
        .toList();
  }

  /**
   * Drops the part for good.
   *
   * @throws org.springframework.dao.DataAccessException when it is in use; it is there still
   */
  void drop(Part part) {
    transactions.write(() -> {
      AdvisoryLock.PARTITIONS.hold(jdbc);
      jdbc.sql("SET LOCAL lock_timeout = '200ms'").update();
      if (part.table() == MeasurementTable.SECONDS) {
        jdbc.sql("UPDATE measurement_progress SET seconds_from = greatest(seconds_from, ?)")
            .param(Sql.time(part.end()))
            .update();
      }
      jdbc.sql("DROP TABLE IF EXISTS " + part.sqlName()).update();
      return true;
    });
    known.remove(part);
  }

  private boolean exists(Part part) {
    return jdbc.sql("SELECT to_regclass(?) IS NOT NULL")
        .param(part.sqlName())
        .query(Boolean.class)
        .single();
  }

  private boolean wasDropped(Part part) {
    Instant from =
        jdbc.sql("SELECT seconds_from FROM measurement_progress")
            .query((row, index) -> Sql.time(row, "seconds_from"))
            .single();
    return part.table() == MeasurementTable.SECONDS && part.begin().isBefore(from);
  }

  /** Rows are only added, so that there is nothing to vacuum; it would read them all. */
  private void attach(Part part) {
    jdbc.sql(
            """
            CREATE TABLE %s (LIKE %s) WITH (autovacuum_vacuum_insert_threshold = -1)
            """
                .formatted(part.sqlName(), part.table().sqlName()))
        .update();
    jdbc.sql(
            "ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM ('%s') TO ('%s')"
                .formatted(part.table().sqlName(), part.sqlName(), part.begin(), part.end()))
        .update();
  }
}
