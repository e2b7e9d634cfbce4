package io.isthmus.db;

import io.isthmus.domain.fake.InMemoryStore;
import io.isthmus.domain.operation.DecisionLog;

/** Holds the fake to what the database does. */
class InMemoryDecisionLogTest extends DecisionLogContractTest {
  private final InMemoryStore store = new InMemoryStore();
  private final TestClock clock = new TestClock();
  private final Stores stores = new Stores(store, clock);

  @Override
  Stores stores() {
    return stores;
  }

  @Override
  TestClock clock() {
    return clock;
  }

  @Override
  DecisionLog log() {
    return store.decisionLog();
  }
}
