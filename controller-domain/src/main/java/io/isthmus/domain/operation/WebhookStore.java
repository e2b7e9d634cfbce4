package io.isthmus.domain.operation;

import io.isthmus.domain.net.Name;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The durable webhooks: where to deliver, how far each got, and what could not be delivered. Those
 * of a tenant go with it.
 *
 * <p>A lease makes sure that one replica delivers a webhook at a time. What its holder saves is
 * kept only while it holds the lease and nobody has changed the webhook since it looked, so that a
 * replay that is asked for during a delivery is not undone by it.
 */
public interface WebhookStore {
  /** Most dead letters of one webhook; the oldest are dropped for newer ones. */
  int MOST_DEAD_LETTERS = 1_000;

  /**
   * A webhook as it stands.
   *
   * @param generation 1 at first, grows with each {@link #replace}
   */
  record Entry(Webhook webhook, WebhookProgress progress, long generation) {
    public Entry with(WebhookProgress newProgress) {
      return new Entry(webhook, newProgress, generation);
    }
  }

  Optional<Entry> find(Name tenant, Name name);

  /** In order of name. */
  List<Entry> list(Name tenant);

  /** Adds a webhook, in generation 1. False, and nothing changed, when there is one of its name. */
  boolean create(Webhook webhook, WebhookProgress progress);

  /**
   * Stores another value and progress for the webhook, in the next generation. The lease stays with
   * whom it is.
   *
   * @param entry in the generation that was seen
   * @return false, and nothing changed, when there is no such webhook of that generation
   */
  boolean replace(Entry entry);

  /** Removes the webhook and its dead letters. False when there is none. */
  boolean remove(Name tenant, Name name);

  /**
   * Takes the lease of every enabled webhook, of any tenant, that nobody else holds, or renews it.
   * It ends after the given time, by the store's clock.
   *
   * @param owner names the replica; made anew at each start
   * @return all that the owner now holds, in order of tenant and name
   */
  List<Entry> lease(UUID owner, Duration length);

  /** Gives every lease of the owner back. */
  void release(UUID owner);

  /**
   * Stores the entry's progress and its webhook's state, which does not make another generation,
   * and adds the dead letter, if any. All of it or nothing.
   *
   * @return false, and nothing changed, when the owner has no lease of the webhook (any more), or
   *     its generation is not that of the entry
   */
  boolean save(UUID owner, Entry entry, Optional<DeadLetter> letter);

  /** In order of sequence; only those with a sequence above {@code after}. */
  List<DeadLetter> deadLetters(Name tenant, Name webhook, long after, int limit);

  int countDeadLetters(Name tenant, Name webhook);

  Optional<DeadLetter> findDeadLetter(Name tenant, Name webhook, long sequence);

  /**
   * Asks for another attempt.
   *
   * @param sequence that of one dead letter; empty: all of the webhook
   * @return how many dead letters that concerns
   */
  int requestRedelivery(Name tenant, Name webhook, Optional<Long> sequence);

  /** Those for which another attempt was asked, in order of sequence. */
  List<DeadLetter> requestedRedeliveries(Name tenant, Name webhook, int limit);

  /** Replaces the dead letter of the same webhook and sequence, if it is there still. */
  void updateDeadLetter(DeadLetter letter);

  /** Removes a dead letter. False when there is none. */
  boolean removeDeadLetter(Name tenant, Name webhook, long sequence);
}
