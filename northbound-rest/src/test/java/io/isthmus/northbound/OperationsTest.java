package io.isthmus.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.EdgeError;
import io.isthmus.domain.reconcile.EdgeFleet;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.northbound.Api.Answer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Changes on their way to the edges, and waiting for them. */
@NorthboundTest
class OperationsTest {
  private static final String REROUTE = "{\"trafficClass\": \"voice\", \"overlay\": \"on-2\"}";

  @LocalServerPort int port;
  @Autowired EdgeFleet fleet;
  Api api;

  @BeforeEach
  void declare() {
    api = Api.ofNewTenant(port);
    api.declareContinuum();
    edgesApply();
  }

  @Test
  void aChangeThatTouchesNoEdgeIsDoneAtOnce() {
    Answer answer = api.put("/sites/lyon", "{\"kind\": \"EDGE\"}", "Prefer", "wait=10");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Isthmus-Operation-State")).isEqualTo("SUCCEEDED");
    assertThat(answer.header("Preference-Applied")).isEqualTo("wait=10");
  }

  @Test
  void waitsUntilEveryEdgeHasAnswered() {
    CompletableFuture<Void> edges =
        CompletableFuture.runAsync(
            this::edgesApply, CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
    long start = System.nanoTime();

    Answer answer = api.post("/steering-decisions", REROUTE, "Prefer", "wait=20");
    Duration took = Duration.ofNanos(System.nanoTime() - start);

    edges.join();
    assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    assertThat(answer.body().at("/operation/state").asString()).isEqualTo("SUCCEEDED");
    assertThat(answer.header("Isthmus-Operation-State")).isEqualTo("SUCCEEDED");
    assertThat(took).isBetween(Duration.ofMillis(200), Duration.ofSeconds(5));
  }

  @Test
  void saysThatItStillRunsWhenPatienceEnds() {
    Answer answer =
        api.put(
            "/overlays/on-2", "{\"edges\": [\"edge-nice\", \"cloud-paris\"]}", "Prefer", "wait=1");
    Answer operation = api.getOperation(answer, "Prefer", "wait=0");
    edgesApply();
    Answer later = api.getOperation(answer, "Prefer", "wait=1");

    assertThat(answer.status()).as("%s", answer).isEqualTo(202);
    assertThat(answer.header("Isthmus-Operation-State")).isEqualTo("PENDING");
    assertThat(operation.status()).isEqualTo(202);
    assertThat(operation.body().path("done").asBoolean()).isFalse();
    assertThat(later.status()).isEqualTo(200);
    assertThat(later.body().path("state").asString()).isEqualTo("SUCCEEDED");
    assertThat(later.body().at("/counts/SUCCEEDED").asInt()).isEqualTo(2);
  }

  @Test
  void showsWhyAnEdgeRefused() {
    Answer answer = api.delete("/overlays/on-3");
    assertThat(answer.status()).as("%s", answer).isEqualTo(409);
    Answer steered = api.post("/steering-decisions", REROUTE);
    EdgeKey nice = new EdgeKey(Name.of(api.tenant()), Name.of("edge-nice"));
    fleet.refused(
        nice,
        fleet.plan(nice).orElseThrow().revision(),
        List.of(new EdgeError("wan-link/internet", "INTERFACE", "wan0 does not exist")));

    Answer operation = api.getOperation(steered);

    assertThat(operation.body().path("state").asString()).isEqualTo("FAILED");
    assertThat(operation.body().path("done").asBoolean()).isFalse();
    assertThat(operation.text()).contains("wan-link/internet", "wan0 does not exist");
    assertThat(api.get("/edges/edge-nice/status").body().path("configState").asString())
        .isEqualTo("REFUSED");
  }

  @Test
  void listsOperationsNewestFirst() {
    api.put("/sites/a", "{\"kind\": \"EDGE\"}");
    api.put("/sites/b", "{\"kind\": \"EDGE\"}");

    Answer first = api.get("/operations?limit=1");
    Answer second =
        api.get("/operations?limit=1&cursor=" + first.body().path("nextCursor").asString());

    assertThat(first.body().at("/items/0/summary").asString()).isEqualTo("put site b");
    assertThat(second.body().at("/items/0/summary").asString()).isEqualTo("put site a");
    assertThat(first.body().at("/items/0").has("edges")).isFalse();
  }

  @Test
  void listsTheOperationsOfAnEdgeWithItsPart() {
    api.put("/overlays/on-2", "{\"edges\": [\"edge-nice\", \"cloud-paris\"]}");
    api.put("/sites/a", "{\"kind\": \"EDGE\"}");

    Answer answer = api.get("/operations?edge=edge-nice&limit=1");

    assertThat(answer.body().at("/items/0/summary").asString()).isEqualTo("put overlay on-2");
    assertThat(answer.body().at("/items/0/edges").size()).isEqualTo(1);
    assertThat(answer.body().at("/items/0/edges/0/edge").asString()).isEqualTo("edge-nice");
    api.assertUnknown("/operations?edge=edge-nize", "did you mean edge-nice?");
  }

  @Test
  void aPreferenceThatCannotBeReadIsPassedOver() {
    for (String preference : new String[] {"wait=soon", "wait", "respond-async", "wait=-1"}) {
      assertThat(api.get("/operations", "Prefer", preference).status()).isEqualTo(200);
      Answer answer = api.put("/sites/lyon", "{\"kind\": \"EDGE\"}", "Prefer", preference);
      assertThat(answer.status()).isIn(200, 201);
      assertThat(answer.header("Preference-Applied")).isEmpty();
    }
    assertThat(
            api.put("/sites/lyon", "{\"kind\": \"EDGE\"}", "Prefer", "a; b=c, wait=600")
                .header("Preference-Applied"))
        .isEqualTo("wait=60");
  }

  private void edgesApply() {
    for (String edge : new String[] {"cloud-paris", "edge-nice", "far-edge-van"}) {
      EdgeKey key = new EdgeKey(Name.of(api.tenant()), Name.of(edge));
      fleet.applied(key, fleet.plan(key).orElseThrow().revision());
    }
  }
}
