package io.isthmus.db;

import static io.isthmus.db.Stores.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.operation.IdempotencyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@StoreTest
class IdempotencyStoreIT extends IdempotencyStoreContractTest {
  @Autowired private IdempotencyStore store;
  @Autowired private TestClock clock;
  @Autowired private PostgresState postgres;

  @Override
  IdempotencyStore store() {
    return store;
  }

  @BeforeEach
  void reset() {
    postgres.reset();
  }

  @Test
  void ofManyAtOnceExactlyOneGetsTheKey() throws Exception {
    for (int round = 0; round < 20; round++) {
      String key = "key-" + round;
      Callable<Optional<IdempotencyStore.Entry>> reserve = () -> store.reserve(DEFAULT, key, "one");

      try (ExecutorService pool = Executors.newFixedThreadPool(16)) {
        List<Future<Optional<IdempotencyStore.Entry>>> answers =
            pool.invokeAll(Stream.generate(() -> reserve).limit(16).toList());

        assertThat(answers.stream().filter(answer -> answer.resultNow().isEmpty())).hasSize(1);
      }
    }
  }

  @Test
  void aKeyWhoseOwnerDiedIsFreeAfterAMinute() {
    store.reserve(DEFAULT, KEY, "one");

    clock.advance(Duration.ofSeconds(60));
    assertThat(store.reserve(DEFAULT, KEY, "two")).isPresent();
    clock.advance(Duration.ofMillis(1));
    assertThat(store.reserve(DEFAULT, KEY, "two")).isEmpty();

    assertThat(store.reserve(DEFAULT, KEY, "three"))
        .contains(new IdempotencyStore.Entry("two", Optional.empty()));
  }

  @Test
  void anAnswerIsRememberedForADay() {
    store.reserve(DEFAULT, KEY, "one");
    store.complete(DEFAULT, KEY, ANSWER);

    clock.advance(Duration.ofHours(24));
    assertThat(store.reserve(DEFAULT, KEY, "two")).isPresent();
    clock.advance(Duration.ofMillis(1));
    assertThat(store.reserve(DEFAULT, KEY, "two")).isEmpty();
  }

  @Test
  void anAnswerIsNotReleased() {
    store.reserve(DEFAULT, KEY, "one");
    store.complete(DEFAULT, KEY, ANSWER);

    store.release(DEFAULT, KEY);

    assertThat(store.reserve(DEFAULT, KEY, "one")).isPresent();
  }
}
