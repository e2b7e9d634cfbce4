package io.isthmus.db;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Makes parts of the audit log ahead of time and drops those that are too old, ends requests that
 * nobody decided, and forgets tokens and identities that are long over. Any replica may run it at
 * any time.
 */
public final class TrustUpkeep {
  private static final Logger log = LoggerFactory.getLogger(TrustUpkeep.class);
  private static final int MONTHS_AHEAD = 2;

  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final AuditPartitions partitions;
  private final Clock clock;
  private final Limits limits;

  TrustUpkeep(
      Transactions transactions,
      JdbcClient jdbc,
      AuditPartitions partitions,
      Clock clock,
      Limits limits) {
    this.transactions = transactions;
    this.jdbc = jdbc;
    this.partitions = partitions;
    this.clock = clock;
    this.limits = limits;
  }

  /**
   * How long things are kept.
   *
   * @param approval how long a request waits
   */
  record Limits(Duration audit, Duration enrollment, Duration approval) {}

  /** Does what there is to do now. What fails is done by the next run. */
  public void run() {
    Instant now = clock.instant();
    for (int i = 0; i <= MONTHS_AHEAD; i++) {
      partitions.require(AuditPartitions.monthOf(now).plusMonths(i));
    }
    dropOldParts(AuditPartitions.monthOf(now.minus(limits.audit())));
    transactions.write(() -> {
      jdbc.sql("SELECT change FROM trust_ledger FOR UPDATE").query(row -> {});
      return lapse(now) + forget(now.minus(limits.enrollment()));
    });
  }

  private void dropOldParts(YearMonth oldestKept) {
    try {
      partitions.list().stream()
          .filter(month -> month.isBefore(oldestKept))
          .forEach(partitions::drop);
    } catch (DataAccessException e) {
      log.info("old parts of the audit log are in use and dropped later: {}", e.getMessage());
    }
  }

  private int lapse(Instant now) {
    return jdbc.sql(
            """
            UPDATE enrollment_request SET state = 'LAPSED'
            WHERE state IN ('PENDING', 'APPROVED') AND requested_at < ?
            """)
        .param(Sql.time(now.minus(limits.approval())))
        .update();
  }

  /** The newest identity of an edge that is there says whether it is trusted, and stays. */
  private int forget(Instant before) {
    jdbc.sql(
            """
            DELETE FROM enrollment_token
            WHERE expires_at < ? AND NOT EXISTS (SELECT FROM enrollment_request
              WHERE token = enrollment_token.id AND state IN ('PENDING', 'APPROVED'))
            """)
        .param(Sql.time(before))
        .update();
    return jdbc.sql(
            """
            DELETE FROM edge_identity old WHERE ended_at < ? AND (
              NOT EXISTS (SELECT FROM edge WHERE tenant = old.tenant AND name = old.edge)
              OR EXISTS (SELECT FROM edge_identity newer
                WHERE newer.tenant = old.tenant AND newer.edge = old.edge
                  AND newer.enrolled_at > old.enrolled_at))
            """)
        .param(Sql.time(before))
        .update();
  }
}
