package io.isthmus.northbound.webhook;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.isthmus.domain.operation.DeadLetter;
import io.isthmus.domain.operation.Event;
import io.isthmus.domain.operation.Webhook;
import io.isthmus.domain.operation.WebhookProgress;
import io.isthmus.domain.operation.WebhookStore;
import io.isthmus.northbound.event.Feed;
import io.isthmus.northbound.event.Feeds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the events of one webhook, one after the other, in a thread of its own. What it knows is
 * a copy: each step is kept only if the store agrees that the lease holds and that nobody has
 * changed the webhook meanwhile.
 *
 * <p>The pauses between attempts and the number of attempts outlive the process, since they are in
 * the store; the breaker, which keeps requested redeliveries from hammering on a receiver that is
 * away, is a matter of the moment.
 */
final class Courier implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
  private static final Duration LONGEST_NAP = Duration.ofSeconds(1);
  private static final Duration KEEP_SKIPPED_AFTER = Duration.ofSeconds(5);
  private static final double FACTOR = 3;
  private static final double JITTER = 0.2;

  private final UUID owner;
  private final WebhookStore store;
  private final Feeds feeds;
  private final Sender sender;
  private final Clock clock;
  private final WebhookProperties properties;
  private final WebhookCounts counts;
  private final IntervalFunction pauses;
  private final CircuitBreaker breaker;
  private final AtomicBoolean redeliveries = new AtomicBoolean(true);
  private volatile WebhookStore.Entry newest;
  private volatile long leasedUntilNanos;
  private volatile boolean stopped;
  private volatile boolean ended;

  /** Only the courier's thread touches what follows. */
  private WebhookStore.Entry entry;

  private long keptAtNanos = System.nanoTime();

  Courier(
      UUID owner,
      WebhookStore.Entry entry,
      WebhookStore store,
      Feeds feeds,
      Sender sender,
      Clock clock,
      WebhookProperties properties,
      WebhookCounts counts) {
    this.owner = owner;
    this.entry = entry;
    this.newest = entry;
    this.store = store;
    this.feeds = feeds;
    this.sender = sender;
    this.clock = clock;
    this.properties = properties;
    this.counts = counts;
    this.pauses =
        IntervalFunction.ofExponentialRandomBackoff(
            properties.firstRetry(), FACTOR, JITTER, properties.longestRetry());
    this.breaker = CircuitBreaker.of(entry.webhook().toString(), breakerConfig(properties));
  }

  /** The lease holds until then, and this is what the store has. */
  void renew(WebhookStore.Entry stored, long untilNanos) {
    newest = stored;
    leasedUntilNanos = untilNanos;
  }

  /** Dead letters may have been asked for. */
  void lookForRedeliveries() {
    redeliveries.set(true);
  }

  /** What is being sent is sent, and nothing after it. */
  void stop() {
    stopped = true;
  }

  boolean isEnded() {
    return ended;
  }

  @Override
  public void run() {
    try (Feeds.Subscription subscription = feeds.follow(entry.webhook().tenant())) {
      Feed feed = subscription.feed();
      while (!stopped && !feed.isClosed()) {
        step(feed);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("Delivery to {} is interrupted and begins anew: {}", entry.webhook(), e.toString());
    } finally {
      ended = true;
    }
  }

  private void step(Feed feed) throws InterruptedException {
    adopt(newest);
    if (!isLeased()) {
      Thread.sleep(LONGEST_NAP);
      return;
    }
    redeliverOne();
    Duration pause = untilNextAttempt();
    if (pause.isPositive()) {
      Thread.sleep(pause.compareTo(LONGEST_NAP) < 0 ? pause : LONGEST_NAP);
      return;
    }
    for (Event event : feed.after(entry.progress().done(), LONGEST_NAP)) {
      if (!deliver(event)) {
        break;
      }
    }
    keepSkipped();
  }

  /** Whether the next event's turn has come. */
  private boolean deliver(Event event) throws InterruptedException {
    if (!entry.webhook().wants(event.type())) {
      entry = entry.with(entry.progress().skippedTo(event.sequence()));
      return true;
    }
    if (stopped || !isLeased() || newest.generation() > entry.generation()) {
      return false;
    }
    if (!breaker.tryAcquirePermission()) {
      Thread.sleep(LONGEST_NAP);
      return false;
    }
    Attempt attempt = send(event);
    WebhookProgress progress = entry.progress();
    return switch (attempt) {
      case Attempt.Taken _ -> keep(progress.succeeded(event.sequence(), clock.instant()));
      case Attempt.Failed failed -> {
        failed(event, failed.failure());
        yield false;
      }
      case Attempt.Gone gone -> {
        gone(gone.failure());
        yield false;
      }
    };
  }

  private Attempt send(Event event) throws InterruptedException {
    long begin = System.nanoTime();
    Attempt attempt = sender.send(entry.webhook(), event);
    long took = System.nanoTime() - begin;
    counts.attempted(attempt, took);
    switch (attempt) {
      case Attempt.Taken _ -> breaker.onSuccess(took, TimeUnit.NANOSECONDS);
      case Attempt.Failed failed -> onError(took, failed.failure());
      case Attempt.Gone gone -> onError(took, gone.failure());
    }
    return attempt;
  }

  private void onError(long took, WebhookProgress.Failure failure) {
    breaker.onError(
        took, TimeUnit.NANOSECONDS, new IllegalStateException("not taken: " + failure.answer()));
  }

  private void failed(Event event, WebhookProgress.Failure failure) {
    int attempts = entry.progress().attempts() + 1;
    if (attempts < properties.maxAttempts()) {
      Instant next = clock.instant().plusMillis(pauses.apply(attempts));
      keep(entry.progress().failed(failure, Optional.of(next)));
      return;
    }
    WebhookProgress after =
        entry.progress().failed(failure, Optional.empty()).skippedTo(event.sequence());
    counts.gaveUp();
    LOG.warn("Event {} could not be delivered to {}", event.sequence(), entry.webhook());
    keep(
        entry.with(after),
        Optional.of(
            new DeadLetter(
                entry.webhook().name(), event, attempts, failure, DeadLetter.Redelivery.NONE)));
  }

  private void gone(WebhookProgress.Failure failure) {
    LOG.warn("The receiver of {} is gone for good", entry.webhook());
    keep(
        new WebhookStore.Entry(
            entry.webhook().in(Webhook.State.GONE),
            entry.progress().failed(failure, Optional.empty()),
            entry.generation()),
        Optional.empty());
    stopped = true;
  }

  /** One at a time, so that what has just happened does not wait for what has happened long ago. */
  private void redeliverOne() throws InterruptedException {
    if (!redeliveries.get()) {
      return;
    }
    redeliveries.set(false);
    Webhook webhook = entry.webhook();
    List<DeadLetter> requested = store.requestedRedeliveries(webhook.tenant(), webhook.name(), 1);
    if (requested.isEmpty()) {
      return;
    }
    redeliveries.set(true);
    if (breaker.tryAcquirePermission()) {
      redeliver(requested.getFirst());
    }
  }

  private void redeliver(DeadLetter letter) throws InterruptedException {
    switch (send(letter.event())) {
      case Attempt.Taken _ ->
          store.removeDeadLetter(
              letter.event().tenant(), letter.webhook(), letter.event().sequence());
      case Attempt.Failed failed -> store.updateDeadLetter(letter.failed(failed.failure()));
      case Attempt.Gone gone -> {
        store.updateDeadLetter(letter.failed(gone.failure()));
        gone(gone.failure());
      }
    }
  }

  private Duration untilNextAttempt() {
    return entry
        .progress()
        .nextAttemptAt()
        .map(next -> Duration.between(clock.instant(), next))
        .orElse(Duration.ZERO);
  }

  /** An attempt must be over before another replica may make one. */
  private boolean isLeased() {
    return leasedUntilNanos - System.nanoTime() > properties.requestTimeout().toNanos();
  }

  /** Where nothing is delivered for long, what was skipped is not skipped again after a restart. */
  private void keepSkipped() {
    boolean due = System.nanoTime() - keptAtNanos > KEEP_SKIPPED_AFTER.toNanos();
    if (due && entry.progress().done() > newest.progress().done()) {
      keep(entry.progress());
    }
  }

  private boolean keep(WebhookProgress progress) {
    return keep(entry.with(progress), Optional.empty());
  }

  private boolean keep(WebhookStore.Entry next, Optional<DeadLetter> letter) {
    keptAtNanos = System.nanoTime();
    if (store.save(owner, next, letter)) {
      entry = next;
      return true;
    }
    Optional<WebhookStore.Entry> stored =
        store.find(entry.webhook().tenant(), entry.webhook().name());
    boolean changed =
        stored.isPresent()
            && stored.get().webhook().state() == Webhook.State.ENABLED
            && stored.get().generation() > entry.generation();
    if (changed) {
      adopt(stored.get());
    } else {
      stopped = true;
    }
    return false;
  }

  private void adopt(WebhookStore.Entry stored) {
    if (stored.generation() > entry.generation()) {
      entry = stored;
      breaker.reset();
    }
  }

  private static CircuitBreakerConfig breakerConfig(WebhookProperties properties) {
    return CircuitBreakerConfig.custom()
        .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
        .slidingWindowSize(properties.breakAfter())
        .minimumNumberOfCalls(properties.breakAfter())
        .failureRateThreshold(100)
        .permittedNumberOfCallsInHalfOpenState(1)
        .waitDurationInOpenState(properties.breakFor())
        .build();
  }
}
