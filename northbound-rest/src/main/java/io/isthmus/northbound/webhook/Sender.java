package io.isthmus.northbound.webhook;

import io.isthmus.domain.operation.Event;
import io.isthmus.domain.operation.Webhook;
import io.isthmus.domain.operation.WebhookProgress.Failure;
import io.isthmus.northbound.event.EventJson;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends one event to one receiver: a CloudEvent in structured mode, signed as Standard Webhooks
 * says. Follows no redirect, since what was agreed on is one address. Safe for any thread; blocks
 * no longer than the time-out once it is its turn.
 */
final class Sender implements AutoCloseable {
  private static final int GONE = 410;
  private static final int LONGEST_ANSWER = 500;

  private final HttpClient client;
  private final EventJson json;
  private final Clock clock;
  private final WebhookProperties properties;
  private final Destinations destinations;
  private final Semaphore turns;

  Sender(EventJson json, Clock clock, WebhookProperties properties) {
    this.json = json;
    this.clock = clock;
    this.properties = properties;
    this.destinations = new Destinations(Destinations.Policy.of(properties));
    this.turns = new Semaphore(properties.maxConcurrent(), true);
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(properties.connectTimeout())
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  Attempt send(Webhook webhook, Event event) throws InterruptedException {
    turns.acquire();
    try {
      return sendNow(webhook, event);
    } catch (IllegalArgumentException e) {
      // A URL that the client cannot make anything of.
      return failed(OptionalInt.empty(), e.toString());
    } finally {
      turns.release();
    }
  }

  /** The same for each attempt, so that a receiver can tell a repetition. */
  static String id(Event event) {
    return "evt_%s_%d".formatted(event.tenant(), event.sequence());
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private Attempt sendNow(Webhook webhook, Event event) throws InterruptedException {
    Optional<String> refusal = destinations.refusal(webhook.url());
    if (refusal.isPresent()) {
      return failed(OptionalInt.empty(), "not asked: " + refusal.get());
    }
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request(webhook, event), head -> new FirstBytes());
    try {
      return judged(answer.get(properties.requestTimeout().toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return failed(
          OptionalInt.empty(),
          "no answer within %d ms".formatted(properties.requestTimeout().toMillis()));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return failed(OptionalInt.empty(), Silence.words(webhook.url(), cause));
    } finally {
      // Ends the exchange where it has not ended by itself.
      answer.cancel(true);
    }
  }

  private HttpRequest request(Webhook webhook, Event event) {
    String body = json.write(event);
    String id = id(event);
    Instant now = clock.instant();
    return HttpRequest.newBuilder(webhook.url())
        // Only lest it should last for ever: who waits for it says after how long it is too late.
        .timeout(properties.requestTimeout().multipliedBy(2))
        .header("Content-Type", "application/cloudevents+json; charset=utf-8")
        .header("User-Agent", "Isthmus")
        .header("webhook-id", id)
        .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
        .header("webhook-signature", Signature.of(webhook.secret(), id, now, body))
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private Attempt judged(HttpResponse<String> answer) {
    int status = answer.statusCode();
    if (status >= 200 && status < 300) {
      return new Attempt.Taken();
    }
    Failure failure = failure(OptionalInt.of(status), answer.body());
    return status == GONE ? new Attempt.Gone(failure) : new Attempt.Failed(failure);
  }

  private Attempt failed(OptionalInt status, String answer) {
    return new Attempt.Failed(failure(status, answer));
  }

  private Failure failure(OptionalInt status, String answer) {
    String printable = answer.replaceAll("[\\p{Cntrl}\\p{Cs}]", " ").strip();
    return new Failure(
        clock.instant(),
        status,
        printable.length() <= LONGEST_ANSWER ? printable : printable.substring(0, LONGEST_ANSWER));
  }
}
