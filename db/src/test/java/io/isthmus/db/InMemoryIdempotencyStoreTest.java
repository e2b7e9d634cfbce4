package io.isthmus.db;

import io.isthmus.domain.fake.InMemoryIdempotencyStore;
import io.isthmus.domain.operation.IdempotencyStore;

/** Holds the fake to what the database does. */
class InMemoryIdempotencyStoreTest extends IdempotencyStoreContractTest {
  private final IdempotencyStore store = new InMemoryIdempotencyStore();

  @Override
  IdempotencyStore store() {
    return store;
  }
}
