package io.isthmus.app;

import io.isthmus.db.RevisionListener;
import io.isthmus.domain.admission.Admission;
import io.isthmus.domain.admission.EnrollmentRequests;
import io.isthmus.domain.admission.EnrollmentTokens;
import io.isthmus.domain.operation.EventLog;
import io.isthmus.domain.operation.OperationStore;
import io.isthmus.domain.operation.WorkObserver;
import io.isthmus.domain.reconcile.EdgeFleet;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.reconcile.IntentStore;
import io.isthmus.domain.reconcile.KeyLearning;
import io.isthmus.domain.reconcile.KeyRotation;
import io.isthmus.domain.reconcile.NetworkWatch;
import io.isthmus.domain.reconcile.NoticeLedger;
import io.isthmus.domain.sla.ComplianceBook;
import io.isthmus.domain.sla.SlaLog;
import io.isthmus.domain.steering.ChoiceLog;
import io.isthmus.domain.telemetry.LiveQuality;
import io.isthmus.domain.telemetry.MeasurementBuffer;
import io.isthmus.domain.telemetry.MeasurementStore;
import io.isthmus.domain.trust.ApiTokens;
import io.isthmus.domain.trust.AuditLog;
import io.isthmus.domain.trust.CertificateIssuer;
import io.isthmus.domain.trust.IdentityStore;
import io.isthmus.domain.trust.Refusals;
import io.isthmus.domain.trust.TokenStore;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The domain's use cases over the ports that the adapters implement. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@EnableConfigurationProperties(WireGuardProperties.class)
class UseCaseConfiguration {

  /** Ticks as finely as the database keeps times, so that a reload changes none. */
  @Bean
  Clock clock() {
    return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
  }

  @Bean
  EdgeFleet edgeFleet(
      OperationStore operations, EventLog events, Clock clock, WorkObserver observer) {
    return new EdgeFleet(operations, events, clock, observer);
  }

  /** Is loaded and planned when the first edge is let in: lifecycles start after every bean. */
  @Bean
  IntentService intentService(IntentStore store, EdgeFleet fleet, Clock clock) {
    return new IntentService(store, fleet, clock);
  }

  @Bean
  KeyLearning keyLearning(IntentService intents, EdgeFleet fleet, Clock clock) {
    return new KeyLearning(intents, fleet, clock);
  }

  @Bean
  KeyRotation keyRotation(
      IntentService intents,
      OperationStore operations,
      Clock clock,
      WireGuardProperties properties) {
    return new KeyRotation(intents, operations, clock, properties.rotationInterval());
  }

  @Bean
  LiveQuality liveQuality(Clock clock) {
    return new LiveQuality(clock);
  }

  @Bean
  NetworkWatch networkWatch(
      EdgeFleet fleet,
      LiveQuality live,
      MeasurementStore measurements,
      NoticeLedger ledger,
      SlaLog violations,
      ChoiceLog choices,
      EventLog events,
      Clock clock) {
    return new NetworkWatch(
        fleet,
        live,
        new MeasurementBuffer(measurements, clock),
        new ComplianceBook(violations),
        ledger,
        violations,
        choices,
        events,
        clock);
  }

  @Bean
  RevisionListener revisionListener(DataSource dataSource, IntentService intents) {
    return RevisionListener.start(dataSource, intents::refresh);
  }

  @Bean
  ApiTokens apiTokens(TokenStore store, Clock clock) {
    return new ApiTokens(store, clock);
  }

  /** What was refused last is written when the controller stops. */
  @Bean(destroyMethod = "close")
  Refusals refusals(AuditLog log, Clock clock) {
    return new Refusals(log, clock);
  }

  @Bean
  EnrollmentTokens enrollmentTokens(
      IntentService intents, IdentityStore identities, CertificateIssuer issuer, Clock clock) {
    return new EnrollmentTokens(intents, identities, issuer, clock);
  }

  @Bean
  EnrollmentRequests enrollmentRequests(IdentityStore identities, Clock clock) {
    return new EnrollmentRequests(identities, clock);
  }

  @Bean
  Admission admission(
      IntentService intents,
      IdentityStore identities,
      CertificateIssuer issuer,
      Refusals refusals,
      TrustProperties trust,
      Clock clock) {
    return new Admission(intents, identities, issuer, refusals, trust.certificateLife(), clock);
  }

  /** Hears of revocations on other replicas. */
  @Bean
  RevisionListener trustListener(DataSource dataSource, Admission admission) {
    return RevisionListener.ofTrust(dataSource, admission::follow);
  }
}
