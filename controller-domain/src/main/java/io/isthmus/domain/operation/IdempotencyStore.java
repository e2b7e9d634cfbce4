package io.isthmus.domain.operation;

import io.isthmus.domain.net.Name;
import java.util.Optional;

/** Remembers the answers to requests that carry an Idempotency-Key, for a day. */
public interface IdempotencyStore {
  /**
   * What a key stands for.
   *
   * @param fingerprint hash of the request, to tell a repetition from another request with the key
   * @param answer absent while the first request is still being worked on
   */
  record Entry(String fingerprint, Optional<Answer> answer) {}

  /** What was answered. Headers as lines of {@code Name: value}. */
  record Answer(int status, String headers, String body) {}

  /**
   * Takes the key for this request, atomically.
   *
   * @return empty when it was free and is ours now, otherwise what it stands for
   */
  Optional<Entry> reserve(Name tenant, String key, String fingerprint);

  /** Stores the answer under a key that {@link #reserve} gave us. */
  void complete(Name tenant, String key, Answer answer);

  /** Gives the key back: the request was not carried out. */
  void release(Name tenant, String key);
}
