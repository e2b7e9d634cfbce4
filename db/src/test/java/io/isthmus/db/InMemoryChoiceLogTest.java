package io.isthmus.db;

import io.isthmus.domain.fake.InMemoryChoiceLog;
import io.isthmus.domain.fake.InMemoryStore;
import io.isthmus.domain.steering.ChoiceLog;

/** Holds the fake to what the database does. */
class InMemoryChoiceLogTest extends ChoiceLogContractTest {
  private final InMemoryChoiceLog log = new InMemoryChoiceLog();
  private final Stores stores = new Stores(new InMemoryStore(), new TestClock());

  @Override
  Stores stores() {
    return stores;
  }

  @Override
  ChoiceLog log() {
    return log;
  }
}
