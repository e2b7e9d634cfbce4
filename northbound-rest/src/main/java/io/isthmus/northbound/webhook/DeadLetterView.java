package io.isthmus.northbound.webhook;

import io.isthmus.domain.operation.DeadLetter;
import io.isthmus.northbound.event.EventView;
import io.swagger.v3.oas.annotations.media.Schema;

/** A dead letter as the API shows it. */
@Schema(name = "DeadLetter", description = "An event that a webhook could not deliver.")
record DeadLetterView(
    @Schema(description = "Id of the event, which names the dead letter too.", example = "42")
        String id,
    @Schema(description = "The event, as it would have been delivered.") EventView event,
    @Schema(description = "How often it was tried.", example = "12") int attempts,
    @Schema(description = "Why the last attempt failed.") WebhookStatusView.FailureView lastFailure,
    @Schema(
            description =
                "REQUESTED: it is about to be tried once more. NONE: nobody has asked for that, or"
                    + " it was in vain.")
        DeadLetter.Redelivery redelivery) {

  static DeadLetterView of(DeadLetter letter) {
    return new DeadLetterView(
        Long.toString(letter.event().sequence()),
        EventView.of(letter.event()),
        letter.attempts(),
        WebhookStatusView.FailureView.of(letter.lastFailure()),
        letter.redelivery());
  }
}
