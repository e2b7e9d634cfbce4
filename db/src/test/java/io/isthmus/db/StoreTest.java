package io.isthmus.db;

import io.isthmus.domain.fake.FakeSecretBox;
import io.isthmus.domain.trust.SecretBox;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * A test of the stores as the controller has them, on a real PostgreSQL, pool and migrations
 * included. Classes share one database, see {@link PostgresState#reset}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    classes = StoreTest.Application.class,
    webEnvironment = SpringBootTest.WebEnvironment.NONE)
@interface StoreTest {

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import({DbConfiguration.class, FreshDatabase.class, Stores.class, PostgresState.class})
  class Application {
    @Bean
    SecretBox box() {
      return new FakeSecretBox();
    }

    @Bean
    TestClock clock() {
      return new TestClock();
    }
  }
}
