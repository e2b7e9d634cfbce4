package io.isthmus.db;

import static io.isthmus.db.Stores.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.Webhook;
import io.isthmus.domain.operation.WebhookProgress;
import io.isthmus.domain.operation.WebhookStore;
import io.isthmus.domain.trust.SecretBox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@StoreTest
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class WebhookStoreIT extends WebhookStoreContractTest {
  @Autowired private Stores stores;
  @Autowired private WebhookStore store;
  @Autowired private JdbcClient jdbc;
  @Autowired private PostgresState postgres;

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
    jdbc.sql("UPDATE webhook SET leased_until = leased_until - ? * interval '1 millisecond'")
        .param(time.toMillis())
        .update();
  }

  @BeforeEach
  void reset() {
    postgres.reset();
  }

  @Test
  void replicasThatLeaseAtOnceShareNothing() throws Exception {
    for (int i = 0; i < 100; i++) {
      store.create(webhook(DEFAULT, Name.of("w-" + i)), WebhookProgress.startingAfter(0));
    }

    List<Name> leased = new ArrayList<>();
    try (ExecutorService replicas = Executors.newFixedThreadPool(8)) {
      List<Future<List<WebhookStore.Entry>>> leases = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        leases.add(replicas.submit(() -> store.lease(UUID.randomUUID(), Duration.ofHours(1))));
      }
      for (Future<List<WebhookStore.Entry>> lease : leases) {
        lease.get().forEach(entry -> leased.add(entry.webhook().name()));
      }
    }
    store
        .lease(UUID.randomUUID(), Duration.ofHours(1))
        .forEach(entry -> leased.add(entry.webhook().name()));

    assertThat(leased).hasSize(100).doesNotHaveDuplicates();
  }

  @Test
  void secretsAreNeverStoredInClear() {
    Webhook webhook = webhook(DEFAULT, Name.of("one"));
    store.create(webhook, WebhookProgress.startingAfter(0));
    assertThat(storedSecret()).startsWith(SecretBox.PREFIX).doesNotContain(webhook.secret());

    // As an older release has left it.
    jdbc.sql("UPDATE webhook SET secret = ?").param(webhook.secret()).update();
    assertThat(store.find(DEFAULT, Name.of("one")).orElseThrow().webhook()).isEqualTo(webhook);
    ((JdbcWebhookStore) store).sealWhatIsClear();

    assertThat(storedSecret()).startsWith(SecretBox.PREFIX).doesNotContain(webhook.secret());
    assertThat(store.find(DEFAULT, Name.of("one")).orElseThrow().webhook()).isEqualTo(webhook);
  }

  private String storedSecret() {
    return jdbc.sql("SELECT secret FROM webhook").query(String.class).single();
  }

  @Test
  void webhooksGoWithTheirTenant() {
    stores.createTenant(OTHER);
    store.create(webhook(OTHER, Name.of("one")), WebhookProgress.startingAfter(0));
    stores.removeTenant(OTHER);

    assertThat(store.create(webhook(OTHER, Name.of("one")), WebhookProgress.startingAfter(0)))
        .isFalse();
    assertThat(store.list(OTHER)).isEmpty();
  }
}
