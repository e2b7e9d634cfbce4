package io.isthmus.db;

import static io.isthmus.db.Stores.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.DeadLetter;
import io.isthmus.domain.operation.Event;
import io.isthmus.domain.operation.EventType;
import io.isthmus.domain.operation.Webhook;
import io.isthmus.domain.operation.WebhookProgress;
import io.isthmus.domain.operation.WebhookStore;
import io.isthmus.domain.operation.WebhookStore.Entry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What {@link WebhookStore} promises, whoever keeps it. */
abstract class WebhookStoreContractTest {
  static final Name OTHER = Name.of("other");
  private static final Instant NOW = TestClock.START;
  private static final Name ONE = Name.of("one");
  private static final Name TWO = Name.of("two");
  private static final UUID ME = UUID.randomUUID();
  private static final UUID YOU = UUID.randomUUID();
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final WebhookProgress.Failure FAILURE =
      new WebhookProgress.Failure(NOW, OptionalInt.of(503), "é \"busy\"");
  private static final WebhookProgress PROGRESS =
      new WebhookProgress(
          7,
          3,
          Optional.of(NOW.plusSeconds(5)),
          Optional.of(NOW.minusSeconds(5)),
          Optional.of(new WebhookProgress.Failure(NOW, OptionalInt.empty(), "no route")),
          5_000_000_000L,
          6_000_000_000L);

  abstract Stores stores();

  abstract WebhookStore store();

  /** Lets time go by, by the store's clock. */
  abstract void pass(Duration time);

  @Test
  void everyFieldIsReadAsItWasWritten() {
    for (Webhook.State state : Webhook.State.values()) {
      Webhook webhook =
          new Webhook(
              DEFAULT,
              Name.of(state.name().toLowerCase(java.util.Locale.ROOT)),
              URI.create("https://orchestrator.example:8443/isthmus?a=b&c=%20"),
              Set.of(EventType.SLA_BROKEN, EventType.SLA_RESTORED),
              "whsec_c2VjcmV0",
              state);

      assertThat(store().create(webhook, PROGRESS)).isTrue();

      assertThat(store().find(DEFAULT, webhook.name())).contains(new Entry(webhook, PROGRESS, 1));
      assertThat(store().find(OTHER, webhook.name())).isEmpty();
    }
    Webhook all = webhook(DEFAULT, ONE);
    WebhookProgress fresh = WebhookProgress.startingAfter(0);
    store().create(all, fresh);
    assertThat(store().find(DEFAULT, ONE)).contains(new Entry(all, fresh, 1));
  }

  @Test
  void aNameIsTakenOnce() {
    store().create(webhook(DEFAULT, ONE), PROGRESS);

    assertThat(store().create(webhook(DEFAULT, ONE), WebhookProgress.startingAfter(9))).isFalse();

    assertThat(find(ONE).progress()).isEqualTo(PROGRESS);
  }

  @Test
  void webhooksAreListedByNameForTheirTenant() {
    stores().createTenant(OTHER);
    Webhook two = webhook(DEFAULT, TWO);
    Webhook one = webhook(DEFAULT, ONE);
    Webhook twin = webhook(OTHER, ONE);
    List.of(two, one, twin).forEach(webhook -> store().create(webhook, PROGRESS));

    assertThat(store().list(DEFAULT)).extracting(Entry::webhook).containsExactly(one, two);
    assertThat(store().list(OTHER)).extracting(Entry::webhook).containsExactly(twin);
  }

  @Test
  void onlyTheGenerationThatWasSeenIsReplaced() {
    store().create(webhook(DEFAULT, ONE), PROGRESS);
    Entry seen = find(ONE);
    Webhook other =
        new Webhook(
            DEFAULT,
            ONE,
            URI.create("http://elsewhere.example/"),
            Set.of(EventType.PATH_DOWN),
            "whsec_bmV3",
            Webhook.State.DISABLED);
    Entry newer = new Entry(other, PROGRESS.skippedTo(99), 1);

    assertThat(store().replace(newer)).isTrue();
    assertThat(store().replace(seen)).isFalse();
    assertThat(store().replace(new Entry(webhook(DEFAULT, TWO), PROGRESS, 1))).isFalse();

    assertThat(find(ONE)).isEqualTo(new Entry(other, PROGRESS.skippedTo(99), 2));
  }

  @Test
  void removedIsRemoved() {
    store().create(webhook(DEFAULT, ONE), PROGRESS);
    store().lease(ME, MINUTE);
    store().save(ME, find(ONE), Optional.of(letter(ONE, 8)));

    assertThat(store().remove(DEFAULT, ONE)).isTrue();
    assertThat(store().remove(DEFAULT, ONE)).isFalse();

    assertThat(store().find(DEFAULT, ONE)).isEmpty();
    store().create(webhook(DEFAULT, ONE), PROGRESS);
    assertThat(store().countDeadLetters(DEFAULT, ONE)).isZero();
  }

  @Test
  void aLeaseIsOnesUntilItEnds() {
    store().create(webhook(DEFAULT, ONE), PROGRESS);

    assertThat(store().lease(ME, MINUTE)).containsExactly(find(ONE));
    assertThat(store().lease(YOU, MINUTE)).isEmpty();
    pass(Duration.ofSeconds(40));
    assertThat(store().lease(ME, MINUTE)).hasSize(1);
    pass(Duration.ofSeconds(40));
    assertThat(store().lease(YOU, MINUTE)).isEmpty();
    pass(Duration.ofSeconds(21));

    assertThat(store().lease(YOU, MINUTE)).hasSize(1);
    assertThat(store().lease(ME, MINUTE)).isEmpty();
  }

  @Test
  void whatIsNewIsLeasedToWhoComesFirst() {
    stores().createTenant(OTHER);
    store().create(webhook(DEFAULT, TWO), PROGRESS);
    store().lease(ME, MINUTE);
    store().create(webhook(OTHER, ONE), PROGRESS);
    store().create(webhook(DEFAULT, ONE), PROGRESS);
    Webhook disabled = webhook(DEFAULT, Name.of("off")).in(Webhook.State.DISABLED);
    store().create(disabled, PROGRESS);

    assertThat(store().lease(YOU, MINUTE))
        .extracting(entry -> entry.webhook().tenant() + "/" + entry.webhook().name())
        .containsExactly("default/one", "other/one");
  }

  @Test
  void leasesAreGivenBack() {
    store().create(webhook(DEFAULT, ONE), PROGRESS);
    store().lease(ME, MINUTE);

    store().release(YOU);
    assertThat(store().lease(YOU, MINUTE)).isEmpty();
    store().release(ME);

    assertThat(store().lease(YOU, MINUTE)).hasSize(1);
  }

  @Test
  void whoHoldsTheLeaseSavesProgressAndState() {
    store().create(webhook(DEFAULT, ONE), WebhookProgress.startingAfter(0));
    Entry held = store().lease(ME, MINUTE).getFirst();
    Entry gone = new Entry(held.webhook().in(Webhook.State.GONE), PROGRESS, held.generation());

    assertThat(store().save(YOU, gone, Optional.of(letter(ONE, 8)))).isFalse();
    assertThat(find(ONE)).isEqualTo(held);
    assertThat(store().countDeadLetters(DEFAULT, ONE)).isZero();

    assertThat(store().save(ME, gone, Optional.of(letter(ONE, 8)))).isTrue();
    assertThat(find(ONE)).isEqualTo(gone);
    assertThat(store().deadLetters(DEFAULT, ONE, 0, 9)).containsExactly(letter(ONE, 8));
  }

  @Test
  void whoSawAnotherGenerationOrLostTheLeaseSavesNothing() {
    store().create(webhook(DEFAULT, ONE), WebhookProgress.startingAfter(0));
    Entry held = store().lease(ME, MINUTE).getFirst();
    store().replace(held.with(PROGRESS));

    assertThat(store().save(ME, held, Optional.of(letter(ONE, 8)))).isFalse();
    assertThat(store().save(ME, find(ONE), Optional.empty())).isTrue();
    pass(Duration.ofSeconds(61));
    assertThat(store().save(ME, find(ONE), Optional.of(letter(ONE, 8)))).isFalse();

    assertThat(find(ONE)).isEqualTo(new Entry(held.webhook(), PROGRESS, 2));
    assertThat(store().countDeadLetters(DEFAULT, ONE)).isZero();
  }

  @Test
  void deadLettersAreListedInOrder() {
    holdWithLetters(3, 1, 2);

    assertThat(store().deadLetters(DEFAULT, ONE, 0, 2))
        .containsExactly(letter(ONE, 1), letter(ONE, 2));
    assertThat(store().deadLetters(DEFAULT, ONE, 2, 2)).containsExactly(letter(ONE, 3));
    assertThat(store().countDeadLetters(DEFAULT, ONE)).isEqualTo(3);
    assertThat(store().findDeadLetter(DEFAULT, ONE, 2)).contains(letter(ONE, 2));
    assertThat(store().findDeadLetter(DEFAULT, ONE, 4)).isEmpty();
    assertThat(store().findDeadLetter(DEFAULT, TWO, 2)).isEmpty();
    assertThat(store().deadLetters(OTHER, ONE, 0, 9)).isEmpty();
  }

  @Test
  void redeliveryIsRequestedForOneOrAll() {
    holdWithLetters(1, 2, 3);

    assertThat(store().requestRedelivery(DEFAULT, ONE, Optional.of(4L))).isZero();
    assertThat(store().requestRedelivery(DEFAULT, ONE, Optional.of(2L))).isOne();
    assertThat(requested(9)).containsExactly(2L);
    assertThat(store().requestRedelivery(DEFAULT, ONE, Optional.empty())).isEqualTo(3);
    assertThat(requested(2)).containsExactly(1L, 2L);
    assertThat(store().requestRedelivery(DEFAULT, TWO, Optional.empty())).isZero();
  }

  @Test
  void aDeadLetterIsReplacedOrRemoved() {
    holdWithLetters(1, 2);
    store().requestRedelivery(DEFAULT, ONE, Optional.empty());
    DeadLetter again = letter(ONE, 1).failed(FAILURE);

    store().updateDeadLetter(again);
    store().updateDeadLetter(letter(ONE, 5));
    assertThat(store().removeDeadLetter(DEFAULT, ONE, 2)).isTrue();
    assertThat(store().removeDeadLetter(DEFAULT, ONE, 2)).isFalse();

    assertThat(store().deadLetters(DEFAULT, ONE, 0, 9)).containsExactly(again);
    assertThat(requested(9)).isEmpty();
  }

  @Test
  void theOldestDeadLettersAreDropped() {
    long most = WebhookStore.MOST_DEAD_LETTERS;
    holdWithLetters();
    Entry held = find(ONE);
    for (long i = 1; i <= most + 2; i++) {
      store().save(ME, held, Optional.of(letter(ONE, i)));
    }

    assertThat(store().countDeadLetters(DEFAULT, ONE)).isEqualTo((int) most);
    assertThat(store().deadLetters(DEFAULT, ONE, 0, 1)).containsExactly(letter(ONE, 3));
  }

  private void holdWithLetters(long... sequences) {
    store().create(webhook(DEFAULT, ONE), PROGRESS);
    store().lease(ME, MINUTE);
    for (long sequence : sequences) {
      store().save(ME, find(ONE), Optional.of(letter(ONE, sequence)));
    }
  }

  private List<Long> requested(int limit) {
    return store().requestedRedeliveries(DEFAULT, ONE, limit).stream()
        .map(letter -> letter.event().sequence())
        .toList();
  }

  private Entry find(Name name) {
    return store().find(DEFAULT, name).orElseThrow();
  }

  static Webhook webhook(Name tenant, Name name) {
    return new Webhook(
        tenant,
        name,
        URI.create("http://receiver.example/" + name),
        Set.of(),
        "whsec_c2VjcmV0",
        Webhook.State.ENABLED);
  }

  private static DeadLetter letter(Name webhook, long sequence) {
    Event event =
        new Event(
            sequence,
            EventType.CLASS_REROUTED,
            DEFAULT,
            "traffic-classes/voice",
            NOW,
            Map.of("reason", "é 👋", "inputs", List.of(1L, 0.5, true)));
    return new DeadLetter(webhook, event, 12, FAILURE, DeadLetter.Redelivery.NONE);
  }
}
