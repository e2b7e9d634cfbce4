package io.isthmus.southbound.fake;

import io.isthmus.domain.fake.InMemoryAuditLog;
import io.isthmus.domain.trust.AuditEntry;
import io.isthmus.domain.trust.Refusals;
import java.time.Clock;
import java.util.List;

/** Keeps what was refused. */
public final class TestAudit {
  private final InMemoryAuditLog log = new InMemoryAuditLog();
  private final Refusals refusals = new Refusals(log, Clock.systemUTC());

  public Refusals refusals() {
    return refusals;
  }

  /** What was written so far. */
  public List<AuditEntry> entries() {
    refusals.flush();
    return log.entries();
  }

  public List<String> reasons() {
    return entries().stream().map(entry -> entry.reason().orElseThrow()).toList();
  }
}
