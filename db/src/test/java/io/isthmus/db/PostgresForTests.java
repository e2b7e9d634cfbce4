package io.isthmus.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * A real PostgreSQL for tests: one server per JVM, in a container where a Docker engine answers and
 * unpacked from a jar otherwise. A test class takes a database of its own:
 *
 * <pre>{@code
 * static final PostgresForTests.Database database = PostgresForTests.freshDatabase();
 * }</pre>
 *
 * <p>Tests with an application context import {@link FreshDatabase} instead.
 */
public final class PostgresForTests {

  /** Chosen to be that of the embedded server, so that both ways test the same release. */
  private static final String IMAGE = "postgres:17-alpine";

  private static final AtomicInteger databases = new AtomicInteger();

  private PostgresForTests() {}

  /**
   * An empty database that no other test uses.
   *
   * @param url what JDBC connects to
   */
  public record Database(String url, String username, String password) {

    /** Opens a new connection each time, without a pool. */
    public DataSource dataSource() {
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setUrl(url);
      source.setUser(username);
      source.setPassword(password);
      return source;
    }
  }

  public static Database freshDatabase() {
    Server server = Holder.SERVER;
    String name = "test_" + databases.incrementAndGet();
    try (Connection connection =
            DriverManager.getConnection(
                server.urlOf("postgres"), server.username(), server.password());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("the test server refuses a database", e);
    }
    return new Database(server.urlOf(name), server.username(), server.password());
  }

  private record Server(String host, int port, String username, String password) {

    String urlOf(String database) {
      return "jdbc:postgresql://%s:%d/%s".formatted(host, port, database);
    }
  }

  private static final class Holder {
    static final Server SERVER =
        DockerClientFactory.instance().isDockerAvailable() ? inContainer() : embedded();
  }

  /** Stays until the JVM ends; Testcontainers removes it then. */
  @SuppressWarnings("resource")
  private static Server inContainer() {
    PostgreSQLContainer container =
        new PostgreSQLContainer(IMAGE).withCommand("postgres", "-c", "fsync=off");
    container.start();
    return new Server(
        container.getHost(),
        container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
        container.getUsername(),
        container.getPassword());
  }

  /** Stays until the JVM ends; its own shutdown hook stops it and removes its files. */
  private static Server embedded() {
    try {
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setLocaleConfig("locale", "C")
              .setServerConfig("max_connections", "200")
              .setServerConfig("jit", "off")
              .start();
      return new Server("localhost", server.getPort(), "postgres", "postgres");
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded PostgreSQL does not start", e);
    }
  }
}
