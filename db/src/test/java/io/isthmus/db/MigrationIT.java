package io.isthmus.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.fake.FakeSecretBox;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.reconcile.IntentStore;
import io.isthmus.domain.topology.LinkService;
import io.isthmus.domain.traffic.SlaObjective;
import io.isthmus.domain.traffic.SteeringDecision;
import io.isthmus.domain.traffic.SteeringPolicy;
import io.isthmus.domain.traffic.Threshold;
import io.isthmus.domain.traffic.TrafficClass;
import io.isthmus.domain.traffic.WeightedOverlay;
import io.isthmus.domain.trust.SecretBox;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** What becomes of an intent that the release before steering by quality stored. */
@SpringBootTest(
    classes = MigrationIT.Application.class,
    webEnvironment = SpringBootTest.WebEnvironment.NONE)
class MigrationIT {
  @Autowired private IntentStore store;

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(DbConfiguration.class)
  static class Application {
    @Bean
    SecretBox box() {
      return new FakeSecretBox();
    }

    @Bean
    JdbcConnectionDetails databaseOfTheReleaseBefore() {
      PostgresForTests.Database database = PostgresForTests.freshDatabase();
      Flyway.configure().dataSource(database.dataSource()).target("2").load().migrate();
      new ResourceDatabasePopulator(
              new ClassPathResource("schema-it.sql"), new ClassPathResource("migration-it.sql"))
          .execute(database.dataSource());
      return FreshDatabase.connectionTo(database);
    }
  }

  @Test
  void whatWasNotSaidThenIsWhatTheDomainTakesForGranted() {
    Network network = store.load().tenants().get(Name.of("default"));

    assertThat(network.edges().values())
        .flatMap(edge -> edge.value().wanLinks())
        .hasSize(5)
        .allSatisfy(link -> assertThat(link.service()).isEqualTo(LinkService.DEFAULT));
    assertThat(network.decisions())
        .singleElement()
        .satisfies(decision -> {
          assertThat(decision.hold()).isEqualTo(SteeringDecision.Hold.PREFER);
          assertThat(decision.expiresAt()).isEmpty();
        });
    assertThat(network.trafficClasses().get(Name.of("bulk")).value())
        .isEqualTo(
            new TrafficClass(
                Name.of("bulk"),
                TrafficClass.Role.DEFAULT,
                SteeringPolicy.of(
                    SteeringPolicy.Strategy.LOAD_BALANCE,
                    List.of(new WeightedOverlay(Name.of("star"), 30)),
                    SteeringPolicy.WhenNoPath.FALL_BACK),
                Optional.of(
                    new SlaObjective(
                        Optional.of(Threshold.of(1, 0.5)),
                        Optional.of(Threshold.of(2, 1.5)),
                        Optional.of(Threshold.of(3, 2.5)),
                        Optional.of(Threshold.of(4, 3.5)),
                        Optional.of(Threshold.of(5, 5.5))))));
  }
}
