package io.isthmus.db;

import io.isthmus.domain.fake.InMemoryStore;
import io.isthmus.domain.fake.InMemoryWebhookStore;
import io.isthmus.domain.operation.WebhookStore;
import java.time.Duration;

/** Holds the fake to what the database does. */
class InMemoryWebhookStoreTest extends WebhookStoreContractTest {
  private final TestClock clock = new TestClock();
  private final InMemoryWebhookStore store = new InMemoryWebhookStore(clock);
  private final Stores stores = new Stores(new InMemoryStore(), clock);

  @Override
  Stores stores() {
    return stores;
  }

  @Override
  WebhookStore store() {
    return store;
  }

  @Override
  void pass(Duration time) {
    clock.advance(time);
  }
}
