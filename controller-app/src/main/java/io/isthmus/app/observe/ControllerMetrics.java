package io.isthmus.app.observe;

import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.operation.OperationStore;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.trust.ControllerIdentity;
import io.isthmus.domain.trust.Refusals;
import io.isthmus.northbound.event.Feeds;
import io.isthmus.northbound.webhook.WebhookCounts;
import io.isthmus.southbound.SouthboundServer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What the controller shows of the intent, of operations, clients and certificates. */
@Component
class ControllerMetrics implements MeterBinder {
  private static final Logger log = LoggerFactory.getLogger(ControllerMetrics.class);

  private final IntentService intents;
  private final OperationStore operations;
  private final SouthboundServer edges;
  private final ControllerIdentity identity;
  private final Refusals refusals;
  private final Feeds feeds;
  private final WebhookCounts webhooks;
  private final Clock clock;
  private volatile OperationStore.Open open = new OperationStore.Open(0, Optional.empty());

  ControllerMetrics(
      IntentService intents,
      OperationStore operations,
      SouthboundServer edges,
      ControllerIdentity identity,
      Refusals refusals,
      Feeds feeds,
      WebhookCounts webhooks,
      Clock clock) {
    this.intents = intents;
    this.operations = operations;
    this.edges = edges;
    this.identity = identity;
    this.refusals = refusals;
    this.feeds = feeds;
    this.webhooks = webhooks;
    this.clock = clock;
  }

  /** Not at each scrape, since the database is asked. */
  @Scheduled(fixedDelay = 10, timeUnit = TimeUnit.SECONDS)
  void lookAtOperations() {
    try {
      open = operations.open();
    } catch (RuntimeException e) {
      log.warn("counting operations failed and is tried again: {}", e.toString());
    }
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    bindIntent(registry);
    bindClients(registry);
    bindCertificates(registry);
  }

  private void bindIntent(MeterRegistry registry) {
    Gauge.builder("isthmus.revision", intents, known -> known.snapshot().revision())
        .description("Revision of the intent as this controller knows it")
        .register(registry);
    Gauge.builder("isthmus.tenants", intents, known -> known.snapshot().tenants().size())
        .description("Tenants")
        .register(registry);
    Gauge.builder(
            "isthmus.edges.known", intents, known -> trusted(known.snapshot().tenants().values()))
        .description("Edges that are declared and not revoked, of all tenants")
        .register(registry);
    Gauge.builder("isthmus.operations.open", this, metrics -> metrics.open.count())
        .description("Operations that wait for an edge, of all controllers; looked at every 10 s")
        .register(registry);
    TimeGauge.builder(
            "isthmus.operations.oldest.open", this, TimeUnit.SECONDS, ControllerMetrics::oldestAge)
        .description("How long the oldest of them has waited")
        .register(registry);
  }

  private static long trusted(Iterable<Network> networks) {
    long count = 0;
    for (Network network : networks) {
      for (Declared<Edge> edge : network.edges().values()) {
        count += network.isRevoked(edge.value().name()) ? 0 : 1;
      }
    }
    return count;
  }

  private double oldestAge() {
    return open.oldest()
        .map(begun -> Duration.between(begun, clock.instant()).toMillis() / 1_000.0)
        .orElse(0.0);
  }

  private void bindClients(MeterRegistry registry) {
    Gauge.builder("isthmus.event.streams", feeds, Feeds::openStreams)
        .description("Clients that follow events")
        .register(registry);
    FunctionCounter.builder("isthmus.refusals", refusals, Refusals::total)
        .description("What was refused: requests, tokens, enrolments, streams of edges")
        .register(registry);
    for (WebhookCounts.Outcome outcome : WebhookCounts.Outcome.values()) {
      FunctionCounter.builder(
              "isthmus.webhook.deliveries", webhooks, counts -> counts.attempts(outcome))
          .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
          .description("Attempts to deliver an event to a webhook")
          .register(registry);
    }
    FunctionCounter.builder(
            "isthmus.webhook.delivery.seconds",
            webhooks,
            counts -> counts.took().toMillis() / 1_000.0)
        .description("Time spent on waiting for the receivers of webhooks")
        .register(registry);
    FunctionCounter.builder("isthmus.webhook.dead.letters", webhooks, WebhookCounts::deadLetters)
        .description("Events that were given up after all attempts")
        .register(registry);
  }

  private void bindCertificates(MeterRegistry registry) {
    expiry(registry, "root", () -> instant(identity.material().active().getNotAfter()));
    expiry(
        registry,
        "controller",
        () -> instant(identity.material().chain().getFirst().getNotAfter()));
    expiry(registry, "edge", edges::soonestExpiry);
  }

  @SuppressWarnings("JavaUtilDate") // what certificates have
  private static Optional<Instant> instant(java.util.Date date) {
    return Optional.of(date.toInstant());
  }

  private interface Expiry {
    Optional<Instant> soonest();
  }

  private static void expiry(MeterRegistry registry, String kind, Expiry expiry) {
    Gauge.builder(
            "isthmus.certificate.expiry.timestamp",
            () -> expiry.soonest().map(Instant::getEpochSecond).orElse(null))
        .baseUnit("seconds")
        .tag("kind", kind)
        .description("When the first certificate of the kind runs out, in seconds since 1970")
        .register(registry);
  }
}
