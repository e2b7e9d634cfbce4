package io.isthmus.northbound.webhook;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.Webhook;
import io.isthmus.domain.operation.WebhookStore;
import io.isthmus.northbound.event.EventJson;
import io.isthmus.northbound.event.Feeds;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Sees to it that each webhook that this replica may deliver has a courier, and only one. One
 * thread renews the leases; what is slow is the couriers' own.
 */
@Component
final class Deliveries implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
  private static final int LOOKS_BETWEEN_REDELIVERIES = 5;

  private final UUID owner = UUID.randomUUID();
  private final WebhookStore store;
  private final Feeds feeds;
  private final EventJson json;
  private final Clock clock;
  private final WebhookProperties properties;
  private final WebhookCounts counts;
  private final Map<Key, Running> couriers = new HashMap<>();
  private final Set<Key> asked = ConcurrentHashMap.newKeySet();
  private final Semaphore wake = new Semaphore(0);
  private @Nullable Thread thread;
  private volatile boolean running;

  Deliveries(
      WebhookStore store,
      Feeds feeds,
      EventJson json,
      Clock clock,
      WebhookProperties properties,
      WebhookCounts counts) {
    this.store = store;
    this.feeds = feeds;
    this.json = json;
    this.clock = clock;
    this.properties = properties;
    this.counts = counts;
  }

  /** The webhook was changed, or dead letters of it were asked for. */
  void changed(Name tenant, Name name) {
    asked.add(new Key(tenant, name));
    wake.release();
  }

  @Override
  public synchronized void start() {
    running = true;
    thread = Thread.ofVirtual().name("webhooks").start(this::lookUntilStopped);
  }

  @Override
  public synchronized void stop() {
    running = false;
    Thread looking = thread;
    if (looking == null) {
      return;
    }
    looking.interrupt();
    try {
      looking.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread = null;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void lookUntilStopped() {
    try (Sender sender = new Sender(json, clock, properties)) {
      for (long look = 0; running; look++) {
        try {
          look(sender, look % LOOKS_BETWEEN_REDELIVERIES == 0);
        } catch (RuntimeException e) {
          // The leases run out by themselves where the database stays away.
          LOG.warn("Webhooks cannot be read: {}", e.toString());
        }
        wake.tryAcquire(properties.look().toMillis(), TimeUnit.MILLISECONDS);
        wake.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end();
    }
  }

  private void look(Sender sender, boolean redeliveries) {
    Set<Key> changed = new HashSet<>(asked);
    asked.removeAll(changed);
    long until = System.nanoTime() + properties.lease().toNanos();
    Set<Key> held = new HashSet<>();
    for (WebhookStore.Entry entry : store.lease(owner, properties.lease())) {
      Key key = Key.of(entry.webhook());
      held.add(key);
      Courier courier = courier(key, entry, sender);
      courier.renew(entry, until);
      if (redeliveries || changed.contains(key)) {
        courier.lookForRedeliveries();
      }
    }
    couriers.forEach((key, courier) -> {
      if (!held.contains(key)) {
        courier.courier.stop();
      }
    });
    couriers.values().removeIf(courier -> courier.courier.isEnded());
  }

  /** One that was told to stop and has not ended is left to end: there must not be two. */
  private Courier courier(Key key, WebhookStore.Entry entry, Sender sender) {
    Running known = couriers.get(key);
    if (known != null && !known.courier.isEnded()) {
      return known.courier;
    }
    Courier courier = new Courier(owner, entry, store, feeds, sender, clock, properties, counts);
    Thread own = Thread.ofVirtual().name("webhook-" + key).unstarted(courier);
    courier.renew(entry, System.nanoTime() + properties.lease().toNanos());
    couriers.put(key, new Running(courier, own));
    own.start();
    return courier;
  }

  private void end() {
    couriers
        .values()
        .forEach(courier -> {
          courier.courier.stop();
          courier.thread.interrupt();
        });
    try {
      store.release(owner);
    } catch (RuntimeException e) {
      LOG.debug("The leases of webhooks are left to run out: {}", e.toString());
    }
  }

  private record Running(Courier courier, Thread thread) {}

  private record Key(Name tenant, Name name) {
    static Key of(Webhook webhook) {
      return new Key(webhook.tenant(), webhook.name());
    }

    @Override
    public String toString() {
      return "%s/%s".formatted(tenant, name);
    }
  }
}
