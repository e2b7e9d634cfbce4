package io.isthmus.northbound;

import io.isthmus.domain.admission.Admission;
import io.isthmus.domain.admission.EnrollmentRequests;
import io.isthmus.domain.admission.EnrollmentTokens;
import io.isthmus.domain.fake.FakeIssuer;
import io.isthmus.domain.fake.InMemoryAuditLog;
import io.isthmus.domain.fake.InMemoryChoiceLog;
import io.isthmus.domain.fake.InMemoryIdempotencyStore;
import io.isthmus.domain.fake.InMemoryIdentityStore;
import io.isthmus.domain.fake.InMemoryMeasurementStore;
import io.isthmus.domain.fake.InMemorySlaLog;
import io.isthmus.domain.fake.InMemoryStore;
import io.isthmus.domain.fake.InMemoryTokenStore;
import io.isthmus.domain.fake.InMemoryWebhookStore;
import io.isthmus.domain.operation.DecisionLog;
import io.isthmus.domain.reconcile.EdgeFleet;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.telemetry.LiveQuality;
import io.isthmus.domain.trust.ApiTokens;
import io.isthmus.domain.trust.CertificateAuthority;
import io.isthmus.domain.trust.Refusals;
import java.time.Clock;
import java.time.Duration;
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
  InMemoryAuditLog auditLog() {
    return new InMemoryAuditLog();
  }

  @Bean
  InMemoryTokenStore tokenStore(InMemoryAuditLog log) {
    InMemoryTokenStore store = new InMemoryTokenStore(log);
    TestTokens.addAdmin(store);
    return store;
  }

  @Bean
  ApiTokens apiTokens(InMemoryTokenStore store, Clock clock) {
    return new ApiTokens(store, clock);
  }

  @Bean
  CertificateAuthority certificateAuthority() {
    return new TestAuthority();
  }

  @Bean
  Refusals refusals(InMemoryAuditLog log, Clock clock) {
    return new Refusals(log, clock);
  }

  @Bean
  InMemoryIdentityStore identityStore(InMemoryStore store, InMemoryAuditLog log) {
    return new InMemoryIdentityStore(store, log);
  }

  @Bean
  FakeIssuer certificateIssuer(Clock clock) {
    return new FakeIssuer(clock);
  }

  @Bean
  EnrollmentTokens enrollmentTokens(
      IntentService intents, InMemoryIdentityStore identities, FakeIssuer issuer, Clock clock) {
    return new EnrollmentTokens(intents, identities, issuer, clock);
  }

  @Bean
  EnrollmentRequests enrollmentRequests(InMemoryIdentityStore identities, Clock clock) {
    return new EnrollmentRequests(identities, clock);
  }

  @Bean
  Admission admission(
      IntentService intents,
      InMemoryIdentityStore identities,
      FakeIssuer issuer,
      Refusals refusals,
      Clock clock) {
    return new Admission(intents, identities, issuer, refusals, Duration.ofHours(24), clock);
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
