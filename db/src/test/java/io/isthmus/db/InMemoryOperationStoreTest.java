package io.isthmus.db;

import io.isthmus.domain.fake.InMemoryStore;
import io.isthmus.domain.operation.OperationStore;

/** Holds the fake to what the database does. */
class InMemoryOperationStoreTest extends OperationStoreContractTest {
  private final InMemoryStore store = new InMemoryStore();
  private final Stores stores = new Stores(store, new TestClock());

  @Override
  Stores stores() {
    return stores;
  }

  @Override
  OperationStore store() {
    return store;
  }
}
