package io.isthmus.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * A few connections of their own for writing measurements, so that a flood of them takes none from
 * changes of the intent. They give up within seconds: measurements are not worth waiting for, and
 * whoever hands them over keeps a bounded number. A commit here does not wait for the disk, so that
 * a crash of the database may take the last half second with it, but nothing out of order.
 */
final class TelemetryPool implements AutoCloseable {
  private static final String INIT =
      """
      SET default_transaction_isolation = 'read committed';
      SET statement_timeout = '5s';
      SET lock_timeout = '2s';
      SET idle_in_transaction_session_timeout = '15s';
      SET synchronous_commit = off;
      SET jit = off
      """;

  private final HikariDataSource pool;
  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final JdbcTemplate template;

  private TelemetryPool(HikariDataSource pool) {
    this.pool = pool;
    this.transactions = new Transactions(new JdbcTransactionManager(pool));
    this.template = new JdbcTemplate(pool);
    this.jdbc = JdbcClient.create(template);
  }

  /** To where the other data source leads. Opens its first connection when it is used. */
  static TelemetryPool beside(DataSource other, int size) {
    HikariConfig example = pool(other);
    HikariConfig config = new HikariConfig();
    config.setPoolName("telemetry");
    config.setJdbcUrl(example.getJdbcUrl());
    config.setUsername(example.getUsername());
    config.setPassword(example.getPassword());
    example
        .getDataSourceProperties()
        .forEach((name, value) -> config.addDataSourceProperty(String.valueOf(name), value));
    // Must exceed statement_timeout.
    config.addDataSourceProperty("socketTimeout", "8");
    config.setConnectionInitSql(INIT);
    config.setConnectionTimeout(2_000);
    config.setInitializationFailTimeout(-1);
    config.setMinimumIdle(1);
    config.setMaximumPoolSize(size);
    return new TelemetryPool(new HikariDataSource(config));
  }

  private static HikariConfig pool(DataSource source) {
    try {
      return source.unwrap(HikariDataSource.class);
    } catch (SQLException e) {
      throw new IllegalStateException("the data source is not one of HikariCP", e);
    }
  }

  Transactions transactions() {
    return transactions;
  }

  JdbcClient jdbc() {
    return jdbc;
  }

  JdbcTemplate template() {
    return template;
  }

  @Override
  public void close() {
    pool.close();
  }
}
