package io.isthmus.domain.fake;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.IdempotencyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Forgets nothing. */
public final class InMemoryIdempotencyStore implements IdempotencyStore {
  private final Map<String, Entry> entries = new HashMap<>();

  @Override
  public synchronized Optional<Entry> reserve(Name tenant, String key, String fingerprint) {
    return Optional.ofNullable(
        entries.putIfAbsent(tenant + "/" + key, new Entry(fingerprint, Optional.empty())));
  }

  @Override
  public synchronized void complete(Name tenant, String key, Answer answer) {
    entries.computeIfPresent(
        tenant + "/" + key, (id, entry) -> new Entry(entry.fingerprint(), Optional.of(answer)));
  }

  @Override
  public synchronized void release(Name tenant, String key) {
    entries.remove(tenant + "/" + key);
  }
}
