package io.isthmus.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.trust.Der;
import io.isthmus.domain.trust.RootStore;
import io.isthmus.domain.trust.RootStore.Root;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@StoreTest
class RootStoreIT {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Autowired private RootStore store;
  @Autowired private JdbcClient jdbc;

  @BeforeEach
  void reset() {
    jdbc.sql("TRUNCATE root_certificate, master_key").update();
  }

  @Test
  void successorTakesTheKeyAway() {
    assertThat(store.add(root(1), NOW)).isTrue();
    assertThat(store.add(root(2), NOW.plusSeconds(60))).isTrue();

    Root first = root(1);
    assertThat(store.roots())
        .containsExactly(
            new Root(
                1,
                first.certificate(),
                first.crossCertificate(),
                Optional.empty(),
                NOW,
                Optional.of(NOW.plusSeconds(60))),
            root(2));
  }

  @Test
  void replicasThatRotateAtOnceMakeOneRoot() throws Exception {
    store.add(root(1), NOW);

    try (ExecutorService replicas = Executors.newFixedThreadPool(4)) {
      List<Future<Boolean>> added = new java.util.ArrayList<>();
      for (int i = 0; i < 4; i++) {
        added.add(replicas.submit(() -> store.add(root(2), NOW)));
      }
      int winners = 0;
      for (Future<Boolean> one : added) {
        winners += one.get() ? 1 : 0;
      }
      assertThat(winners).isEqualTo(1);
    }
    assertThat(store.roots()).hasSize(2);
  }

  @Test
  void firstMasterKeyStays() {
    assertThat(store.masterKeyId()).isEmpty();

    assertThat(store.noteMasterKeyId("one")).isEqualTo("one");
    assertThat(store.noteMasterKeyId("two")).isEqualTo("one");
  }

  private static Root root(int generation) {
    return new Root(
        generation,
        Der.of(new byte[] {1, (byte) generation}),
        generation == 1 ? Optional.empty() : Optional.of(Der.of(new byte[] {2, (byte) generation})),
        Optional.of("sealed.test"),
        NOW,
        Optional.empty());
  }
}
