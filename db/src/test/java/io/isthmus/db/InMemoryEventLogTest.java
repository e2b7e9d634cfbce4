package io.isthmus.db;

import io.isthmus.domain.fake.InMemoryStore;
import io.isthmus.domain.operation.EventLog;

/** Holds the fake to what the database does. */
class InMemoryEventLogTest extends EventLogContractTest {
  private final InMemoryStore store = new InMemoryStore();
  private final Stores stores = new Stores(store, new TestClock());

  @Override
  Stores stores() {
    return stores;
  }

  @Override
  EventLog log() {
    return store;
  }
}
