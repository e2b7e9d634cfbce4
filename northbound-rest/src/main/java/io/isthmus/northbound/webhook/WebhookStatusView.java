package io.isthmus.northbound.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.domain.operation.Webhook;
import io.isthmus.domain.operation.WebhookProgress;
import io.isthmus.domain.operation.WebhookStore;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a webhook fares, as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "WebhookStatus", description = "How far a webhook got.")
record WebhookStatusView(
    @Schema(
            description =
                "ENABLED: events are delivered. DISABLED: by request. GONE: the receiver has"
                    + " answered 410; enable the webhook to try again. The list is closed.",
            example = "ENABLED")
        Webhook.State state,
    @Schema(
            description =
                "Id of the event up to which all is done: delivered, not wanted, or a dead letter.",
            example = "42")
        String doneUpTo,
    @Schema(description = "Id of the tenant's newest event.", example = "42") String newestEvent,
    @Schema(
            description =
                "How long the oldest event that waits has waited, milliseconds; 0 when none waits.",
            example = "0")
        long lagMs,
    @Schema(description = "How often the next event was tried in vain.", example = "0")
        int attempts,
    @Schema(description = "When it is tried again, UTC; absent: at once.")
        @Nullable Instant nextAttemptAt,
    @Schema(description = "When the receiver last took an event, UTC.")
        @Nullable Instant lastSuccessAt,
    @Schema(description = "The newest failure; it stays when a later attempt succeeds.")
        @Nullable FailureView lastFailure,
    @Schema(description = "Events that the receiver took, since the webhook was made.")
        long delivered,
    @Schema(description = "Attempts in vain, since then.") long failures,
    @Schema(description = "Events that could not be delivered and are kept; see dead-letters.")
        int deadLetters) {

  /** Why an attempt failed. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "WebhookFailure", description = "Why an attempt failed.")
  record FailureView(
      @Schema(description = "When, UTC.") Instant at,
      @Schema(
              description = "HTTP status of the answer; absent when there was none.",
              example = "500")
          @Nullable Integer status,
      @Schema(
              description = "Begin of the answer, at most 500 characters, or why there was none.",
              example = "no answer within 10000 ms")
          String answer) {
    static FailureView of(WebhookProgress.Failure failure) {
      return new FailureView(
          failure.at(),
          failure.status().isPresent() ? failure.status().getAsInt() : null,
          failure.answer());
    }
  }

  static WebhookStatusView of(WebhookStore.Entry entry, long newest, long lagMs, int deadLetters) {
    WebhookProgress progress = entry.progress();
    return new WebhookStatusView(
        entry.webhook().state(),
        Long.toString(progress.done()),
        Long.toString(newest),
        lagMs,
        progress.attempts(),
        progress.nextAttemptAt().orElse(null),
        progress.lastSuccessAt().orElse(null),
        progress.lastFailure().map(FailureView::of).orElse(null),
        progress.delivered(),
        progress.failures(),
        deadLetters);
  }
}
