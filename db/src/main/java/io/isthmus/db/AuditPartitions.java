package io.isthmus.db;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The parts of the audit log, one for each month in UTC. Any replica may make and drop them at any
 * time.
 */
final class AuditPartitions {
  private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern("'audit_'yyyy_MM");

  private final Transactions transactions;
  private final JdbcClient jdbc;

  /** Those that were there when last looked at. */
  private final Set<YearMonth> known = ConcurrentHashMap.newKeySet();

  AuditPartitions(Transactions transactions, JdbcClient jdbc) {
    this.transactions = transactions;
    this.jdbc = jdbc;
  }

  static YearMonth monthOf(Instant time) {
    return YearMonth.from(time.atOffset(ZoneOffset.UTC));
  }

  /**
   * Makes the part unless it is there. In the transaction around it, if there is one: that is rare,
   * since parts are made ahead, and may fail as a whole.
   */
  void require(YearMonth month) {
    if (known.contains(month)) {
      return;
    }
    transactions.join(() -> {
      AdvisoryLock.PARTITIONS.hold(jdbc);
      if (exists(month)) {
        known.add(month);
      } else {
        // Known only once it is seen again: this may be rolled back.
        attach(month);
      }
      return true;
    });
  }

  /** Those that are there, oldest first. */
  List<YearMonth> list() {
    return jdbc
        .sql(
            """
            SELECT child.relname FROM pg_inherits
            JOIN pg_class child ON child.oid = inhrelid
            WHERE inhparent = 'audit'::regclass ORDER BY child.relname
            """)
        .query(String.class)
        .list()
        .stream()
        .map(name -> YearMonth.parse(name, SUFFIX))
        .toList();
  }

  /** Drops the part for good; fails, with the part still there, when it is in use. */
  void drop(YearMonth month) {
    transactions.write(() -> {
      AdvisoryLock.PARTITIONS.hold(jdbc);
      jdbc.sql("SET LOCAL lock_timeout = '200ms'").update();
      jdbc.sql("DROP TABLE IF EXISTS " + SUFFIX.format(month)).update();
      return true;
    });
    known.remove(month);
  }

  private boolean exists(YearMonth month) {
    return jdbc.sql("SELECT to_regclass(?) IS NOT NULL")
        .param(SUFFIX.format(month))
        .query(Boolean.class)
        .single();
  }

  /** Protected before it can have rows. */
  private void attach(YearMonth month) {
    String part = SUFFIX.format(month);
    jdbc.sql(
            "CREATE TABLE %s (LIKE audit INCLUDING DEFAULTS INCLUDING CONSTRAINTS)".formatted(part))
        .update();
    jdbc.sql("CALL audit_protect(?::regclass)").param(part).update();
    jdbc.sql(
            "ALTER TABLE audit ATTACH PARTITION %s FOR VALUES FROM ('%s-01T00:00:00Z') TO ('%s-01T00:00:00Z')"
                .formatted(part, month, month.plusMonths(1)))
        .update();
  }
}
