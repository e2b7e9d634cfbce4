package io.isthmus.db;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.DeadLetter;
import io.isthmus.domain.operation.Event;
import io.isthmus.domain.operation.EventType;
import io.isthmus.domain.operation.WebhookStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** What webhooks could not deliver. */
final class DeadLetters {
  private final JdbcClient jdbc;

  DeadLetters(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Within the transaction that lets the webhook go on. */
  void add(DeadLetter letter) {
    StatementSpec insert =
        jdbc.sql(
                """
                INSERT INTO dead_letter (tenant, webhook, sequence, type, subject, time, data,
                  attempts, failed_at, failure_status, failure_answer, redelivery)
                VALUES (:tenant, :webhook, :sequence, :type, :subject, :time, :data::jsonb,
                  :attempts, :failedAt, :failureStatus, :failureAnswer, :redelivery)
                ON CONFLICT (tenant, webhook, sequence) DO UPDATE SET attempts = excluded.attempts,
                  failed_at = excluded.failed_at, failure_status = excluded.failure_status,
                  failure_answer = excluded.failure_answer, redelivery = excluded.redelivery
                """)
            .param("type", letter.event().type().name())
            .param("subject", Sql.text(letter.event().subject()))
            .param("time", Sql.time(letter.event().time()))
            .param("data", Json.write(letter.event().data()));
    withState(insert, letter).update();
    dropOldest(letter.event().tenant(), letter.webhook());
  }

  private void dropOldest(Name tenant, Name webhook) {
    jdbc.sql(
            """
            DELETE FROM dead_letter WHERE tenant = :tenant AND webhook = :webhook
              AND sequence <= (SELECT sequence FROM dead_letter
                WHERE tenant = :tenant AND webhook = :webhook
                ORDER BY sequence DESC OFFSET :most LIMIT 1)
            """)
        .param("tenant", tenant.value())
        .param("webhook", webhook.value())
        .param("most", WebhookStore.MOST_DEAD_LETTERS)
        .update();
  }

  void update(DeadLetter letter) {
    withState(
            jdbc.sql(
                """
                UPDATE dead_letter SET attempts = :attempts, failed_at = :failedAt,
                  failure_status = :failureStatus, failure_answer = :failureAnswer,
                  redelivery = :redelivery
                WHERE tenant = :tenant AND webhook = :webhook AND sequence = :sequence
                """),
            letter)
        .update();
  }

  List<DeadLetter> list(Name tenant, Name webhook, long after, int limit) {
    return jdbc.sql(
            """
            SELECT * FROM dead_letter WHERE tenant = ? AND webhook = ? AND sequence > ?
            ORDER BY sequence LIMIT ?
            """)
        .params(tenant.value(), webhook.value(), after, limit)
        .query((row, index) -> letter(row))
        .list();
  }

  int count(Name tenant, Name webhook) {
    return jdbc.sql("SELECT count(*) FROM dead_letter WHERE tenant = ? AND webhook = ?")
        .params(tenant.value(), webhook.value())
        .query(Integer.class)
        .single();
  }

  Optional<DeadLetter> find(Name tenant, Name webhook, long sequence) {
    return jdbc.sql("SELECT * FROM dead_letter WHERE tenant = ? AND webhook = ? AND sequence = ?")
        .params(tenant.value(), webhook.value(), sequence)
        .query((row, index) -> letter(row))
        .optional();
  }

  int request(Name tenant, Name webhook, Optional<Long> sequence) {
    String one = sequence.isPresent() ? "AND sequence = :sequence" : "";
    return jdbc.sql(
            """
            UPDATE dead_letter SET redelivery = 'REQUESTED'
            WHERE tenant = :tenant AND webhook = :webhook %s
            """
                .formatted(one))
        .param("tenant", tenant.value())
        .param("webhook", webhook.value())
        .param("sequence", sequence.orElse(null))
        .update();
  }

  List<DeadLetter> requested(Name tenant, Name webhook, int limit) {
    return jdbc.sql(
            """
            SELECT * FROM dead_letter
            WHERE tenant = ? AND webhook = ? AND redelivery = 'REQUESTED'
            ORDER BY sequence LIMIT ?
            """)
        .params(tenant.value(), webhook.value(), limit)
        .query((row, index) -> letter(row))
        .list();
  }

  boolean remove(Name tenant, Name webhook, long sequence) {
    return jdbc.sql("DELETE FROM dead_letter WHERE tenant = ? AND webhook = ? AND sequence = ?")
            .params(tenant.value(), webhook.value(), sequence)
            .update()
        > 0;
  }

  private static StatementSpec withState(StatementSpec statement, DeadLetter letter) {
    return statement
        .param("tenant", letter.event().tenant().value())
        .param("webhook", letter.webhook().value())
        .param("sequence", letter.event().sequence())
        .param("attempts", letter.attempts())
        .param("failedAt", Sql.time(letter.lastFailure().at()))
        .param("failureStatus", JdbcWebhookStore.status(letter.lastFailure()))
        .param("failureAnswer", Sql.text(letter.lastFailure().answer()))
        .param("redelivery", letter.redelivery().name());
  }

  private static DeadLetter letter(ResultSet row) throws SQLException {
    Event event =
        new Event(
            row.getLong("sequence"),
            EventType.valueOf(row.getString("type")),
            Name.of(row.getString("tenant")),
            row.getString("subject"),
            Sql.time(row, "time"),
            Json.readMap(row.getString("data")));
    return new DeadLetter(
        Name.of(row.getString("webhook")),
        event,
        row.getInt("attempts"),
        JdbcWebhookStore.failure(row).orElseThrow(),
        DeadLetter.Redelivery.valueOf(row.getString("redelivery")));
  }
}
