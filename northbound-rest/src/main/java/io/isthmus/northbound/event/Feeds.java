package io.isthmus.northbound.event;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.EventLog;
import io.isthmus.northbound.NorthboundProperties;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * One feed, with one polling thread, for each tenant whose events are followed; none for the
 * others. Safe for any thread.
 */
@Component
public final class Feeds implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Feeds.class);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

  private final EventLog log;
  private final Duration poll;
  private final int most;

  @GuardedBy("this")
  private final Map<Name, Shared> feeds = new HashMap<>();

  @GuardedBy("this")
  private int streams;

  @GuardedBy("this")
  private boolean running;

  Feeds(EventLog log, NorthboundProperties properties) {
    this.log = log;
    this.poll = properties.eventPoll();
    this.most = properties.maxEventStreams();
  }

  /** A feed for a client's stream to read from; close it to stop reading. */
  synchronized Subscription subscribe(Name tenant) {
    if (streams >= most || !running) {
      throw EventProblems.tooManyStreams(most);
    }
    streams++;
    return open(tenant, Reader.STREAM);
  }

  /** How many clients follow events. */
  public synchronized int openStreams() {
    return streams;
  }

  /** A feed for the controller's own use, which is no client's stream and is not bounded. */
  public synchronized Subscription follow(Name tenant) {
    return open(tenant, Reader.OWN);
  }

  @GuardedBy("this")
  private Subscription open(Name tenant, Reader reader) {
    Shared shared = feeds.get(tenant);
    if (shared == null) {
      shared = new Shared(new Feed(tenant, log));
      feeds.put(tenant, shared);
      Feed feed = shared.feed;
      Thread.ofVirtual().name("events-" + tenant).start(() -> pollUntilClosed(feed));
    }
    shared.readers++;
    return new Subscription(tenant, shared.feed, reader);
  }

  private synchronized void unsubscribe(Name tenant, Feed feed, Reader reader) {
    streams -= reader == Reader.STREAM ? 1 : 0;
    Shared shared = feeds.get(tenant);
    if (shared != null && shared.feed == feed) {
      shared.readers--;
      if (shared.readers == 0) {
        feeds.remove(tenant);
        feed.close();
      }
    }
  }

  private void pollUntilClosed(Feed feed) {
    Duration pause = poll;
    while (!feed.isClosed()) {
      try {
        Thread.sleep(pause);
        feed.poll();
        pause = poll;
      } catch (InterruptedException e) {
        feed.close();
        return;
      } catch (RuntimeException e) {
        // The streams stay open: the database may come back.
        LOG.warn("Events cannot be read: {}", e.toString());
        pause = PAUSE_AFTER_FAILURE;
      }
    }
  }

  @Override
  public synchronized void start() {
    running = true;
  }

  /** Ends every stream, before the web server waits for its requests to end. */
  @Override
  public synchronized void stop() {
    running = false;
    feeds.values().forEach(shared -> shared.feed.close());
    feeds.clear();
  }

  @Override
  public synchronized boolean isRunning() {
    return running;
  }

  /** A stream's hold on its feed. */
  public final class Subscription implements AutoCloseable {
    private final Name tenant;
    private final Feed feed;
    private final Reader reader;

    private Subscription(Name tenant, Feed feed, Reader reader) {
      this.tenant = tenant;
      this.feed = feed;
      this.reader = reader;
    }

    public Feed feed() {
      return feed;
    }

    @Override
    public void close() {
      unsubscribe(tenant, feed, reader);
    }
  }

  private enum Reader {
    STREAM,
    OWN
  }

  private static final class Shared {
    private final Feed feed;
    private int readers;

    private Shared(Feed feed) {
      this.feed = feed;
    }
  }
}
