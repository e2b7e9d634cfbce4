package io.isthmus.app;

import io.isthmus.pki.BuiltInAuthority;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Renews the controller's certificate, and follows what other replicas do to the roots. */
@Component
class AuthorityUpkeep {
  private static final Logger log = LoggerFactory.getLogger(AuthorityUpkeep.class);

  private final BuiltInAuthority authority;

  AuthorityUpkeep(BuiltInAuthority authority) {
    this.authority = authority;
  }

  /** A failure is logged, and the next run tries again. */
  @Scheduled(fixedRate = 1, timeUnit = TimeUnit.SECONDS)
  void keepCurrent() {
    try {
      authority.keepCurrent();
    } catch (RuntimeException e) {
      log.warn("keeping certificates current failed and is tried again: {}", e.toString());
    }
  }
}
