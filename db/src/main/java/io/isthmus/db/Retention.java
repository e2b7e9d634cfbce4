package io.isthmus.db;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Trims what grows with time: events, operations, idempotency keys, violations and choices.
 * Decisions stay, and so do choices that were in force at any time within the limit, so that "why
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
  public record Limits(
      Duration events, Duration operations, Duration choices, Duration violations) {}

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
    trim(
        """
        DELETE FROM sla_violation WHERE id IN (
          SELECT id FROM sla_violation WHERE ended_at < ? ORDER BY ended_at LIMIT ?)
        """,
        now.minus(limits.violations()));
    trimChoices(now.minus(limits.choices()));
  }

  /**
   * A choice goes when another took its place before the limit. The last one of a pair goes, with
   * the pair, when the class or an edge is gone from the intent.
   */
  private void trimChoices(Instant before) {
    trim(
        """
        WITH cut AS (SELECT ?::timestamptz AS at)
        DELETE FROM choice WHERE id IN (
          SELECT old.id FROM cut, choice old
          WHERE old.chosen_at < cut.at AND EXISTS (
            SELECT FROM choice newer
            WHERE newer.pair = old.pair AND newer.chosen_at <= cut.at
              AND (newer.chosen_at, newer.id) > (old.chosen_at, old.id))
          ORDER BY old.chosen_at LIMIT ?)
        """,
        before);
    trim(
        """
        WITH cut AS (SELECT ?::timestamptz AS at)
        DELETE FROM steered_pair WHERE id IN (
          SELECT pair.id FROM cut, steered_pair AS pair
          WHERE NOT EXISTS (
            SELECT FROM choice WHERE choice.pair = pair.id AND chosen_at >= cut.at)
          AND NOT (
            (pair.traffic_class = 'unclassified' OR EXISTS (SELECT FROM traffic_class
              WHERE tenant = pair.tenant AND name = pair.traffic_class))
            AND EXISTS (SELECT FROM edge WHERE tenant = pair.tenant AND name = pair.source_edge)
            AND EXISTS (
              SELECT FROM edge WHERE tenant = pair.tenant AND name = pair.destination_edge))
          LIMIT ?)
        """,
        before);
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
