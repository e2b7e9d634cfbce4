package io.isthmus.app;

import io.isthmus.domain.admission.Admission;
import io.isthmus.domain.trust.AuditLog;
import io.isthmus.domain.trust.RootStore;
import io.isthmus.domain.trust.SecretBox;
import io.isthmus.domain.trust.TrustDomain;
import io.isthmus.pki.BuiltInAuthority;
import io.isthmus.pki.MasterKey;
import io.isthmus.southbound.session.EdgeAdmission;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The master key, what it protects, and the authority that edges' certificates come from. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TrustProperties.class)
class TrustConfiguration {
  private static final Logger log = LoggerFactory.getLogger(TrustConfiguration.class);

  @Bean
  TrustDomain trustDomain(TrustProperties properties) {
    return new TrustDomain(properties.trustDomain());
  }

  @Bean
  MasterKey masterKey(TrustProperties properties, RootStore store) {
    MasterKey key = MasterKey.open(properties.masterKeyFile(), store);
    if (key.isNew()) {
      log.info(
          "made the master key {} in {}: back it up, apart from the database, whose secrets cannot be read without it",
          key.id(),
          key.file());
    } else {
      log.info("the master key is {} in {}", key.id(), key.file());
    }
    return key;
  }

  @Bean
  SecretBox secretBox(MasterKey key) {
    return key.box();
  }

  @Bean
  BuiltInAuthority certificateAuthority(
      TrustDomain domain,
      RootStore store,
      SecretBox box,
      AuditLog audit,
      TrustProperties properties,
      Clock clock) {
    BuiltInAuthority authority =
        BuiltInAuthority.start(
            domain,
            store,
            box,
            audit,
            new BuiltInAuthority.Lives(properties.certificateLife(), properties.rootOverlap()),
            clock);
    log.info(
        "certificates of {} come from the root with SHA-256 {}", domain, authority.currentRoot());
    return authority;
  }

  @Bean
  EdgeAdmission edgeAdmission(Admission admission) {
    return EdgeAdmission.of(admission);
  }
}
