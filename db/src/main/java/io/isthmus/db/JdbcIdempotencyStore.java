package io.isthmus.db;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.IdempotencyStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Idempotency keys, shared by all replicas. A key whose owner died before it answered is free again
 * after a minute, which no request may last.
 */
final class JdbcIdempotencyStore implements IdempotencyStore {
  static final Duration KEPT = Duration.ofHours(24);
  static final Duration LONGEST_REQUEST = Duration.ofSeconds(60);

  /** A key that is neither free nor taken changed hands in between; more often is a bug. */
  private static final int MOST_TRIES = 10;

  private final JdbcClient jdbc;
  private final Clock clock;

  JdbcIdempotencyStore(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public Optional<Entry> reserve(Name tenant, String key, String fingerprint) {
    for (int i = 0; i < MOST_TRIES; i++) {
      if (take(tenant, key, fingerprint)) {
        return Optional.empty();
      }
      Optional<Entry> taken = find(tenant, key);
      if (taken.isPresent()) {
        return taken;
      }
    }
    throw new IllegalStateException("an idempotency key of tenant " + tenant + " never rests");
  }

  @Override
  public void complete(Name tenant, String key, Answer answer) {
    jdbc.sql(
            """
            UPDATE idempotency_key SET status = ?, headers = ?, body = ?
            WHERE tenant = ? AND key = ?
            """)
        .params(
            answer.status(),
            Sql.text(answer.headers()),
            Sql.text(answer.body()),
            tenant.value(),
            Sql.text(key))
        .update();
  }

  @Override
  public void release(Name tenant, String key) {
    jdbc.sql("DELETE FROM idempotency_key WHERE tenant = ? AND key = ? AND status IS NULL")
        .params(tenant.value(), Sql.text(key))
        .update();
  }

  /** In one statement, of which the database lets only one succeed. */
  private boolean take(Name tenant, String key, String fingerprint) {
    Instant now = clock.instant();
    List<String> taken =
        jdbc.sql(
                """
                INSERT INTO idempotency_key AS old (tenant, key, fingerprint, reserved_at)
                VALUES (?, ?, ?, ?)
                ON CONFLICT (tenant, key) DO UPDATE
                SET fingerprint = excluded.fingerprint, reserved_at = excluded.reserved_at,
                  status = NULL, headers = NULL, body = NULL
                WHERE old.reserved_at < CASE WHEN old.status IS NULL
                  THEN ?::timestamptz ELSE ?::timestamptz END
                RETURNING old.key
                """)
            .params(
                tenant.value(),
                Sql.text(key),
                fingerprint,
                Sql.time(now),
                Sql.time(now.minus(LONGEST_REQUEST)),
                Sql.time(now.minus(KEPT)))
            .query(String.class)
            .list();
    return !taken.isEmpty();
  }

  private Optional<Entry> find(Name tenant, String key) {
    return jdbc.sql("SELECT * FROM idempotency_key WHERE tenant = ? AND key = ?")
        .params(tenant.value(), Sql.text(key))
        .query((row, index) -> entry(row))
        .optional();
  }

  private static Entry entry(ResultSet row) throws SQLException {
    int status = row.getInt("status");
    Optional<Answer> answer =
        row.wasNull()
            ? Optional.empty()
            : Optional.of(new Answer(status, row.getString("headers"), row.getString("body")));
    return new Entry(row.getString("fingerprint"), answer);
  }
}
