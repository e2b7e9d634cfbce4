package io.isthmus.northbound.webhook;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.Event;
import io.isthmus.domain.operation.EventLog;
import io.isthmus.domain.operation.Webhook;
import io.isthmus.domain.operation.WebhookProgress;
import io.isthmus.domain.operation.WebhookStore;
import io.isthmus.northbound.change.EntityTag;
import io.isthmus.northbound.change.Preconditions;
import io.isthmus.northbound.document.MergePatch;
import io.isthmus.northbound.problem.FieldError;
import io.isthmus.northbound.problem.ProblemException;
import io.isthmus.northbound.resource.Missing;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What can be done with webhooks. Safe for any thread. */
@Component
final class Webhooks {
  private static final int LOOKED_THROUGH = 1_000;
  private static final int MOST_TRIES = 10;

  private final WebhookStore store;
  private final EventLog log;
  private final Deliveries deliveries;
  private final Clock clock;
  private final JsonMapper json;
  private final Destinations destinations;
  private final WebhookJournal journal;

  Webhooks(
      WebhookStore store,
      EventLog log,
      Deliveries deliveries,
      Clock clock,
      JsonMapper json,
      WebhookProperties properties,
      WebhookJournal journal) {
    this.journal = journal;
    this.destinations = new Destinations(Destinations.Policy.of(properties));
    this.store = store;
    this.log = log;
    this.deliveries = deliveries;
    this.clock = clock;
    this.json = json;
  }

  /** What became of a webhook. */
  enum Outcome {
    CREATED,
    REPLACED,
    UNCHANGED
  }

  /**
   * A webhook after a change.
   *
   * @param secret where it was made with it
   */
  record Written(WebhookStore.Entry entry, Outcome outcome, Optional<String> secret) {}

  WebhookStore.Entry load(Name tenant, Name name) {
    return store.find(tenant, name).orElseThrow(() -> missing(tenant, name));
  }

  /** Tagged by its generation: how far it got does not change it. */
  static EntityTag tag(WebhookStore.Entry entry) {
    return new EntityTag(Long.toString(entry.generation()));
  }

  Written put(Name tenant, Name name, JsonNode document, Preconditions preconditions) {
    return write(tenant, name, preconditions, present -> document);
  }

  Written patch(Name tenant, Name name, JsonNode patch, Preconditions preconditions) {
    return write(
        tenant,
        name,
        preconditions,
        present ->
            MergePatch.apply(
                json.valueToTree(
                    WebhookView.of(
                        present.orElseThrow(() -> missing(tenant, name)), Optional.empty())),
                patch));
  }

  void remove(Name tenant, Name name, Preconditions preconditions) {
    preconditions.require(Optional.of(tag(load(tenant, name))));
    Optional<Webhook> before = store.find(tenant, name).map(WebhookStore.Entry::webhook);
    store.remove(tenant, name);
    journal.changed(tenant, name, before, Optional.empty());
    deliveries.changed(tenant, name);
  }

  /** Events after the sequence are delivered again. */
  WebhookStore.Entry replay(Name tenant, Name name, long after) {
    requireKnown(tenant, "/after", after);
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      WebhookStore.Entry entry = load(tenant, name);
      if (store.replace(entry.with(entry.progress().skippedTo(after)))) {
        deliveries.changed(tenant, name);
        return load(tenant, name);
      }
    }
    throw busy();
  }

  int redeliver(Name tenant, Name name, Optional<Long> sequence) {
    load(tenant, name);
    int requested = store.requestRedelivery(tenant, name, sequence);
    if (sequence.isPresent() && requested == 0) {
      throw Missing.of("dead letter %d of webhook %s".formatted(sequence.get(), name));
    }
    deliveries.changed(tenant, name);
    return requested;
  }

  WebhookStatusView status(Name tenant, Name name) {
    WebhookStore.Entry entry = load(tenant, name);
    return WebhookStatusView.of(
        entry, log.newest(tenant), lag(entry).toMillis(), store.countDeadLetters(tenant, name));
  }

  private Written write(
      Name tenant,
      Name name,
      Preconditions preconditions,
      Function<Optional<Webhook>, JsonNode> document) {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      Optional<WebhookStore.Entry> present = store.find(tenant, name);
      preconditions.require(present.map(Webhooks::tag));
      Optional<Webhook> before = present.map(WebhookStore.Entry::webhook);
      JsonNode node = document.apply(before);
      WebhookDocument given = WebhookDocument.read(node, tenant, name, before);
      requireReachable(given.webhook());
      Optional<Written> written =
          present.isPresent()
              ? replace(present.get(), given.webhook())
              : create(given, node.hasNonNull("secret"));
      if (written.isPresent()) {
        journal.changed(tenant, name, before, Optional.of(written.get().entry().webhook()));
        deliveries.changed(tenant, name);
        return written.get();
      }
    }
    throw busy();
  }

  private void requireReachable(Webhook webhook) {
    destinations
        .refusal(webhook.url())
        .ifPresent(why -> {
          throw ProblemException.of(
              HttpStatus.UNPROCESSABLE_CONTENT,
              List.of(
                  FieldError.at(
                      "/url",
                      "PRIVATE_ADDRESS",
                      "%s: give a receiver that is, or allow others with isthmus.northbound.webhook.allow-private-addresses"
                          .formatted(why))));
        });
  }

  private Optional<Written> replace(WebhookStore.Entry present, Webhook webhook) {
    if (present.webhook().equals(webhook)) {
      return Optional.of(new Written(present, Outcome.UNCHANGED, Optional.empty()));
    }
    boolean replaced =
        store.replace(
            new WebhookStore.Entry(webhook, present.progress().afresh(), present.generation()));
    return replaced
        ? Optional.of(
            new Written(load(webhook.tenant(), webhook.name()), Outcome.REPLACED, Optional.empty()))
        : Optional.empty();
  }

  private Optional<Written> create(WebhookDocument given, boolean ownSecret) {
    Webhook webhook = given.webhook();
    Name tenant = webhook.tenant();
    given.startAfter().ifPresent(after -> requireKnown(tenant, "/startAfter", after));
    requireRoom(tenant);
    long after = given.startAfter().orElseGet(() -> log.newest(tenant));
    if (!store.create(webhook, WebhookProgress.startingAfter(after))) {
      return Optional.empty();
    }
    return Optional.of(
        new Written(
            load(tenant, webhook.name()),
            Outcome.CREATED,
            ownSecret ? Optional.empty() : Optional.of(webhook.secret())));
  }

  private ProblemException missing(Name tenant, Name name) {
    return Missing.of(
        "webhook", name, store.list(tenant).stream().map(entry -> entry.webhook().name()).toList());
  }

  private void requireRoom(Name tenant) {
    if (store.list(tenant).size() >= Webhook.MOST) {
      throw ProblemException.of(
          HttpStatus.CONFLICT,
          "TOO_MANY_WEBHOOKS",
          "the tenant has %d webhooks, and no more are allowed: remove one first"
              .formatted(Webhook.MOST));
    }
  }

  private void requireKnown(Name tenant, String pointer, long sequence) {
    long newest = log.newest(tenant);
    if (sequence > newest) {
      throw ProblemException.of(
          HttpStatus.UNPROCESSABLE_CONTENT,
          List.of(
              FieldError.at(
                  pointer,
                  "UNKNOWN_EVENT",
                  "event %d has not happened, the newest is %d: give the id of one that has"
                      .formatted(sequence, newest))));
    }
  }

  /** How long the oldest event that waits has waited. */
  private Duration lag(WebhookStore.Entry entry) {
    return log.after(entry.webhook().tenant(), entry.progress().done(), LOOKED_THROUGH).stream()
        .filter(event -> entry.webhook().wants(event.type()))
        .findFirst()
        .map(Event::time)
        .map(time -> Duration.between(time, clock.instant()))
        .filter(Duration::isPositive)
        .orElse(Duration.ZERO);
  }

  private static ProblemException busy() {
    return ProblemException.of(
        HttpStatus.CONFLICT, "BUSY", "others change this webhook all the time: repeat the request");
  }
}
