package io.isthmus.domain.fake;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.DeadLetter;
import io.isthmus.domain.operation.Webhook;
import io.isthmus.domain.operation.WebhookProgress;
import io.isthmus.domain.operation.WebhookStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Webhooks that last as long as the process. Safe for any thread. */
public final class InMemoryWebhookStore implements WebhookStore {
  private record Key(Name tenant, Name name) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::tenant).thenComparing(Key::name);

    static Key of(Webhook webhook) {
      return new Key(webhook.tenant(), webhook.name());
    }

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private record Lease(UUID owner, Instant until) {}

  private final Clock clock;
  private final Map<Key, Entry> entries = new TreeMap<>();
  private final Map<Key, Lease> leases = new TreeMap<>();
  private final Map<Key, TreeMap<Long, DeadLetter>> letters = new TreeMap<>();

  public InMemoryWebhookStore(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized Optional<Entry> find(Name tenant, Name name) {
    return Optional.ofNullable(entries.get(new Key(tenant, name)));
  }

  @Override
  public synchronized List<Entry> list(Name tenant) {
    return entries.values().stream()
        .filter(entry -> entry.webhook().tenant().equals(tenant))
        .toList();
  }

  @Override
  public synchronized boolean create(Webhook webhook, WebhookProgress progress) {
    return entries.putIfAbsent(Key.of(webhook), new Entry(webhook, progress, 1)) == null;
  }

  @Override
  public synchronized boolean replace(Entry entry) {
    Key key = Key.of(entry.webhook());
    Entry present = entries.get(key);
    if (present == null || present.generation() != entry.generation()) {
      return false;
    }
    entries.put(key, new Entry(entry.webhook(), entry.progress(), entry.generation() + 1));
    return true;
  }

  @Override
  public synchronized boolean remove(Name tenant, Name name) {
    Key key = new Key(tenant, name);
    leases.remove(key);
    letters.remove(key);
    return entries.remove(key) != null;
  }

  @Override
  public synchronized List<Entry> lease(UUID owner, Duration length) {
    List<Entry> held = new ArrayList<>();
    Instant until = clock.instant().plus(length);
    entries.forEach((key, entry) -> {
      if (entry.webhook().state() == Webhook.State.ENABLED && isFreeFor(owner, key)) {
        leases.put(key, new Lease(owner, until));
        held.add(entry);
      }
    });
    return held;
  }

  @Override
  public synchronized void release(UUID owner) {
    leases.values().removeIf(lease -> lease.owner().equals(owner));
  }

  @Override
  public synchronized boolean save(UUID owner, Entry entry, Optional<DeadLetter> letter) {
    Key key = Key.of(entry.webhook());
    Entry present = entries.get(key);
    if (present == null || present.generation() != entry.generation() || !isHeldBy(owner, key)) {
      return false;
    }
    entries.put(
        key,
        new Entry(
            present.webhook().in(entry.webhook().state()), entry.progress(), entry.generation()));
    letter.ifPresent(dead -> add(key, dead));
    return true;
  }

  @Override
  public synchronized List<DeadLetter> deadLetters(
      Name tenant, Name webhook, long after, int limit) {
    return of(tenant, webhook).tailMap(after, false).values().stream().limit(limit).toList();
  }

  @Override
  public synchronized int countDeadLetters(Name tenant, Name webhook) {
    return of(tenant, webhook).size();
  }

  @Override
  public synchronized Optional<DeadLetter> findDeadLetter(
      Name tenant, Name webhook, long sequence) {
    return Optional.ofNullable(of(tenant, webhook).get(sequence));
  }

  @Override
  public synchronized int requestRedelivery(Name tenant, Name webhook, Optional<Long> sequence) {
    List<DeadLetter> meant =
        of(tenant, webhook).values().stream()
            .filter(letter -> sequence.map(one -> one == sequence(letter)).orElse(true))
            .toList();
    meant.forEach(letter ->
        updateDeadLetter(
            new DeadLetter(
                letter.webhook(),
                letter.event(),
                letter.attempts(),
                letter.lastFailure(),
                DeadLetter.Redelivery.REQUESTED)));
    return meant.size();
  }

  @Override
  public synchronized List<DeadLetter> requestedRedeliveries(Name tenant, Name webhook, int limit) {
    return of(tenant, webhook).values().stream()
        .filter(letter -> letter.redelivery() == DeadLetter.Redelivery.REQUESTED)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized void updateDeadLetter(DeadLetter letter) {
    of(letter.event().tenant(), letter.webhook()).replace(sequence(letter), letter);
  }

  @Override
  public synchronized boolean removeDeadLetter(Name tenant, Name webhook, long sequence) {
    return of(tenant, webhook).remove(sequence) != null;
  }

  private void add(Key key, DeadLetter letter) {
    TreeMap<Long, DeadLetter> all = letters.computeIfAbsent(key, absent -> new TreeMap<>());
    all.put(sequence(letter), letter);
    if (all.size() > MOST_DEAD_LETTERS) {
      all.pollFirstEntry();
    }
  }

  private TreeMap<Long, DeadLetter> of(Name tenant, Name webhook) {
    return letters.getOrDefault(new Key(tenant, webhook), new TreeMap<>());
  }

  private boolean isFreeFor(UUID owner, Key key) {
    Lease lease = leases.get(key);
    return lease == null || lease.owner().equals(owner) || !lease.until().isAfter(clock.instant());
  }

  private boolean isHeldBy(UUID owner, Key key) {
    Lease lease = leases.get(key);
    return lease != null && lease.owner().equals(owner) && lease.until().isAfter(clock.instant());
  }

  private static long sequence(DeadLetter letter) {
    return letter.event().sequence();
  }
}
