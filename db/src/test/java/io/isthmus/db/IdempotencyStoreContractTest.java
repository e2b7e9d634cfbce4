package io.isthmus.db;

import static io.isthmus.db.Stores.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.IdempotencyStore;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link IdempotencyStore} promises, whoever keeps it. */
abstract class IdempotencyStoreContractTest {
  static final String KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324";
  static final IdempotencyStore.Answer ANSWER =
      new IdempotencyStore.Answer(201, "Location: /x\nETag: \"7\"", "{\"é\": \"👋\"}");

  abstract IdempotencyStore store();

  @Test
  void aFreeKeyIsOursAndThenTaken() {
    assertThat(store().reserve(DEFAULT, KEY, "one")).isEmpty();

    assertThat(store().reserve(DEFAULT, KEY, "two"))
        .contains(new IdempotencyStore.Entry("one", Optional.empty()));
  }

  @Test
  void aRepetitionGetsTheAnswer() {
    store().reserve(DEFAULT, KEY, "one");
    store().complete(DEFAULT, KEY, ANSWER);

    assertThat(store().reserve(DEFAULT, KEY, "one"))
        .contains(new IdempotencyStore.Entry("one", Optional.of(ANSWER)));
  }

  @Test
  void aReleasedKeyIsFree() {
    store().reserve(DEFAULT, KEY, "one");
    store().release(DEFAULT, KEY);

    assertThat(store().reserve(DEFAULT, KEY, "two")).isEmpty();
  }

  @Test
  void keysOfTenantsAreApart() {
    store().reserve(DEFAULT, KEY, "one");

    assertThat(store().reserve(Name.of("no-such-tenant"), KEY, "one")).isEmpty();
  }
}
