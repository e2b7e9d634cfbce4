package io.isthmus.domain.operation;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How far a webhook got.
 *
 * @param done sequence up to which every event was delivered, became a dead letter, or was not
 *     wanted
 * @param attempts how often the next event was tried in vain
 * @param nextAttemptAt not before this; empty: at once
 * @param lastSuccessAt when an event was last taken
 * @param lastFailure the newest failure; stays when a later attempt succeeds
 * @param delivered events that the receiver took, since the webhook was made
 * @param failures attempts in vain, since then
 */
public record WebhookProgress(
    long done,
    int attempts,
    Optional<Instant> nextAttemptAt,
    Optional<Instant> lastSuccessAt,
    Optional<Failure> lastFailure,
    long delivered,
    long failures) {

  /**
   * Why an attempt failed.
   *
   * @param status what the receiver answered; empty when it did not
   * @param answer begin of its answer, or why there was none; at most 500 characters
   */
  public record Failure(Instant at, OptionalInt status, String answer) {}

  /** Of a webhook that begins after the sequence. */
  public static WebhookProgress startingAfter(long sequence) {
    return new WebhookProgress(
        sequence, 0, Optional.empty(), Optional.empty(), Optional.empty(), 0, 0);
  }

  /** Everything up to the sequence is done, though nothing was sent. */
  public WebhookProgress skippedTo(long sequence) {
    return new WebhookProgress(
        sequence, 0, Optional.empty(), lastSuccessAt, lastFailure, delivered, failures);
  }

  /** The receiver took the event of this sequence. */
  public WebhookProgress succeeded(long sequence, Instant at) {
    return new WebhookProgress(
        sequence, 0, Optional.empty(), Optional.of(at), lastFailure, delivered + 1, failures);
  }

  /** The next event was tried in vain once more. */
  public WebhookProgress failed(Failure failure, Optional<Instant> nextAttempt) {
    return new WebhookProgress(
        done,
        attempts + 1,
        nextAttempt,
        lastSuccessAt,
        Optional.of(failure),
        delivered,
        failures + 1);
  }

  /** The next event is tried at once, as if for the first time. */
  public WebhookProgress afresh() {
    return skippedTo(done);
  }
}
