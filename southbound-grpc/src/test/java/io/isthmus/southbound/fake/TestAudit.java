package io.isthmus.southbound.fake;

import io.isthmus.domain.trust.AuditEntry;
import io.isthmus.domain.trust.AuditLog;
import io.isthmus.domain.trust.AuditQuery;
import io.isthmus.domain.trust.Refusals;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Keeps what was refused. */
public final class TestAudit implements AuditLog {
  private final List<AuditEntry> entries = new CopyOnWriteArrayList<>();
  private final Refusals refusals = new Refusals(this, Clock.systemUTC());

  public Refusals refusals() {
    return refusals;
  }

  /** What was written so far. */
  public List<AuditEntry> entries() {
    refusals.flush();
    return List.copyOf(entries);
  }

  public List<String> reasons() {
    return entries().stream().map(entry -> entry.reason().orElseThrow()).toList();
  }

  @Override
  public void append(List<AuditEntry> more) {
    entries.addAll(more);
  }

  @Override
  public List<AuditEntry> find(AuditQuery query, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void export(AuditQuery query, Consumer<AuditEntry> reader) {
    throw new UnsupportedOperationException();
  }
}
