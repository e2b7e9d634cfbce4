package io.isthmus.db;

import static io.isthmus.db.Stores.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.sla.Compliance;
import io.isthmus.domain.sla.SlaLog;
import io.isthmus.domain.sla.SlaViolation;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@StoreTest
class SlaLogIT extends SlaLogContractTest {
  @Autowired private Stores stores;
  @Autowired private SlaLog log;
  @Autowired private Retention retention;
  @Autowired private PostgresState postgres;
  @Autowired private TestClock clock;

  @Override
  Stores stores() {
    return stores;
  }

  @Override
  SlaLog log() {
    return log;
  }

  @BeforeEach
  void reset() {
    postgres.reset();
  }

  @Test
  void violationsGoWithAgeUnlessTheyLast() {
    SlaViolation over = violation(VOICE, 1, NOW.minusSeconds(9));
    SlaViolation lasting = violation(VOICE, 2, NOW.minusSeconds(9));
    log.begin(over);
    log.begin(lasting);
    log.end(over, NOW);
    clock.advance(Duration.ofDays(8));
    retention.run();
    assertThat(log.find(DEFAULT, over.id())).isPresent();

    clock.advance(Duration.ofSeconds(1));
    retention.run();

    assertThat(log.find(DEFAULT, over.id())).isEmpty();
    assertThat(log.open()).containsExactly(lasting);
  }

  @Test
  void whatIsToldOfATenantThatIsGoneIsLeftOut() {
    LocalDate day = LocalDate.of(2026, 3, 1);
    Compliance compliance =
        new Compliance(VOICE, day, Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO, 0);
    stores.createTenant(OTHER);
    SlaViolation before = violation(OTHER, VOICE, 1, NOW);
    log.begin(before);
    log.addCompliance(OTHER, compliance);

    stores.removeTenant(OTHER);
    log.addCompliance(OTHER, compliance);

    assertThat(log.begin(violation(OTHER, VOICE, 2, NOW))).isFalse();
    assertThat(log.end(before, NOW)).isEmpty();
    assertThat(log.open()).isEmpty();
    assertThat(log.compliance(OTHER, Optional.empty(), day, day)).isEmpty();
  }
}
