package io.isthmus.db;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.AuditEntry;
import io.isthmus.domain.trust.AuditLog;
import io.isthmus.domain.trust.AuditQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The audit log. A writer holds a lock from taking sequences to its commit, so that they grow in
 * the order of commit. Whoever reads a tenant's log sees what was written since the tenant was
 * made: one of the same name before was another.
 */
final class JdbcAuditLog implements AuditLog {
  private static final int ROWS_AT_A_TIME = 1_000;

  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final JdbcOperations statements;
  private final AuditPartitions partitions;

  JdbcAuditLog(
      Transactions transactions,
      JdbcClient jdbc,
      JdbcOperations statements,
      AuditPartitions partitions) {
    this.transactions = transactions;
    this.jdbc = jdbc;
    this.statements = statements;
    this.partitions = partitions;
  }

  @Override
  public void append(List<AuditEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    transactions.join(() -> {
      Script script = new Script();
      insert(entries, script);
      script.run(statements);
      return true;
    });
  }

  /** For a transaction that is to commit soon. */
  void insert(List<AuditEntry> entries, Script script) {
    if (entries.isEmpty()) {
      return;
    }
    entries.stream()
        .map(entry -> AuditPartitions.monthOf(entry.time()))
        .distinct()
        .forEach(partitions::require);
    AdvisoryLock.AUDIT.hold(script);
    script.add(
        """
        INSERT INTO audit (time, tenant, actor_kind, actor, token, source, action, subject, outcome,
          reason, before, after, revision, count)
        SELECT time::timestamptz, tenant, actor_kind, actor, token::uuid, source, action, subject,
          outcome, reason, before::jsonb, after::jsonb, revision::bigint, count::bigint
        FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WITH ORDINALITY
          AS news (time, tenant, actor_kind, actor, token, source, action, subject, outcome, reason,
            before, after, revision, count, place)
        ORDER BY place
        """,
        column(entries, entry -> Sql.time(entry.time())),
        column(entries, entry -> Sql.value(entry.tenant())),
        column(entries, entry -> entry.actor().kind()),
        column(entries, entry -> Sql.text(entry.actor().name())),
        column(entries, entry -> entry.actor().tokenId().orElse(null)),
        column(entries, entry -> text(entry.actor().remoteAddress())),
        column(entries, AuditEntry::action),
        column(entries, entry -> Sql.text(entry.subject())),
        column(entries, AuditEntry::outcome),
        column(entries, entry -> text(entry.reason())),
        column(entries, entry -> json(entry.before())),
        column(entries, entry -> json(entry.after())),
        column(
            entries, entry -> entry.revision().isPresent() ? entry.revision().getAsLong() : null),
        column(entries, AuditEntry::count));
  }

  private interface Column {
    @Nullable Object of(AuditEntry entry);
  }

  private static @Nullable String[] column(List<AuditEntry> entries, Column column) {
    @Nullable String[] texts = new String[entries.size()];
    for (int i = 0; i < texts.length; i++) {
      Object value = column.of(entries.get(i));
      texts[i] = value == null ? null : value.toString();
    }
    return texts;
  }

  private static @Nullable String text(Optional<String> text) {
    return text.map(Sql::text).orElse(null);
  }

  private static @Nullable String json(Optional<Map<String, Object>> values) {
    return values.map(Json::write).orElse(null);
  }

  @Override
  public List<AuditEntry> find(AuditQuery query, int limit) {
    Filter filter = new Filter(query);
    filter.parameters.add(limit);
    return read("SELECT * FROM audit WHERE %s ORDER BY sequence DESC LIMIT ?", filter);
  }

  /**
   * Page by page, since a slow reader must hold no transaction open. Ends with what there is now.
   */
  @Override
  public void export(AuditQuery query, Consumer<AuditEntry> reader) {
    long end = Math.min(query.before(), newest() + 1);
    long last = 0;
    List<AuditEntry> page;
    do {
      Filter filter = new Filter(query.before(end));
      filter.require("sequence > ?", last);
      filter.parameters.add(ROWS_AT_A_TIME);
      page = read("SELECT * FROM audit WHERE %s ORDER BY sequence LIMIT ?", filter);
      page.forEach(reader);
      last = page.isEmpty() ? last : page.getLast().sequence();
    } while (page.size() == ROWS_AT_A_TIME);
  }

  private long newest() {
    return jdbc.sql("SELECT coalesce(max(sequence), 0) FROM audit").query(Long.class).single();
  }

  private List<AuditEntry> read(String sql, Filter filter) {
    return jdbc.sql(sql.formatted(filter.condition()))
        .params(filter.parameters)
        .query((row, index) -> entry(row))
        .list();
  }

  /** What of a query the database is to look at. */
  private static final class Filter {
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();

    Filter(AuditQuery query) {
      require("sequence < ?", query.before());
      query.tenant().ifPresent(this::requireTenant);
      query.actor().ifPresent(actor -> require("actor = ?", Sql.text(actor)));
      query.action().ifPresent(action -> require("action = ?", Sql.text(action)));
      query.subject().ifPresent(this::requireSubject);
      query.outcome().ifPresent(outcome -> require("outcome = ?", outcome.name()));
      query.from().ifPresent(from -> require("time >= ?", Sql.bound(from)));
      query.until().ifPresent(until -> require("time < ?", Sql.bound(until)));
    }

    private void require(String condition, Object parameter) {
      conditions.add(condition);
      parameters.add(parameter);
    }

    private void requireTenant(Name tenant) {
      require("tenant = ?", tenant.value());
      require(
          """
          sequence > coalesce((SELECT max(sequence) FROM audit
            WHERE tenant = ? AND subject = ? AND action = 'DELETE'), 0)
          """,
          tenant.value());
      parameters.add("tenants/" + tenant);
    }

    private void requireSubject(String subject) {
      if (subject.endsWith("/")) {
        require("starts_with(subject, ?)", Sql.text(subject));
      } else {
        require("subject = ?", Sql.text(subject));
      }
    }

    String condition() {
      return String.join(" AND ", conditions);
    }
  }

  private static AuditEntry entry(ResultSet row) throws SQLException {
    long revision = row.getLong("revision");
    OptionalLong inRevision = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(revision);
    return new AuditEntry(
        row.getLong("sequence"),
        Sql.time(row, "time"),
        Sql.findName(row, "tenant"),
        new Actor(
            Actor.Kind.valueOf(row.getString("actor_kind")),
            row.getString("actor"),
            Optional.ofNullable(row.getObject("token", UUID.class)),
            Optional.ofNullable(row.getString("source"))),
        row.getString("action"),
        row.getString("subject"),
        AuditEntry.Outcome.valueOf(row.getString("outcome")),
        Optional.ofNullable(row.getString("reason")),
        Optional.ofNullable(row.getString("before")).map(Json::readMap),
        Optional.ofNullable(row.getString("after")).map(Json::readMap),
        inRevision,
        row.getLong("count"));
  }
}
