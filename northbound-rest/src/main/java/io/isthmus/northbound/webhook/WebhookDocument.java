package io.isthmus.northbound.webhook;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.net.Nearest;
import io.isthmus.domain.operation.EventType;
import io.isthmus.domain.operation.Webhook;
import io.isthmus.northbound.document.Errors;
import io.isthmus.northbound.document.Fields;
import io.isthmus.northbound.document.Reading;
import io.isthmus.northbound.document.Readings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A webhook as a client wrote it.
 *
 * @param webhook with the secret of the document, the present one, or a new one, in this order
 * @param startAfter where it begins, when it is new
 */
record WebhookDocument(Webhook webhook, Optional<Long> startAfter) {
  private static final Map<String, String> FIELD_OF_CODE = Map.of("INVALID_URL", "url");

  /** The id of an event, as text or as a number. */
  static final Reading<Long> EVENT_ID = Readings.parsedTextOrNumber(WebhookDocument::eventId);

  /** Reads the document. */
  static WebhookDocument read(
      JsonNode document, Name tenant, Name name, Optional<Webhook> present) {
    Errors errors = new Errors();
    Optional<WebhookDocument> read =
        Fields.of(document, "", errors).flatMap(fields -> read(fields, tenant, name, present));
    errors.throwIfAny();
    return read.orElseThrow(() -> new IllegalStateException("nothing read and no error"));
  }

  private static Optional<WebhookDocument> read(
      Fields fields, Name tenant, Name name, Optional<Webhook> present) {
    Optional<Name> own = fields.optional("name", Readings.NAME);
    if (own.isPresent() && !own.get().equals(name)) {
      fields.invalid(
          "name",
          "NAME_MISMATCH",
          "name %s is not %s, which the URL says: a webhook cannot be renamed, leave name out"
              .formatted(own.get(), name));
    }
    Optional<URI> url = fields.required("url", Readings.parsed(WebhookDocument::url));
    List<EventType> types = fields.list("eventTypes", WebhookDocument::eventType);
    Optional<Boolean> enabled = fields.optional("enabled", Readings.BOOLEAN);
    Optional<String> secret = fields.optional("secret", Readings.parsed(Secret::parse));
    Optional<Long> startAfter = fields.optional("startAfter", EVENT_ID);
    return fields.build(
        FIELD_OF_CODE,
        () ->
            new WebhookDocument(
                new Webhook(
                    tenant,
                    name,
                    url.orElseThrow(),
                    types.isEmpty() ? Set.of() : EnumSet.copyOf(types),
                    secret.or(() -> present.map(Webhook::secret)).orElseGet(Secret::generate),
                    state(enabled.orElse(true), present)),
                startAfter));
  }

  /** What is gone stays so while nobody enables it. */
  private static Webhook.State state(Boolean enabled, Optional<Webhook> present) {
    if (enabled) {
      return Webhook.State.ENABLED;
    }
    return present
        .map(Webhook::state)
        .filter(Webhook.State.GONE::equals)
        .orElse(Webhook.State.DISABLED);
  }

  private static URI url(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new InvalidValue(
          "INVALID_URL",
          "'%s' is not a URL: give one such as https://orchestrator.example/isthmus"
              .formatted(Readings.shortened(text)));
    }
  }

  private static Optional<EventType> eventType(JsonNode node, String pointer, Errors errors) {
    Optional<String> text = Readings.TEXT.read(node, pointer, errors);
    Optional<EventType> type =
        text.flatMap(wanted ->
            Arrays.stream(EventType.values())
                .filter(known -> known.cloudEventsType().equals(wanted))
                .findFirst());
    if (text.isPresent() && type.isEmpty()) {
      List<String> known =
          Arrays.stream(EventType.values()).map(EventType::cloudEventsType).toList();
      errors.invalid(
          pointer,
          "UNKNOWN_VALUE",
          "'%s' is no type of events: %suse one of %s"
              .formatted(
                  Readings.shortened(text.get()),
                  Nearest.question(text.get(), known),
                  String.join(", ", known)));
    }
    return type;
  }

  private static Long eventId(String text) {
    if (!text.matches("\\d{1,18}")) {
      throw new InvalidValue(
          "INVALID_EVENT_ID",
          "'%s' is not the id of an event: give the last one that the receiver has, or 0 for none"
              .formatted(Readings.shortened(text)));
    }
    return Long.valueOf(text);
  }
}
