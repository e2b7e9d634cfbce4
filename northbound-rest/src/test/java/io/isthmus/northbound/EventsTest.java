package io.isthmus.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.northbound.Api.Answer;
import io.isthmus.northbound.event.Feeds;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Events as a list and as a stream. */
@NorthboundTest
@Timeout(60)
class EventsTest {
  @LocalServerPort int port;
  @Autowired Feeds feeds;
  Api api;

  /**
   * That a reader has gone is noticed with the next heartbeat; until then it counts as a stream.
   */
  @BeforeEach
  void makeTenantWhenTheStreamsOfOthersHaveEnded() throws InterruptedException {
    for (int i = 0; i < 100 && feeds.openStreams() > 0; i++) {
      Thread.sleep(100);
    }
    assertThat(feeds.openStreams()).isZero();
    api = Api.ofNewTenant(port);
  }

  @Test
  void theNewestComeFirstWhereAskedFor() {
    for (String site : List.of("a", "b", "c")) {
      api.put("/sites/" + site, "{\"kind\": \"EDGE\"}");
    }
    List<String> all = new ArrayList<>();
    api.get("/events").body().path("items").forEach(event -> all.add(event.toString()));

    List<String> read = new ArrayList<>();
    String cursor = "";
    do {
      Answer page = api.get("/events?order=NEWEST_FIRST&limit=2" + cursor);
      page.body().path("items").forEach(event -> read.add(event.toString()));
      String next = page.body().path("nextCursor").asString("");
      cursor = next.isEmpty() ? "" : "&cursor=" + next;
    } while (!cursor.isEmpty());

    assertThat(all.size()).isGreaterThan(2);
    assertThat(read.reversed()).isEqualTo(all);
    Answer refused = api.get("/events?order=NEWEST_FIRST&after=1");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.code()).isEqualTo("NOT_USED");
  }

  @Test
  void theListIsPagedAndInOrder() {
    api.put("/sites/a", "{\"kind\": \"EDGE\"}");
    api.put("/sites/b", "{\"kind\": \"EDGE\"}");

    Answer first = api.get("/events?limit=3");
    Answer rest = api.get("/events?cursor=" + first.body().path("nextCursor").asString());
    String last = rest.body().at("/items/0/id").asString();

    JsonNode event = first.body().at("/items/0");
    assertThat(event.path("specversion").asString()).isEqualTo("1.0");
    assertThat(event.path("type").asString()).isEqualTo("io.isthmus.intent.changed");
    assertThat(event.path("source").asString()).isEqualTo("/api/v1/tenants/" + api.tenant());
    assertThat(event.at("/data/summary").asString()).isEqualTo("put site a");
    assertThat(first.body().path("items").size()).isEqualTo(3);
    assertThat(rest.body().path("items").size()).isEqualTo(1);
    assertThat(api.get("/events?after=" + last).body().path("items").size()).isZero();
  }

  @Test
  void aStreamTellsWhatHappensFromThenOn() throws Exception {
    api.put("/sites/before", "{\"kind\": \"EDGE\"}");
    try (Stream stream = open("/events")) {
      api.put("/sites/after", "{\"kind\": \"EDGE\"}");

      JsonNode event = stream.next();
      assertThat(event.at("/data/summary").asString()).isEqualTo("put site after");
      assertThat(stream.lastId).isEqualTo(event.path("id").asString());
    }
  }

  @Test
  void aStreamGoesOnWhereItWasLeft() throws Exception {
    for (int i = 0; i < 5; i++) {
      api.put("/sites/s" + i, "{\"kind\": \"EDGE\"}");
    }
    String third = api.get("/events?limit=3").body().at("/items/2/id").asString();

    try (Stream resumed = open("/events?after=0", "Last-Event-ID", third);
        Stream all = open("/events?after=0")) {
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        ids.add(all.next().path("id").asString());
      }
      assertThat(ids)
          .isSortedAccordingTo((a, b) -> Long.compare(Long.parseLong(a), Long.parseLong(b)));
      assertThat(resumed.next().path("id").asString()).isEqualTo(ids.get(3));
    }
  }

  @Test
  void streamsAreBounded() throws Exception {
    List<Stream> streams = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        streams.add(open("/events"));
      }
      Answer refused = api.get("/events", "Accept", "text/event-stream");
      assertThat(refused.status()).as("%s", refused).isEqualTo(429);
      assertThat(refused.code()).isEqualTo("TOO_MANY_STREAMS");
      assertThat(refused.header("Retry-After")).isNotEmpty();
    } finally {
      for (Stream stream : streams) {
        stream.close();
      }
    }
    // The server notices that they are gone when it next writes to them.
    int status = 429;
    for (int i = 0; i < 100 && status == 429; i++) {
      Thread.sleep(100);
      try (Stream stream = open("/events")) {
        status = stream.status;
      }
    }
    assertThat(status).isEqualTo(200);
  }

  @Test
  void aSilentStreamSaysThatItIsAlive() throws Exception {
    try (Stream stream = open("/events")) {
      assertThat(stream.nextComment()).isEqualTo(": alive");
    }
  }

  @Test
  void aStreamEndsWithItsTenant() throws Exception {
    try (Stream stream = open("/events")) {
      api.delete("");
      assertThat(stream.restEnds()).isTrue();
    }
  }

  private Stream open(String path, String... headers) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(api.uri(path))
            .header("Accept", "text/event-stream")
            .header("Authorization", "Bearer " + TestTokens.ADMIN);
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpResponse<java.io.InputStream> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    return new Stream(client, response);
  }

  /** A client's end of a stream. */
  private static final class Stream implements AutoCloseable {
    private final HttpClient client;
    private final int status;
    private final BufferedReader reader;
    private String lastId = "";

    Stream(HttpClient client, HttpResponse<java.io.InputStream> response) throws IOException {
      this.client = client;
      this.status = response.statusCode();
      this.reader =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
      if (status == 200) {
        assertThat(response.headers().firstValue("Content-Type").orElse(""))
            .startsWith("text/event-stream");
        assertThat(reader.readLine()).isEqualTo("retry: 2000");
      }
    }

    JsonNode next() throws IOException {
      String line = reader.readLine();
      while (!line.startsWith("data: ")) {
        lastId = line.startsWith("id: ") ? line.substring(4) : lastId;
        line = reader.readLine();
      }
      return tools.jackson.databind.json.JsonMapper.shared().readTree(line.substring(6));
    }

    String nextComment() throws IOException {
      String line = reader.readLine();
      while (!line.startsWith(":")) {
        line = reader.readLine();
      }
      return line;
    }

    boolean restEnds() throws IOException {
      while (reader.readLine() != null) {
        // Comments until the end.
      }
      return true;
    }

    @Override
    public void close() throws IOException {
      reader.close();
      client.shutdownNow();
    }
  }
}
