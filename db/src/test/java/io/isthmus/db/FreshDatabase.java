package io.isthmus.db;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Gives an application context of a test a database of its own:
 * {@code @Import(FreshDatabase.class)}. Contexts that Spring keeps between test classes keep their
 * database, too.
 */
@TestConfiguration(proxyBeanMethods = false)
public class FreshDatabase {

  @Bean
  JdbcConnectionDetails freshDatabaseConnection() {
    return connectionTo(PostgresForTests.freshDatabase());
  }

  static JdbcConnectionDetails connectionTo(PostgresForTests.Database database) {
    return new JdbcConnectionDetails() {
      @Override
      public String getJdbcUrl() {
        return database.url();
      }

      @Override
      public String getUsername() {
        return database.username();
      }

      @Override
      public String getPassword() {
        return database.password();
      }
    };
  }
}
