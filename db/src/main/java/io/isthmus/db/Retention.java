package io.isthmus.db;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Trims what grows with time: events, operations and idempotency keys. Decisions stay, so that "why
 * this path?" always has an answer. Any replica may run it at any time; one at a time does.
 */
public final class Retention {
  private static final int BATCH = 1_000;

  /** Bounds one run; the next goes on where this one stopped. */
  private static final int MOST_BATCHES = 1_000;

  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final Clock clock;
  private final Limits limits;

  Retention(Transactions transactions, JdbcClient jdbc, Clock clock, Limits limits) {
    this.transactions = transactions;
    this.jdbc = jdbc;
    this.clock = clock;
    this.limits = limits;
  }

  /** How long things are kept. */
  public record Limits(Duration events, Duration operations) {}

  /** Deletes what is too old, in short transactions. */
  public void run() {
    Instant now = clock.instant();
    // The oldest come first in the log, so a batch that is not all too old is the last.
    trim(
        """
        DELETE FROM event WHERE time < ? AND sequence IN (
          SELECT sequence FROM event ORDER BY sequence LIMIT ?)
        """,
        now.minus(limits.events()));
    trim(
        """
        DELETE FROM operation WHERE id IN (
          SELECT id FROM operation WHERE created_at < ? ORDER BY created_at LIMIT ?)
        """,
        now.minus(limits.operations()));
    trim(
        """
        DELETE FROM idempotency_key WHERE (tenant, key) IN (
          SELECT tenant, key FROM idempotency_key WHERE reserved_at < ?
          ORDER BY reserved_at LIMIT ? FOR UPDATE SKIP LOCKED)
        """,
        now.minus(JdbcIdempotencyStore.KEPT));
  }

  private void trim(String sql, Instant before) {
    for (int i = 0; i < MOST_BATCHES; i++) {
      if (trimBatch(sql, before) < BATCH) {
        return;
      }
    }
  }

  private int trimBatch(String sql, Instant before) {
    return transactions.write(() ->
        AdvisoryLock.RETENTION.tryHold(jdbc)
            ? jdbc.sql(sql).params(Sql.time(before), BATCH).update()
            : 0);
  }
}
