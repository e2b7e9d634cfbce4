package io.isthmus.db;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.DeadLetter;
import io.isthmus.domain.operation.EventType;
import io.isthmus.domain.operation.Webhook;
import io.isthmus.domain.operation.WebhookProgress;
import io.isthmus.domain.operation.WebhookStore;
import io.isthmus.domain.trust.SecretBox;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Webhooks with their leases, which end by the database's clock. Secrets are stored sealed: who may
 * read the database cannot sign as Isthmus. They are in no log and no message.
 */
final class JdbcWebhookStore implements WebhookStore {
  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final SecretBox box;
  private final DeadLetters letters;

  JdbcWebhookStore(Transactions transactions, JdbcClient jdbc, SecretBox box) {
    this.transactions = transactions;
    this.jdbc = jdbc;
    this.box = box;
    this.letters = new DeadLetters(jdbc);
  }

  /** Seals the secrets that an older release has left in clear. Called at the start. */
  void sealWhatIsClear() {
    List<Name[]> names =
        jdbc.sql("SELECT tenant, name FROM webhook WHERE secret NOT LIKE ? ORDER BY tenant, name")
            .param(SecretBox.PREFIX + "%")
            .query((row, index) ->
                new Name[] {Name.of(row.getString("tenant")), Name.of(row.getString("name"))})
            .list();
    names.forEach(key -> seal(key[0], key[1]));
  }

  private void seal(Name tenant, Name name) {
    jdbc.sql("SELECT secret FROM webhook WHERE tenant = ? AND name = ?")
        .params(tenant.value(), name.value())
        .query(String.class)
        .optional()
        .filter(secret -> !SecretBox.isSealed(secret))
        .ifPresent(secret ->
            jdbc.sql("UPDATE webhook SET secret = ? WHERE tenant = ? AND name = ? AND secret = ?")
                .params(sealed(tenant, name, secret), tenant.value(), name.value(), secret)
                .update());
  }

  private String sealed(Name tenant, Name name, String secret) {
    return box.seal(purpose(tenant, name), secret.getBytes(StandardCharsets.UTF_8));
  }

  /** One that an older replica has just written may be in clear. */
  private String opened(Name tenant, Name name, String stored) {
    return SecretBox.isSealed(stored)
        ? new String(box.open(purpose(tenant, name), stored), StandardCharsets.UTF_8)
        : stored;
  }

  private static String purpose(Name tenant, Name name) {
    return "webhook/%s/%s".formatted(tenant, name);
  }

  @Override
  public Optional<Entry> find(Name tenant, Name name) {
    return jdbc.sql("SELECT * FROM webhook WHERE tenant = ? AND name = ?")
        .params(tenant.value(), name.value())
        .query((row, index) -> entry(row))
        .optional();
  }

  @Override
  public List<Entry> list(Name tenant) {
    return jdbc.sql("SELECT * FROM webhook WHERE tenant = ? ORDER BY name")
        .param(tenant.value())
        .query((row, index) -> entry(row))
        .list();
  }

  /** There is none of a tenant that is gone. */
  @Override
  public boolean create(Webhook webhook, WebhookProgress progress) {
    StatementSpec insert =
        jdbc.sql(
            """
            INSERT INTO webhook (tenant, name, url, event_types, secret, state, generation, done,
              attempts, next_attempt_at, last_success_at, failed_at, failure_status,
              failure_answer, delivered, failures)
            SELECT name, :name, :url, :eventTypes, :secret, :state, 1, :done, :attempts,
              :nextAttemptAt, :lastSuccessAt, :failedAt, :failureStatus, :failureAnswer,
              :delivered, :failures
            FROM tenant WHERE name = :tenant FOR KEY SHARE
            ON CONFLICT DO NOTHING
            """);
    return withProgress(withWebhook(insert, webhook), progress).update() > 0;
  }

  @Override
  public boolean replace(Entry entry) {
    StatementSpec update =
        jdbc.sql(
                """
                UPDATE webhook SET url = :url, event_types = :eventTypes, secret = :secret,
                  state = :state, generation = generation + 1, done = :done, attempts = :attempts,
                  next_attempt_at = :nextAttemptAt, last_success_at = :lastSuccessAt,
                  failed_at = :failedAt, failure_status = :failureStatus,
                  failure_answer = :failureAnswer, delivered = :delivered, failures = :failures
                WHERE tenant = :tenant AND name = :name AND generation = :generation
                """)
            .param("generation", entry.generation());
    return withProgress(withWebhook(update, entry.webhook()), entry.progress()).update() > 0;
  }

  @Override
  public boolean remove(Name tenant, Name name) {
    return jdbc.sql("DELETE FROM webhook WHERE tenant = ? AND name = ?")
            .params(tenant.value(), name.value())
            .update()
        > 0;
  }

  /** Passes over those that another replica is about to take. */
  @Override
  public List<Entry> lease(UUID owner, Duration length) {
    return jdbc.sql(
            """
            WITH free AS (
              SELECT tenant, name FROM webhook
              WHERE state = 'ENABLED' AND (lease_owner IS NULL OR lease_owner = :owner
                OR leased_until <= clock_timestamp())
              ORDER BY tenant, name FOR UPDATE SKIP LOCKED),
            held AS (
              UPDATE webhook SET lease_owner = :owner,
                leased_until = clock_timestamp() + :millis * interval '1 millisecond'
              FROM free WHERE webhook.tenant = free.tenant AND webhook.name = free.name
              RETURNING webhook.*)
            SELECT * FROM held ORDER BY tenant, name
            """)
        .param("owner", owner)
        .param("millis", length.toMillis())
        .query((row, index) -> entry(row))
        .list();
  }

  @Override
  public void release(UUID owner) {
    jdbc.sql("UPDATE webhook SET lease_owner = NULL, leased_until = NULL WHERE lease_owner = ?")
        .param(owner)
        .update();
  }

  @Override
  public boolean save(UUID owner, Entry entry, Optional<DeadLetter> letter) {
    return transactions.write(() -> {
      boolean saved = save(owner, entry);
      if (saved) {
        letter.ifPresent(letters::add);
      }
      return saved;
    });
  }

  private boolean save(UUID owner, Entry entry) {
    StatementSpec update =
        jdbc.sql(
                """
                UPDATE webhook SET state = :state, done = :done, attempts = :attempts,
                  next_attempt_at = :nextAttemptAt, last_success_at = :lastSuccessAt,
                  failed_at = :failedAt, failure_status = :failureStatus,
                  failure_answer = :failureAnswer, delivered = :delivered, failures = :failures
                WHERE tenant = :tenant AND name = :name AND generation = :generation
                  AND lease_owner = :owner AND leased_until > clock_timestamp()
                """)
            .param("tenant", entry.webhook().tenant().value())
            .param("name", entry.webhook().name().value())
            .param("state", entry.webhook().state().name())
            .param("generation", entry.generation())
            .param("owner", owner);
    return withProgress(update, entry.progress()).update() > 0;
  }

  @Override
  public List<DeadLetter> deadLetters(Name tenant, Name webhook, long after, int limit) {
    return letters.list(tenant, webhook, after, limit);
  }

  @Override
  public int countDeadLetters(Name tenant, Name webhook) {
    return letters.count(tenant, webhook);
  }

  @Override
  public Optional<DeadLetter> findDeadLetter(Name tenant, Name webhook, long sequence) {
    return letters.find(tenant, webhook, sequence);
  }

  @Override
  public int requestRedelivery(Name tenant, Name webhook, Optional<Long> sequence) {
    return letters.request(tenant, webhook, sequence);
  }

  @Override
  public List<DeadLetter> requestedRedeliveries(Name tenant, Name webhook, int limit) {
    return letters.requested(tenant, webhook, limit);
  }

  @Override
  public void updateDeadLetter(DeadLetter letter) {
    letters.update(letter);
  }

  @Override
  public boolean removeDeadLetter(Name tenant, Name webhook, long sequence) {
    return letters.remove(tenant, webhook, sequence);
  }

  private StatementSpec withWebhook(StatementSpec statement, Webhook webhook) {
    return statement
        .param("tenant", webhook.tenant().value())
        .param("name", webhook.name().value())
        .param("url", Sql.text(webhook.url().toString()))
        .param(
            "eventTypes",
            Sql.array(webhook.eventTypes().stream().sorted().toList(), EventType::name))
        .param("secret", sealed(webhook.tenant(), webhook.name(), webhook.secret()))
        .param("state", webhook.state().name());
  }

  private static StatementSpec withProgress(StatementSpec statement, WebhookProgress progress) {
    Optional<WebhookProgress.Failure> failure = progress.lastFailure();
    return statement
        .param("done", progress.done())
        .param("attempts", progress.attempts())
        .param("nextAttemptAt", progress.nextAttemptAt().map(Sql::time).orElse(null))
        .param("lastSuccessAt", progress.lastSuccessAt().map(Sql::time).orElse(null))
        .param("failedAt", failure.map(WebhookProgress.Failure::at).map(Sql::time).orElse(null))
        .param("failureStatus", failure.map(JdbcWebhookStore::status).orElse(null))
        .param(
            "failureAnswer",
            failure.map(WebhookProgress.Failure::answer).map(Sql::text).orElse(null))
        .param("delivered", progress.delivered())
        .param("failures", progress.failures());
  }

  static @Nullable Integer status(WebhookProgress.Failure failure) {
    return failure.status().isPresent() ? failure.status().getAsInt() : null;
  }

  private Entry entry(ResultSet row) throws SQLException {
    Name tenant = Name.of(row.getString("tenant"));
    Name name = Name.of(row.getString("name"));
    Webhook webhook =
        new Webhook(
            tenant,
            name,
            URI.create(row.getString("url")),
            eventTypes(row),
            opened(tenant, name, row.getString("secret")),
            Webhook.State.valueOf(row.getString("state")));
    WebhookProgress progress =
        new WebhookProgress(
            row.getLong("done"),
            row.getInt("attempts"),
            Sql.findTime(row, "next_attempt_at"),
            Sql.findTime(row, "last_success_at"),
            failure(row),
            row.getLong("delivered"),
            row.getLong("failures"));
    return new Entry(webhook, progress, row.getLong("generation"));
  }

  private static Set<EventType> eventTypes(ResultSet row) throws SQLException {
    return Arrays.stream((String[]) row.getArray("event_types").getArray())
        .map(EventType::valueOf)
        .collect(Collectors.toSet());
  }

  static Optional<WebhookProgress.Failure> failure(ResultSet row) throws SQLException {
    int status = row.getInt("failure_status");
    OptionalInt answered = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(status);
    String answer = row.getString("failure_answer");
    return Sql.findTime(row, "failed_at")
        .map(at -> new WebhookProgress.Failure(at, answered, answer));
  }
}
