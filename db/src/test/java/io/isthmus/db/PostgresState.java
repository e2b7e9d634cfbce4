package io.isthmus.db;

import com.zaxxer.hikari.HikariDataSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** What tests do to the database behind the stores' back. */
final class PostgresState {
  private final HikariDataSource pool;
  private final JdbcClient jdbc;
  private final TestClock clock;

  PostgresState(HikariDataSource pool, JdbcClient jdbc, TestClock clock) {
    this.pool = pool;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * As after the migrations, and the clock as at its start; but for the audit log, from which
   * nothing can be taken away.
   */
  void reset() {
    jdbc.sql("TRUNCATE tenant, operation, event, idempotency_key CASCADE").update();
    jdbc.sql("TRUNCATE measurement_second, measurement_minute, measurement_late").update();
    jdbc.sql(
            """
            UPDATE measurement_progress SET closed_to = 'epoch', rolled_up_to = 'epoch',
              seconds_from = 'epoch'
            """)
        .update();
    jdbc.sql("TRUNCATE api_token, enrollment_token, edge_identity CASCADE").update();
    jdbc.sql("UPDATE trust_ledger SET change = 0").update();
    jdbc.sql("INSERT INTO tenant VALUES ('default', 1)").update();
    jdbc.sql(
            """
            UPDATE intent SET revision = 1, edge_cursor = 0, vni_cursor = 4095,
              traffic_class_cursor = 0
            """)
        .update();
    clock.reset();
  }

  DataSource dataSource() {
    return pool;
  }

  /** Kills every connection to the database, also that of a transaction that this is called in. */
  void killConnections() {
    try (ExecutorService outside = Executors.newSingleThreadExecutor()) {
      outside.submit(() ->
          jdbc.sql(
                  """
                  SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                  WHERE datname = current_database() AND pid <> pg_backend_pid()
                  """)
              .query(Long.class)
              .single());
    }
    // The pool trusts what it used within half a second, and would hand some out before it notices.
    pool.getHikariPoolMXBean().softEvictConnections();
  }

  /** A file of statements on the class path. */
  void runScript(String name) {
    ResourceDatabasePopulator script = new ResourceDatabasePopulator(new ClassPathResource(name));
    script.execute(pool);
  }
}
