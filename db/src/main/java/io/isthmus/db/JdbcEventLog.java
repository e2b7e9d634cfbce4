package io.isthmus.db;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.Event;
import io.isthmus.domain.operation.EventLog;
import io.isthmus.domain.operation.EventType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The log of events. A writer holds a lock from taking sequences to its commit, so that they grow
 * in the order of commit: a reader who has seen one never misses a lower one that comes later.
 */
final class JdbcEventLog implements EventLog {
  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final JdbcOperations statements;

  JdbcEventLog(Transactions transactions, JdbcClient jdbc, JdbcOperations statements) {
    this.transactions = transactions;
    this.jdbc = jdbc;
    this.statements = statements;
  }

  /**
   * Events of tenants that are gone are left out: nobody may read them. Within a transaction of
   * {@link JdbcNoticeLedger} they are durable with it.
   */
  @Override
  public void append(List<Event> events) {
    if (events.isEmpty()) {
      return;
    }
    transactions.join(() -> {
      Script script = new Script();
      insert(events, script);
      script.run(statements);
      return true;
    });
  }

  @Override
  public List<Event> after(Name tenant, long after, int limit) {
    return jdbc.sql(
            """
            SELECT * FROM event WHERE tenant = ? AND sequence > ? ORDER BY sequence LIMIT ?
            """)
        .params(tenant.value(), after, limit)
        .query((row, index) -> event(row))
        .list();
  }

  @Override
  public List<Event> before(Name tenant, long before, int limit) {
    return jdbc.sql(
            """
            SELECT * FROM event WHERE tenant = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?
            """)
        .params(tenant.value(), before, limit)
        .query((row, index) -> event(row))
        .list();
  }

  @Override
  public long newest(Name tenant) {
    return jdbc.sql("SELECT coalesce(max(sequence), 0) FROM event WHERE tenant = ?")
        .param(tenant.value())
        .query(Long.class)
        .single();
  }

  /** For a transaction that is to commit soon. */
  void insert(List<Event> events, Script script) {
    if (events.isEmpty()) {
      return;
    }
    AdvisoryLock.EVENTS.hold(script);
    script.add(
        """
        INSERT INTO event (tenant, type, subject, time, data)
        SELECT tenant.name, news.type, news.subject, news.time::timestamptz, news.data::jsonb
        FROM unnest(?, ?, ?, ?, ?) WITH ORDINALITY
          AS news (tenant, type, subject, time, data, place)
        JOIN tenant ON tenant.name = news.tenant
        ORDER BY place FOR KEY SHARE OF tenant
        """,
        Sql.array(events, Event::tenant),
        Sql.array(events, Event::type),
        Sql.array(events, event -> Sql.text(event.subject())),
        Sql.array(events, event -> Sql.time(event.time())),
        Sql.array(events, event -> Json.write(event.data())));
  }

  private static Event event(ResultSet row) throws SQLException {
    return new Event(
        row.getLong("sequence"),
        EventType.valueOf(row.getString("type")),
        Name.of(row.getString("tenant")),
        row.getString("subject"),
        Sql.time(row, "time"),
        Json.readMap(row.getString("data")));
  }
}
