package io.isthmus.domain.operation;

import io.isthmus.domain.net.Name;

/**
 * An event that a webhook could not deliver. Kept until it is delivered on request, dropped for
 * newer ones (see {@link WebhookStore#MOST_DEAD_LETTERS}), or its webhook is removed.
 *
 * @param event with its sequence, which names the dead letter within the webhook
 * @param attempts how often it was tried
 * @param lastFailure why it failed the last time
 */
public record DeadLetter(
    Name webhook,
    Event event,
    int attempts,
    WebhookProgress.Failure lastFailure,
    Redelivery redelivery) {
  /** Whether it is to be tried again. */
  public enum Redelivery {
    NONE,
    REQUESTED
  }

  /** After one more attempt in vain; another has to be requested. */
  public DeadLetter failed(WebhookProgress.Failure failure) {
    return new DeadLetter(webhook, event, attempts + 1, failure, Redelivery.NONE);
  }
}
