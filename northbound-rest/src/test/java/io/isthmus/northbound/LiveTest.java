package io.isthmus.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.fake.InMemoryChoiceLog;
import io.isthmus.domain.fake.InMemorySlaLog;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.sla.SlaMetric;
import io.isthmus.domain.sla.SlaViolation;
import io.isthmus.domain.steering.Choice;
import io.isthmus.domain.steering.ChoiceCause;
import io.isthmus.domain.telemetry.LiveQuality;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.telemetry.PathState;
import io.isthmus.northbound.Api.Answer;
import io.isthmus.northbound.telemetry.PathKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** How the network is now, wherever one looks first. */
@NorthboundTest
class LiveTest {
  @LocalServerPort int port;
  @Autowired LiveQuality live;
  @Autowired InMemoryChoiceLog choices;
  @Autowired InMemorySlaLog violations;
  Api api;
  PathKey internet;
  PathKey mpls;

  /** Internet is up and breaks the objective of voice, which has gone to mpls. */
  @BeforeEach
  void measure() {
    api = Api.ofNewTenant(port);
    api.declareContinuum();
    internet = Measured.niceToParis(api, "internet");
    mpls = Measured.niceToParis(api, "mpls");
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    live.measured(
        internet.edge(),
        List.of(
            Measured.window(internet, now, PathState.UP),
            Measured.window(mpls, now, PathState.UP)));
    violations.begin(broken("voice", "on-1", now));
    choices.add(voice("on-2", mpls, now));
  }

  private SlaViolation broken(String trafficClass, String overlay, Instant since) {
    return new SlaViolation(
        UUID.randomUUID(),
        Name.of(trafficClass),
        Name.of("cloud-paris"),
        Name.of(overlay),
        internet,
        SlaMetric.LOSS_PCT,
        3.2,
        0.5,
        true,
        false,
        since,
        Optional.empty());
  }

  private static Choice voice(String overlay, PathKey path, Instant since) {
    return new Choice(
        UUID.randomUUID(),
        path.edge(),
        Name.of("voice"),
        Name.of("cloud-paris"),
        List.of(new Choice.Member(Name.of(overlay), path, 1)),
        ChoiceCause.SLA_BROKEN,
        "on-1: loss 3.2 % is above 0.5 %",
        List.of(),
        Optional.empty(),
        1,
        Duration.ofMillis(300),
        since);
  }

  @Test
  void pathsSayHowBothEdgesFindThem() {
    JsonNode path = api.get("/paths?edge=edge-nice&state=UP").body().at("/items/0");

    assertThat(path.path("key").asString())
        .isEqualTo("edge-nice/internet/cloud-paris/internet/plain");
    JsonNode quality = path.path("quality");
    assertThat(quality.path("state").asString()).isEqualTo("UP");
    assertThat(quality.path("probes").asInt()).isEqualTo(10);
    assertThat(quality.at("/rttMs/mean").asInt()).isEqualTo(50);
    assertThat(quality.at("/rttMs/p95").asDouble()).isBetween(79.2, 90.0);
    assertThat(quality.path("lossForwardPct").asInt()).isEqualTo(10);
    assertThat(quality.path("jitterForwardMs").asDouble()).isEqualTo(3.25);
    assertThat(quality.path("linkTxBps").asLong()).isEqualTo(1_200_000);
    assertThat(quality.has("forwardDelayMs")).isFalse();
    assertThat(quality.path("noOneWayDelayBecause").asString())
        .isEqualTo("CLOCKS_NOT_SYNCHRONISED");
    assertThat(quality.has("measuredAt")).isTrue();
    assertThat(path.at("/remoteQuality/state").asString()).isEqualTo("UNKNOWN");
    assertThat(api.get("/paths?edge=edge-nice&state=UP").body().path("items").size()).isEqualTo(2);
    assertThat(api.get("/paths?state=DOWN").body().path("items").size()).isZero();
  }

  @Test
  void aPathThatDiesIsSeenAtOnce() {
    live.changed(internet, PathState.DOWN);

    assertThat(api.get("/paths?state=DOWN").body().at("/items/0/key").asString())
        .isEqualTo("cloud-paris/internet/edge-nice/internet/plain");
    assertThat(api.get("/paths?state=DOWN").body().at("/items/0/remoteQuality/state").asString())
        .isEqualTo("DOWN");
    assertThat(
            api.get("/tunnels?overlay=on-1&edge=edge-nice")
                .body()
                .at("/items/0/pathState")
                .asString())
        .isEqualTo("DOWN");
    JsonNode states = api.get("/topology").body().at("/counts/pathStates");
    assertThat(states.path("DOWN").asInt()).isEqualTo(1);
    assertThat(states.path("UP").asInt()).isEqualTo(1);
  }

  @Test
  void linksCountTunnelsByHowTheyFare() {
    JsonNode before = niceToParis(api.get("/topology/links").body());
    live.measured(
        PathKeys.reversed(internet).edge(),
        List.of(
            Measured.window(PathKeys.reversed(internet), Instant.now(), PathState.UP),
            Measured.window(PathKeys.reversed(mpls), Instant.now(), PathState.UP)));

    JsonNode both = niceToParis(api.get("/topology/links").body());
    live.changed(PathKeys.reversed(mpls), PathState.DOWN);
    JsonNode links = api.get("/topology/links").body();
    JsonNode after = niceToParis(links);

    // on-1 over internet and on-2 over mpls; on-3 has a tunnel over each.
    assertThat(before.path("unknown").asInt()).isEqualTo(4);
    assertThat(before.path("worst").asString()).isEqualTo("UNKNOWN");
    assertThat(both.path("up").asInt()).isEqualTo(3);
    assertThat(both.path("degraded").asInt()).isEqualTo(1);
    assertThat(both.path("worst").asString()).isEqualTo("DEGRADED");
    assertThat(after.path("down").asInt()).isEqualTo(2);
    assertThat(after.path("worst").asString()).isEqualTo("DOWN");
    assertThat(links.path("complete").asBoolean()).isTrue();
    assertThat(links.path("links").size()).isEqualTo(3);
    int all = 0;
    for (String state : List.of("up", "degraded", "down", "unknown")) {
      all += links.path("tunnels").path(state).asInt();
    }
    assertThat(all).isEqualTo(api.get("/tunnels?limit=1000").body().path("items").size());
  }

  @Test
  void aTunnelStaysDegradedHoweverManyOthersHaveBrokenTheirObjectiveSince() {
    List.of(internet, mpls)
        .forEach(path ->
            live.measured(
                PathKeys.reversed(path).edge(),
                List.of(Measured.window(PathKeys.reversed(path), Instant.now(), PathState.UP))));
    for (int i = 0; i < 1_000; i++) {
      violations.begin(broken("class-" + i, "on-9", Instant.now().plusSeconds(1)));
    }

    assertThat(niceToParis(api.get("/topology/links").body()).path("degraded").asInt())
        .isEqualTo(1);
    assertThat(api.get("/topology").body().at("/counts/openViolations").asInt()).isEqualTo(1_001);
  }

  @Test
  void classesAreCountedByWhatCarriesThem() {
    JsonNode voice = ofClass(api.get("/topology/classes").body(), "voice");
    int all = api.get("/carriages?trafficClass=voice&limit=1000").body().path("items").size();

    assertThat(voice.path("directions").asInt()).isEqualTo(all).isGreaterThan(1);
    assertThat(voice.path("told").asInt()).isEqualTo(1);
    assertThat(voice.path("broken").asInt()).isZero();
    assertThat(voice.path("moved").asInt()).isEqualTo(1);
    assertThat(voice.path("carriers").toString())
        .contains("{\"overlays\":[\"on-2\"],\"directions\":1}");
    int carried = 0;
    for (JsonNode carrier : voice.path("carriers")) {
      carried += carrier.path("directions").asInt();
    }
    assertThat(carried).isEqualTo(all);
    assertThat(voice.at("/newestMoves/0/sourceEdge").asString()).isEqualTo("edge-nice");
    assertThat(voice.at("/newestMoves/0/overlays/0").asString()).isEqualTo("on-2");
    assertThat(voice.at("/newestMoves/0/cause").asString()).isEqualTo("SLA_BROKEN");
  }

  @Test
  void aClassThatRunsWhereItsObjectiveIsBrokenIsCountedSo() {
    choices.add(voice("on-1", internet, Instant.now()));

    JsonNode voice = ofClass(api.get("/topology/classes").body(), "voice");

    assertThat(voice.path("broken").asInt()).isEqualTo(1);
    assertThat(voice.path("moved").asInt()).isZero();
  }

  private static JsonNode ofClass(JsonNode classes, String name) {
    for (JsonNode each : classes.path("classes")) {
      if (each.path("trafficClass").asString().equals(name)) {
        return each;
      }
    }
    throw new AssertionError("no %s in %s".formatted(name, classes));
  }

  private static JsonNode niceToParis(JsonNode links) {
    JsonNode first = links.at("/links/0");
    assertThat(first.path("localEdge").asString()).isEqualTo("cloud-paris");
    assertThat(first.path("remoteEdge").asString()).isEqualTo("edge-nice");
    return first;
  }

  @Test
  void carriagesSayWhatIsPlannedAndWhatIs() {
    JsonNode carriage =
        api.get("/carriages?trafficClass=voice&sourceEdge=edge-nice&destinationEdge=cloud-paris")
            .body()
            .at("/items/0");
    JsonNode back =
        api.get("/carriages?trafficClass=voice&sourceEdge=cloud-paris").body().at("/items/0");

    assertThat(carriage.path("overlays").toString()).isEqualTo("[\"on-1\"]");
    assertThat(carriage.at("/effective/legs/0/overlay").asString()).isEqualTo("on-2");
    assertThat(carriage.at("/effective/legs/0/localWanLink").asString()).isEqualTo("mpls");
    assertThat(carriage.at("/effective/cause").asString()).isEqualTo("SLA_BROKEN");
    assertThat(carriage.at("/effective/reason").asString()).contains("3.2 %");
    assertThat(back.has("effective")).isFalse();
    String choice = carriage.at("/effective/choice").asString();
    assertThat(api.get("/steering-decisions/" + choice).status()).isEqualTo(200);
  }

  @Test
  void theStatusOfAClassHasTheVerdictOnEveryTunnel() {
    JsonNode status =
        api.get("/traffic-classes/voice/status?sourceEdge=edge-nice&destinationEdge=cloud-paris")
            .body()
            .at("/items/0");

    assertThat(status.path("verdict").asString()).isEqualTo("KEPT");
    assertThat(status.at("/effective/legs/0/overlay").asString()).isEqualTo("on-2");
    JsonNode broken = status.at("/tunnels/0");
    assertThat(broken.path("overlay").asString()).isEqualTo("on-1");
    assertThat(broken.path("verdict").asString()).isEqualTo("BROKEN");
    assertThat(broken.path("metric").asString()).isEqualTo("LOSS_PCT");
    assertThat(broken.path("value").asDouble()).isEqualTo(3.2);
    assertThat(broken.path("threshold").asDouble()).isEqualTo(0.5);
    assertThat(broken.path("carrying").asBoolean()).isFalse();
    assertThat(
            api.get("/sla-violations/" + broken.path("violation").asString())
                .body()
                .path("open")
                .asBoolean())
        .isTrue();
    JsonNode kept = status.at("/tunnels/1");
    assertThat(kept.path("overlay").asString()).isEqualTo("on-2");
    assertThat(kept.path("carrying").asBoolean()).isTrue();
    assertThat(kept.path("verdict").asString()).isEqualTo("KEPT");
    assertThat(kept.at("/quality/rttMs/mean").asInt()).isEqualTo(50);

    live.changed(mpls, PathState.DOWN);
    assertThat(verdict()).isEqualTo("BROKEN");
    live.changed(mpls, PathState.REMOTE_SILENT);
    assertThat(verdict()).isEqualTo("UNKNOWN");
  }

  @Test
  void theStatusOfAClassIsPaged() {
    // Every ordered pair of three edges.
    assertThat(api.get("/traffic-classes/voice/status").body().path("items").size()).isEqualTo(6);
    Answer first = api.get("/traffic-classes/voice/status?limit=4");
    Answer rest =
        api.get(
            "/traffic-classes/voice/status?cursor=" + first.body().path("nextCursor").asString());
    assertThat(rest.body().path("items").size()).isEqualTo(2);
    assertThat(api.get("/traffic-classes/none/status").status()).isEqualTo(404);
    assertThat(api.get("/traffic-classes/voice/status?sourceEdge=none").code())
        .isEqualTo("UNKNOWN_REFERENCE");
    assertThat(api.get("/traffic-classes/voice/status?cursor=QQ").code())
        .isEqualTo("INVALID_CURSOR");
  }

  private String verdict() {
    return api.get("/traffic-classes/voice/status?sourceEdge=edge-nice&destinationEdge=cloud-paris")
        .body()
        .at("/items/0/verdict")
        .asString();
  }
}
