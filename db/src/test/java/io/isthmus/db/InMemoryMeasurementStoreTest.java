package io.isthmus.db;

import io.isthmus.domain.fake.InMemoryMeasurementStore;
import io.isthmus.domain.fake.InMemoryStore;
import io.isthmus.domain.telemetry.MeasurementStore;

/** Holds the fake to what the database does. */
class InMemoryMeasurementStoreTest extends MeasurementStoreContractTest {
  private final InMemoryMeasurementStore store = new InMemoryMeasurementStore();
  private final Stores stores = new Stores(new InMemoryStore(), new TestClock());

  @Override
  Stores stores() {
    return stores;
  }

  @Override
  MeasurementStore store() {
    return store;
  }
}
