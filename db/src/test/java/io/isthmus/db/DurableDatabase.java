package io.isthmus.db;

import io.isthmus.domain.fake.FakeSecretBox;
import io.isthmus.domain.trust.SecretBox;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The stores for benchmarks, on a server that waits for its disk as one in earnest does. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({DbConfiguration.class, Stores.class, PostgresState.class})
class DurableDatabase {
  @Bean
  TestClock clock() {
    return new TestClock();
  }

  @Bean
  SecretBox box() {
    return new FakeSecretBox();
  }

  @Bean(destroyMethod = "close")
  EmbeddedPostgres server() throws IOException {
    return EmbeddedPostgres.builder()
        .setLocaleConfig("locale", "C")
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("full_page_writes", "on")
        .start();
  }

  @Bean
  JdbcConnectionDetails connection(EmbeddedPostgres server) {
    return FreshDatabase.connectionTo(
        new PostgresForTests.Database(server.getJdbcUrl("postgres", "postgres"), "postgres", ""));
  }
}
