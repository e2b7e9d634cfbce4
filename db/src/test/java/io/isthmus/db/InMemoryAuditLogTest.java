package io.isthmus.db;

import io.isthmus.domain.fake.InMemoryAuditLog;
import io.isthmus.domain.trust.AuditLog;

/** Holds the fake to what the database does. */
class InMemoryAuditLogTest extends AuditLogContractTest {
  private final InMemoryAuditLog log = new InMemoryAuditLog();

  @Override
  AuditLog log() {
    return log;
  }
}
