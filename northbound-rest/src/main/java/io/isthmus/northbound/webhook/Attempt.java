package io.isthmus.northbound.webhook;

import io.isthmus.domain.operation.WebhookProgress;

/** What came of sending one event. */
sealed interface Attempt {
  /** The receiver took it (2xx). */
  record Taken() implements Attempt {}

  /** It may be tried again. */
  record Failed(WebhookProgress.Failure failure) implements Attempt {}

  /** The receiver wants no more (410). */
  record Gone(WebhookProgress.Failure failure) implements Attempt {}
}
