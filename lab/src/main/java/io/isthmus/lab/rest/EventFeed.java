package io.isthmus.lab.rest;

import io.isthmus.lab.LabFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Follows the controller's events as an orchestrator does, by server-sent events. Safe for any
 * thread.
 */
public final class EventFeed implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Told> told = new ArrayList<>();
  private final Thread reading;

  /**
   * An event and when it was told.
   *
   * @param type without the common beginning, such as {@code sla.broken}
   * @param time by the event itself
   * @param receivedNanos {@link System#nanoTime} when it came here
   */
  public record Told(String type, Instant time, long receivedNanos, JsonNode data) {
    public String text(String field) {
      return data.path(field).asString("");
    }
  }

  EventFeed(URI events, Optional<String> token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(events).header("Accept", "text/event-stream");
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    HttpResponse<Stream<String>> response = open(request.build());
    reading = Thread.ofVirtual().name("events").start(() -> read(response.body()));
  }

  private HttpResponse<Stream<String>> open(HttpRequest request) {
    try {
      HttpResponse<Stream<String>> response =
          client.send(request, HttpResponse.BodyHandlers.ofLines());
      if (response.statusCode() != 200) {
        throw new LabFailure("the controller's event stream answers " + response.statusCode());
      }
      return response;
    } catch (IOException e) {
      throw new LabFailure("the controller's event stream does not open: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("interrupted", e);
    }
  }

  private void read(Stream<String> lines) {
    try {
      lines.filter(line -> line.startsWith("data:")).forEach(line -> add(line.substring(5)));
    } catch (RuntimeException e) {
      // The stream ends with the feed, or with the controller.
    }
  }

  private void add(String json) {
    long now = System.nanoTime();
    JsonNode event = JsonMapper.shared().readTree(json);
    Told next =
        new Told(
            event.path("type").asString("").replaceFirst("^io\\.isthmus\\.", ""),
            Instant.parse(event.path("time").asString(Instant.EPOCH.toString())),
            now,
            event.path("data"));
    synchronized (told) {
      told.add(next);
    }
  }

  /** Everything that was told since an instant of {@link System#nanoTime}. */
  public List<Told> since(long nanos) {
    synchronized (told) {
      return told.stream().filter(event -> event.receivedNanos() - nanos >= 0).toList();
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    reading.interrupt();
    try {
      reading.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
