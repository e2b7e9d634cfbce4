package io.isthmus.db;

import io.isthmus.domain.fake.InMemoryAuditLog;
import io.isthmus.domain.fake.InMemoryIdentityStore;
import io.isthmus.domain.fake.InMemoryStore;
import io.isthmus.domain.operation.EventLog;
import io.isthmus.domain.operation.OperationStore;
import io.isthmus.domain.reconcile.IntentStore;
import io.isthmus.domain.trust.AuditLog;
import io.isthmus.domain.trust.IdentityStore;

/** Holds the fake to what the database does. */
class InMemoryAdmissionTest extends AdmissionContractTest {
  private final TestClock clock = new TestClock();
  private final InMemoryStore store = new InMemoryStore();
  private final InMemoryAuditLog log = new InMemoryAuditLog();
  private final InMemoryIdentityStore identities = new InMemoryIdentityStore(store, log);

  @Override
  IntentStore intentStore() {
    return store;
  }

  @Override
  OperationStore operations() {
    return store;
  }

  @Override
  EventLog events() {
    return store;
  }

  @Override
  IdentityStore identities() {
    return identities;
  }

  @Override
  AuditLog audit() {
    return log;
  }

  @Override
  TestClock clock() {
    return clock;
  }
}
