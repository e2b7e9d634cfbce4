package io.isthmus.northbound.event;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.Event;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.northbound.NorthboundProperties;
import io.isthmus.northbound.access.Caller;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Writes events as they happen (server-sent events, as in the HTML standard). A stream is a loop in
 * the request's own thread: where the client does not read, the write blocks, and the server's
 * write timeout ends it.
 */
@Component
final class EventStream {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

  private final Feeds feeds;
  private final IntentService intent;
  private final EventJson json;
  private final Duration heartbeat;

  EventStream(Feeds feeds, IntentService intent, EventJson json, NorthboundProperties properties) {
    this.feeds = feeds;
    this.intent = intent;
    this.json = json;
    this.heartbeat = properties.eventHeartbeat();
  }

  /**
   * Returns when the client has gone, its credentials hold no more, the tenant is removed, or the
   * controller stops.
   *
   * @param after sequence of the last event that the client has; empty to start with the next
   */
  void write(Name tenant, OptionalLong after, HttpServletResponse response) {
    try (Feeds.Subscription subscription = feeds.subscribe(tenant)) {
      Feed feed = subscription.feed();
      long last = after.orElse(feed.newest());
      open(response);
      Caller caller = Caller.current();
      while (!feed.isClosed() && intent.snapshot().findTenant(tenant).isPresent()) {
        List<Event> events = feed.after(last, heartbeat);
        if (caller.isOver()) {
          break;
        }
        write(events, response.getOutputStream());
        last = events.isEmpty() ? last : events.getLast().sequence();
      }
    } catch (IOException e) {
      LOG.debug("A reader of the events of tenant {} is gone: {}", tenant, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void open(HttpServletResponse response) throws IOException {
    response.setContentType("text/event-stream");
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    // Otherwise nginx would keep the events back.
    response.setHeader("X-Accel-Buffering", "no");
    response.getOutputStream().write("retry: 2000\n\n".getBytes(StandardCharsets.UTF_8));
    response.flushBuffer();
  }

  private void write(List<Event> events, ServletOutputStream out) throws IOException {
    if (events.isEmpty()) {
      out.write(": alive\n\n".getBytes(StandardCharsets.UTF_8));
    }
    for (Event event : events) {
      String text = "id: %d\ndata: %s\n\n".formatted(event.sequence(), json.write(event));
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    out.flush();
  }
}
