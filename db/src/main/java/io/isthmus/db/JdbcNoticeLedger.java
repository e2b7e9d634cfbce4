package io.isthmus.db;

import io.isthmus.domain.reconcile.NoticeLedger;
import io.isthmus.domain.topology.EdgeKey;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Cursors in a table. The logs join the transaction because they run in the same thread. An edge of
 * a tenant that is gone leaves no trace.
 */
final class JdbcNoticeLedger implements NoticeLedger {
  private final Transactions transactions;
  private final JdbcClient jdbc;

  JdbcNoticeLedger(Transactions transactions, JdbcClient jdbc) {
    this.transactions = transactions;
    this.jdbc = jdbc;
  }

  @Override
  public void advance(EdgeKey edge, UnaryOperator<Cursor> work) {
    transactions.write(() -> {
      Cursor seen = lock(edge).orElse(Cursor.NONE);
      Cursor reached = work.apply(seen);
      if (!reached.equals(seen)) {
        store(edge, reached);
      }
      return true;
    });
  }

  /** Makes the row first, so that there is something to lock. */
  private Optional<Cursor> lock(EdgeKey edge) {
    jdbc.sql(
            """
            INSERT INTO notice_cursor (tenant, edge, boot_id, booted_at, sequence, newest)
            SELECT name, ?, '', 'epoch', 0, 'epoch' FROM tenant WHERE name = ? FOR KEY SHARE
            ON CONFLICT DO NOTHING
            """)
        .params(edge.edge().value(), edge.tenant().value())
        .update();
    return jdbc.sql("SELECT * FROM notice_cursor WHERE tenant = ? AND edge = ? FOR UPDATE")
        .params(edge.tenant().value(), edge.edge().value())
        .query((row, index) ->
            new Cursor(
                row.getString("boot_id"),
                Sql.time(row, "booted_at"),
                row.getLong("sequence"),
                Sql.time(row, "newest")))
        .optional();
  }

  private void store(EdgeKey edge, Cursor cursor) {
    jdbc.sql(
            """
            UPDATE notice_cursor SET boot_id = ?, booted_at = ?, sequence = ?, newest = ?
            WHERE tenant = ? AND edge = ?
            """)
        .params(
            Sql.text(cursor.bootId()),
            Sql.time(cursor.bootedAt()),
            cursor.sequence(),
            Sql.time(cursor.newest()),
            edge.tenant().value(),
            edge.edge().value())
        .update();
  }
}
