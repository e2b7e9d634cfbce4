package io.isthmus.db;

import io.isthmus.domain.trust.SecretBox;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The ports on the application's one data source. Tells time by the application's {@link Clock}
 * where it has one; brings defaults for pool, driver and Hibernate, which any other configuration
 * of the application overrides.
 */
@Configuration(proxyBeanMethods = false)
@EntityScan(basePackageClasses = DbConfiguration.class)
@EnableJpaRepositories(basePackageClasses = DbConfiguration.class)
@Import(TelemetryConfiguration.class)
@PropertySource("classpath:isthmus-db.properties")
public class DbConfiguration {
  @Bean
  Transactions transactions(PlatformTransactionManager manager) {
    return new Transactions(manager);
  }

  @Bean
  JdbcOperationStore operationStore(Transactions transactions, JdbcClient jdbc) {
    return new JdbcOperationStore(transactions, jdbc);
  }

  @Bean
  JdbcEventLog eventLog(Transactions transactions, JdbcClient jdbc, JdbcOperations statements) {
    return new JdbcEventLog(transactions, jdbc, statements);
  }

  @Bean
  JdbcDecisionLog decisionLog(JdbcClient jdbc) {
    return new JdbcDecisionLog(jdbc);
  }

  @Bean
  JdbcIdempotencyStore idempotencyStore(JdbcClient jdbc, ObjectProvider<Clock> clock) {
    return new JdbcIdempotencyStore(jdbc, clock.getIfAvailable(Clock::systemUTC));
  }

  @Bean
  JdbcNoticeLedger noticeLedger(Transactions transactions, JdbcClient jdbc) {
    return new JdbcNoticeLedger(transactions, jdbc);
  }

  @Bean
  JdbcSlaLog slaLog(JdbcClient jdbc) {
    return new JdbcSlaLog(jdbc);
  }

  @Bean
  JdbcChoiceLog choiceLog(Transactions transactions, JdbcClient jdbc) {
    return new JdbcChoiceLog(transactions, jdbc);
  }

  @Bean
  JdbcWebhookStore webhookStore(Transactions transactions, JdbcClient jdbc, SecretBox box) {
    JdbcWebhookStore store = new JdbcWebhookStore(transactions, jdbc, box);
    store.sealWhatIsClear();
    return store;
  }

  @Bean
  JdbcRootStore rootStore(Transactions transactions, JdbcClient jdbc) {
    return new JdbcRootStore(transactions, jdbc);
  }

  @Bean
  ResourceTables resourceTables(
      SiteRows sites,
      EdgeRows edges,
      OverlayRows overlays,
      TrafficClassRows trafficClasses,
      ApplicationRows applications,
      EdgeProfileRows profiles) {
    return new ResourceTables(sites, edges, overlays, trafficClasses, applications, profiles);
  }

  @Bean
  JpaIntentStore intentStore(
      Transactions transactions,
      EntityManager entities,
      JdbcClient jdbc,
      JdbcOperations statements,
      ResourceTables tables,
      JdbcDecisionLog decisions,
      JdbcOperationStore operations,
      JdbcEventLog events,
      JdbcIdentityStore identities,
      JdbcAuditLog audit) {
    return new JpaIntentStore(
        transactions,
        entities,
        jdbc,
        statements,
        tables,
        decisions,
        operations,
        events,
        identities,
        audit);
  }

  @Bean
  AuditPartitions auditPartitions(Transactions transactions, JdbcClient jdbc) {
    return new AuditPartitions(transactions, jdbc);
  }

  @Bean
  JdbcAuditLog auditLog(
      Transactions transactions,
      JdbcClient jdbc,
      JdbcOperations statements,
      AuditPartitions partitions) {
    return new JdbcAuditLog(transactions, jdbc, statements, partitions);
  }

  @Bean
  JdbcTokenStore tokenStore(Transactions transactions, JdbcClient jdbc, JdbcAuditLog audit) {
    return new JdbcTokenStore(transactions, jdbc, audit);
  }

  @Bean
  JdbcIdentityStore identityStore(Transactions transactions, JdbcClient jdbc, JdbcAuditLog audit) {
    return new JdbcIdentityStore(transactions, jdbc, audit);
  }

  @Bean
  TrustUpkeep trustUpkeep(
      Transactions transactions,
      JdbcClient jdbc,
      AuditPartitions partitions,
      ObjectProvider<Clock> clock,
      @Value("${isthmus.retention.audit}") Duration audit,
      @Value("${isthmus.retention.enrollment}") Duration enrollment,
      @Value("${isthmus.security.enrollment-approval-time}") Duration approval) {
    return new TrustUpkeep(
        transactions,
        jdbc,
        partitions,
        clock.getIfAvailable(Clock::systemUTC),
        new TrustUpkeep.Limits(audit, enrollment, approval));
  }

  @Bean
  Retention retention(
      Transactions transactions,
      JdbcClient jdbc,
      ObjectProvider<Clock> clock,
      @Value("${isthmus.retention.events}") Duration events,
      @Value("${isthmus.retention.operations}") Duration operations,
      @Value("${isthmus.retention.choices}") Duration choices,
      @Value("${isthmus.retention.violations}") Duration violations) {
    return new Retention(
        transactions,
        jdbc,
        clock.getIfAvailable(Clock::systemUTC),
        new Retention.Limits(events, operations, choices, violations));
  }
}
