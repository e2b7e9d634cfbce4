package io.isthmus.northbound;

import io.isthmus.domain.fake.InMemoryChoiceLog;
import io.isthmus.domain.fake.InMemoryIdempotencyStore;
import io.isthmus.domain.fake.InMemoryMeasurementStore;
import io.isthmus.domain.fake.InMemorySlaLog;
import io.isthmus.domain.fake.InMemoryStore;
import io.isthmus.domain.fake.InMemoryWebhookStore;
import io.isthmus.domain.operation.DecisionLog;
import io.isthmus.domain.reconcile.EdgeFleet;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.telemetry.LiveQuality;
import java.time.Clock;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** A controller whose store is memory. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(NorthboundConfiguration.class)
class TestController {
  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  InMemoryStore store() {
    return new InMemoryStore();
  }

  @Bean
  DecisionLog decisionLog(InMemoryStore store) {
    return store.decisionLog();
  }

  @Bean
  InMemoryIdempotencyStore idempotencyStore() {
    return new InMemoryIdempotencyStore();
  }

  @Bean
  InMemoryWebhookStore webhookStore(Clock clock) {
    return new InMemoryWebhookStore(clock);
  }

  @Bean
  InMemoryChoiceLog choiceLog() {
    return new InMemoryChoiceLog();
  }

  @Bean
  LiveQuality liveQuality(Clock clock) {
    return new LiveQuality(clock);
  }

  @Bean
  InMemorySlaLog slaLog() {
    return new InMemorySlaLog();
  }

  @Bean
  InMemoryMeasurementStore measurementStore() {
    return new InMemoryMeasurementStore();
  }

  @Bean
  EdgeFleet edgeFleet(InMemoryStore store, Clock clock) {
    return new EdgeFleet(store, store, clock);
  }

  @Bean
  IntentService intentService(InMemoryStore store, EdgeFleet fleet, Clock clock) {
    return new IntentService(store, fleet, clock);
  }
}
