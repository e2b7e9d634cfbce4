package io.isthmus.northbound.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.domain.operation.EventType;
import io.isthmus.domain.operation.Webhook;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A webhook as the API shows it, and as documents write it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "Webhook",
    description =
        "Where events are to be delivered: each is POSTed as a CloudEvent (structured JSON), signed"
            + " as Standard Webhooks says, at least once and in order.",
    example =
        "{\"url\": \"https://orchestrator.example/isthmus\", \"eventTypes\":"
            + " [\"io.isthmus.class.rerouted\"]}")
public record WebhookView(
    @Schema(
            description = "Key of the webhook: a DNS label. In a PUT it may be left to the URL.",
            example = "orchestrator",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        String name,
    @Schema(
            description =
                "Where to POST: http or https, with a host, at most 2,000 characters. Redirects are"
                    + " not followed.",
            example = "https://orchestrator.example/isthmus",
            requiredMode = Schema.RequiredMode.REQUIRED)
        String url,
    @Schema(
            description =
                "Types of the events that are wanted, as the type field of events says them; empty"
                    + " for all, also those that come to be.",
            example = "[\"io.isthmus.class.rerouted\"]",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        List<String> eventTypes,
    @Schema(
            description =
                "Whether events are delivered. Those of a webhook that is not enabled wait. False"
                    + " also once the receiver has answered 410.",
            defaultValue = "true",
            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
        boolean enabled,
    @Schema(
            description =
                "Key of the signatures: whsec_ and base64 of 24-64 bytes. Made, and shown this once,"
                    + " when a webhook is created without; never shown otherwise. Absent in a"
                    + " request: it stays.",
            example = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
        @Nullable String secret,
    @Schema(
            description =
                "Id of the last event that the receiver has, when a webhook is created: it begins"
                    + " with the one after; 0 for all that are kept. Absent: with the next event."
                    + " Says nothing of a webhook that exists; see :replay.",
            example = "42",
            accessMode = Schema.AccessMode.WRITE_ONLY)
        @Nullable String startAfter) {

  /**
   * @param secret where it was just made
   */
  static WebhookView of(Webhook webhook, Optional<String> secret) {
    return new WebhookView(
        webhook.name().value(),
        webhook.url().toString(),
        webhook.eventTypes().stream().map(EventType::cloudEventsType).sorted().toList(),
        webhook.state() == Webhook.State.ENABLED,
        secret.orElse(null),
        null);
  }
}
