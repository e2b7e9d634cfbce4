package io.isthmus.db;

import io.isthmus.domain.fake.InMemorySlaLog;
import io.isthmus.domain.fake.InMemoryStore;
import io.isthmus.domain.sla.SlaLog;

/** Holds the fake to what the database does. */
class InMemorySlaLogTest extends SlaLogContractTest {
  private final InMemorySlaLog log = new InMemorySlaLog();
  private final Stores stores = new Stores(new InMemoryStore(), new TestClock());

  @Override
  Stores stores() {
    return stores;
  }

  @Override
  SlaLog log() {
    return log;
  }
}
