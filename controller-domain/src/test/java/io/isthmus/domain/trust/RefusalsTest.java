package io.isthmus.domain.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.domain.fake.InMemoryAuditLog;
import io.isthmus.domain.fake.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:05Z"));
  private final InMemoryAuditLog log = new InMemoryAuditLog();
  private final Refusals refusals = new Refusals(log, clock);

  @Test
  void theFirstIsWrittenAtOnceAndTheRestOfTheMinuteAsOne() {
    refuse("192.0.2.1", "edges");
    refusals.flush();
    for (int i = 0; i < 9; i++) {
      clock.advance(Duration.ofSeconds(1));
      refuse("192.0.2.1", "edges");
      refusals.flush();
    }
    assertThat(counts()).containsExactly(1L);

    clock.advance(Duration.ofMinutes(1));
    refusals.flush();

    assertThat(counts()).containsExactly(9L, 1L);
    assertThat(log.find(AuditQuery.all(), 1).getFirst().time()).isEqualTo("2026-03-01T12:00:14Z");
    refusals.flush();
    assertThat(counts()).hasSize(2);
  }

  @Test
  void otherSourcesSubjectsAndReasonsAreOthers() {
    refuse("192.0.2.1", "edges");
    refuse("192.0.2.2", "edges");
    refuse("192.0.2.1", "edges/e1");
    refusals.refused(entry("192.0.2.1", "edges", "TOKEN_EXPIRED"));

    refusals.flush();

    assertThat(counts()).containsExactly(1L, 1L, 1L, 1L);
  }

  @Test
  void whoComesFromEverywhereFillsNothing() {
    for (int i = 0; i < 100_000; i++) {
      refuse("2001:db8::" + i, "edges");
    }
    refusals.flush();
    clock.advance(Duration.ofMinutes(1));
    refusals.flush();

    assertThat(counts()).hasSize(Refusals.MOST_DIFFERENT + 1);
    assertThat(counts().stream().mapToLong(Long::longValue).sum()).isEqualTo(100_000);
  }

  @Test
  void aDatabaseThatIsAwayLosesNothing() {
    Stalling stalling = new Stalling();
    Refusals kept = new Refusals(stalling, clock);
    kept.refused(entry("192.0.2.1", "edges", "TOKEN_UNKNOWN"));
    assertThatThrownBy(kept::flush).hasMessage("away");
    kept.refused(entry("192.0.2.1", "edges", "TOKEN_UNKNOWN"));
    stalling.away = false;

    kept.close();

    assertThat(counts().stream().mapToLong(Long::longValue).sum()).isEqualTo(2);
  }

  private void refuse(String from, String subject) {
    refusals.refused(entry(from, subject, "TOKEN_UNKNOWN"));
  }

  private AuditEntry entry(String from, String subject, String reason) {
    return AuditEntry.refused(
        clock.instant(), Optional.empty(), Actor.unknown(from), "ENROLL", subject, reason);
  }

  private List<Long> counts() {
    return log.find(AuditQuery.all(), 10_000).stream().map(AuditEntry::count).toList();
  }

  private final class Stalling implements AuditLog {
    private boolean away = true;

    @Override
    public void append(List<AuditEntry> entries) {
      if (away) {
        throw new IllegalStateException("away");
      }
      log.append(entries);
    }

    @Override
    public List<AuditEntry> find(AuditQuery query, int limit) {
      return log.find(query, limit);
    }

    @Override
    public void export(AuditQuery query, Consumer<AuditEntry> reader) {
      log.export(query, reader);
    }
  }
}
