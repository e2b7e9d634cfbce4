package io.isthmus.pki;

import io.isthmus.domain.trust.AuditEntry;
import io.isthmus.domain.trust.AuditLog;
import io.isthmus.domain.trust.AuditQuery;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Keeps what is appended, and finds nothing. */
final class AuditTrail implements AuditLog {
  final List<AuditEntry> entries = new CopyOnWriteArrayList<>();

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
