package io.isthmus.app.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.db.FreshDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class EmbeddedPostgresAutoConfigurationIT {

  @TempDir Path directory;

  @Test
  void servesTheDataSourceWhereNoUrlIsConfigured() {
    context()
        // What a compose file makes of a variable that is not set.
        .withPropertyValues("spring.datasource.url=")
        .run(context -> {
          EmbeddedPostgres postgres = context.getBean(EmbeddedPostgres.class);
          try (Connection connection = context.getBean(DataSource.class).getConnection()) {
            assertThat(connection.getMetaData().getURL()).isEqualTo(postgres.jdbcUrl());
          }
        });
  }

  @Test
  void staysAwayWhereAUrlIsConfigured() {
    context()
        .withPropertyValues("spring.datasource.url=jdbc:postgresql://db.example/isthmus")
        .run(context -> assertThat(context).doesNotHaveBean(EmbeddedPostgres.class));
  }

  @Test
  void staysAwayWhereATestBringsItsDatabase() {
    context()
        .withUserConfiguration(FreshDatabase.class)
        .run(context -> assertThat(context).doesNotHaveBean(EmbeddedPostgres.class));
  }

  private ApplicationContextRunner context() {
    return new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                EmbeddedPostgresAutoConfiguration.class, DataSourceAutoConfiguration.class))
        .withPropertyValues(
            "isthmus.data-dir=" + directory.resolve("data"),
            "isthmus.cache-dir=" + directory.resolve("cache"));
  }
}
