package io.isthmus.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.fake.InMemoryChoiceLog;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Protection;
import io.isthmus.domain.steering.Choice;
import io.isthmus.domain.steering.ChoiceCause;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.telemetry.PathState;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.northbound.Api.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Why does this class run there, now and then? */
@NorthboundTest
class HistoryTest {
  private static final Name ON_1 = Name.of("on-1");
  private static final Name ON_2 = Name.of("on-2");

  /** Before everything that is requested in these tests. */
  private static final Instant YESTERDAY =
      Instant.now().minus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);

  @LocalServerPort int port;
  @Autowired InMemoryChoiceLog choices;
  Api api;

  @BeforeEach
  void declare() {
    api = Api.ofNewTenant(port);
    api.declareContinuum();
  }

  @Test
  void theChoiceOfAnEdgeIsToldInWordsAndNumbers() {
    Choice choice = choice("voice", ON_2, ChoiceCause.SLA_BROKEN, YESTERDAY);
    choices.add(choice);

    JsonNode told =
        api.get(
                "/steering-decisions?active=true&trafficClass=voice&sourceEdge=edge-nice&destinationEdge=cloud-paris")
            .body()
            .at("/items/0");

    assertThat(told.path("id").asString()).isEqualTo(choice.id().toString());
    assertThat(told.path("decidedBy").asString()).isEqualTo("EDGE");
    assertThat(told.path("active").asBoolean()).isTrue();
    assertThat(told.path("cause").asString()).isEqualTo("SLA_BROKEN");
    assertThat(told.path("reason").asString()).isEqualTo("on-1: loss 3.2 % is above 1 %");
    assertThat(told.path("overlays").toString()).isEqualTo("[{\"overlay\":\"on-2\",\"weight\":1}]");
    assertThat(told.at("/members/0").toString())
        .isEqualTo(
            "{\"overlay\":\"on-2\",\"localWanLink\":\"mpls\",\"remoteEdge\":\"cloud-paris\",\"remoteWanLink\":\"mpls\",\"protection\":\"PLAIN\",\"weight\":1}");
    assertThat(told.at("/inputs/0").toString())
        .isEqualTo(
            "{\"overlay\":\"on-1\",\"localWanLink\":\"internet\",\"remoteEdge\":\"cloud-paris\",\"remoteWanLink\":\"internet\",\"protection\":\"PLAIN\",\"pathState\":\"UP\",\"compliant\":false,\"rttMs\":41.235,\"jitterMs\":3,\"lossPct\":3.2,\"cost\":2,\"score\":0.5}");
    assertThat(told.path("reactionMs").asDouble()).isEqualTo(212.4);
    assertThat(told.path("revision").asLong()).isEqualTo(3);
    assertThat(api.get("/steering-decisions/" + choice.id()).body()).isEqualTo(told);
  }

  @Test
  void everyMomentOfThePastHasItsAnswer() {
    Choice first = choice("voice", ON_1, ChoiceCause.POLICY, YESTERDAY);
    Choice second = choice("voice", ON_2, ChoiceCause.PATH_DOWN, YESTERDAY.plusSeconds(60));
    Choice third = choice("voice", ON_1, ChoiceCause.RETURNED, YESTERDAY.plusSeconds(120));
    List.of(third, first, second).forEach(choices::add);
    String requested =
        api.post("/steering-decisions", "{\"trafficClass\": \"voice\", \"overlay\": \"on-2\"}")
            .body()
            .path("id")
            .asString();

    assertThat(ids("?at=" + YESTERDAY.minusSeconds(1))).isEmpty();
    assertThat(ids("?at=" + YESTERDAY)).containsExactly(id(first));
    assertThat(ids("?at=" + YESTERDAY.plusSeconds(60))).containsExactly(id(second));
    assertThat(ids("?at=" + YESTERDAY.plusSeconds(119))).containsExactly(id(second));
    assertThat(ids("?at=" + YESTERDAY.plusSeconds(9_000))).containsExactly(id(third));
    assertThat(ids("?active=true")).containsExactly(requested, id(third));
    assertThat(ids("?active=false")).containsExactly(id(second), id(first));
    assertThat(ids("")).containsExactly(requested, id(third), id(second), id(first));
    assertThat(api.get("/steering-decisions").text()).contains("\"active\":false");
  }

  @Test
  void theHistoryIsFiltered() {
    Choice voice = choice("voice", ON_2, ChoiceCause.PATH_DOWN, YESTERDAY);
    Choice bulk = choice("bulk", ON_1, ChoiceCause.STRATEGY, YESTERDAY.plusSeconds(1));
    List.of(voice, bulk).forEach(choices::add);
    String requested =
        api.post(
                "/steering-decisions",
                "{\"trafficClass\": \"voice\", \"overlay\": \"on-2\", \"sourceEdge\": \"edge-nice\", \"destinationEdge\": \"cloud-paris\"}")
            .body()
            .path("id")
            .asString();

    assertThat(ids("?trafficClass=bulk")).containsExactly(id(bulk));
    assertThat(ids("?cause=PATH_DOWN")).containsExactly(id(voice));
    assertThat(ids("?cause=REQUESTED")).containsExactly(requested);
    assertThat(ids("?decidedBy=ORCHESTRATOR")).containsExactly(requested);
    assertThat(ids("?decidedBy=EDGE")).containsExactly(id(bulk), id(voice));
    assertThat(ids("?from=" + YESTERDAY.plusSeconds(1))).containsExactly(requested, id(bulk));
    assertThat(ids("?to=" + YESTERDAY.plusSeconds(1))).containsExactly(id(voice));
    assertThat(ids("?active=true&to=" + YESTERDAY.plusSeconds(1))).containsExactly(id(voice));
    assertThat(ids("?sourceEdge=edge-nice&destinationEdge=cloud-paris"))
        .containsExactly(requested, id(bulk), id(voice));
    // The answers are steered too.
    assertThat(ids("?sourceEdge=cloud-paris")).containsExactly(requested);
    assertThat(ids("?sourceEdge=far-edge-van")).isEmpty();
    assertThat(Api.ofNewTenant(port).get("/steering-decisions").body().path("items").size())
        .isZero();
  }

  @Test
  void whatIsDeclaredNoMoreIsRemembered() {
    choices.add(choice("gone", ON_1, ChoiceCause.POLICY, YESTERDAY));

    assertThat(ids("?trafficClass=gone")).hasSize(1);
    assertThat(ids("?trafficClass=gone&cause=PATH_DOWN")).isEmpty();
    api.assertUnknown("/steering-decisions?trafficClass=gome", "class gome does not exist");
    api.assertUnknown("/steering-decisions?sourceEdge=edge-nize", "did you mean edge-nice?");
    api.assertUnknown("/steering-decisions?destinationEdge=none", "edge none does not exist");
  }

  @Test
  void pagesOfBothLogsStayWhereTheyAreWhileBothGrow() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      // At the same instant, so that only their ids tell them apart.
      Choice choice = choice("voice", ON_1, ChoiceCause.STRATEGY, YESTERDAY.plusSeconds(i / 3));
      choices.add(choice);
    }
    for (int i = 0; i < 3; i++) {
      api.post("/steering-decisions", "{\"trafficClass\": \"voice\", \"overlay\": \"on-2\"}");
    }
    expected.addAll(ids("?limit=1000"));
    List<String> read = new ArrayList<>();
    String cursor = "";
    do {
      Answer page = api.get("/steering-decisions?limit=2" + cursor);
      page.body().path("items").forEach(item -> read.add(item.path("id").asString()));
      String next = page.body().path("nextCursor").asString("");
      cursor = next.isEmpty() ? "" : "&cursor=" + next;
      choices.add(choice("voice", ON_2, ChoiceCause.STRATEGY, Instant.now()));
      api.post("/steering-decisions", "{\"trafficClass\": \"bulk\", \"overlay\": \"on-2\"}");
    } while (!cursor.isEmpty());

    assertThat(expected).hasSize(9);
    assertThat(read).isEqualTo(expected);
  }

  @Test
  void pagesOfWhatIsInForceAreWhole() {
    List<String> classes = List.of("voice", "bulk", "interactive");
    for (int i = 0; i < classes.size(); i++) {
      choices.add(choice(classes.get(i), ON_1, ChoiceCause.POLICY, YESTERDAY));
    }

    List<String> read = new ArrayList<>();
    String cursor = "";
    do {
      Answer page = api.get("/steering-decisions?active=true&limit=1" + cursor);
      page.body().path("items").forEach(item -> read.add(item.path("trafficClass").asString()));
      String next = page.body().path("nextCursor").asString("");
      cursor = next.isEmpty() ? "" : "&cursor=" + next;
    } while (!cursor.isEmpty());

    assertThat(read).containsExactlyInAnyOrderElementsOf(classes);
  }

  @Test
  void aChoiceIsNotEndedByRequest() {
    Choice choice = choice("voice", ON_1, ChoiceCause.POLICY, YESTERDAY);
    choices.add(choice);

    Answer refused = api.delete("/steering-decisions/" + choice.id());

    assertThat(refused.status()).as("%s", refused).isEqualTo(409);
    assertThat(refused.code()).isEqualTo("EDGE_CHOICE");
    Answer shown = api.get("/steering-decisions/" + choice.id());
    choices.add(choice("voice", ON_2, ChoiceCause.PATH_DOWN, YESTERDAY.plusSeconds(1)));
    assertThat(
            api.get("/steering-decisions/" + choice.id(), "If-None-Match", shown.etag()).status())
        .isEqualTo(200);
    assertThat(api.get("/steering-decisions/" + choice.id()).body().path("active").asBoolean())
        .isFalse();
  }

  @Test
  void aDecisionHoldsAsFirmlyAndAsLongAsRequested() {
    String body = "{\"trafficClass\": \"voice\", \"overlay\": \"on-2\"%s}";

    JsonNode usual = api.post("/steering-decisions", body.formatted("")).body();
    JsonNode pinned =
        api.post(
                "/steering-decisions",
                body.formatted(", \"hold\": \"PIN\", \"expiresInSeconds\": 900"))
            .body();
    Instant soon = Instant.now().plusSeconds(300).truncatedTo(ChronoUnit.SECONDS);
    JsonNode timed =
        api.post(
                "/steering-decisions",
                body.formatted(", \"hold\": \"PREFER\", \"expiresAt\": \"%s\"".formatted(soon)))
            .body();

    assertThat(usual.path("hold").asString()).isEqualTo("PREFER");
    assertThat(usual.has("expiresAt")).isFalse();
    assertThat(usual.path("decidedBy").asString()).isEqualTo("ORCHESTRATOR");
    assertThat(pinned.path("hold").asString()).isEqualTo("PIN");
    assertThat(
            Duration.between(
                Instant.parse(pinned.path("decidedAt").asString()),
                Instant.parse(pinned.path("expiresAt").asString())))
        .isEqualTo(Duration.ofSeconds(900));
    assertThat(timed.path("expiresAt").asString()).isEqualTo(soon.toString());
    JsonNode shown = api.get("/steering-decisions/" + timed.path("id").asString()).body();
    assertThat(shown.path("expiresAt")).isEqualTo(timed.path("expiresAt"));
    assertThat(shown.path("hold")).isEqualTo(timed.path("hold"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "hold": "STAY"                                                              | 422 | UNKNOWN_VALUE       | /hold
          "hold": true                                                                | 400 | WRONG_TYPE          | /hold
          "expiresAt": "tomorrow"                                                     | 422 | INVALID_INSTANT     | /expiresAt
          "expiresAt": "2020-01-01T00:00:00Z"                                         | 422 | EXPIRY_OUT_OF_RANGE | /expiresAt
          "expiresAt": "9998-01-01T00:00:00Z"                                         | 422 | EXPIRY_OUT_OF_RANGE | /expiresAt
          "expiresAt": "+999999999-01-01T00:00:00Z"                                   | 422 | INVALID_INSTANT     | /expiresAt
          "expiresAt": 5                                                              | 400 | WRONG_TYPE          | /expiresAt
          "expiresInSeconds": 0                                                       | 422 | EXPIRY_OUT_OF_RANGE | /expiresInSeconds
          "expiresInSeconds": 31536001                                                | 422 | EXPIRY_OUT_OF_RANGE | /expiresInSeconds
          "expiresInSeconds": 9223372036854775807                                     | 422 | EXPIRY_OUT_OF_RANGE | /expiresInSeconds
          "expiresInSeconds": "900"                                                   | 400 | WRONG_TYPE          | /expiresInSeconds
          "expiresInSeconds": 900, "expiresAt": "2020-01-01T00:00:00Z"                | 422 |                     |
          """)
  void badExpiriesAreRefused(String fields, int status, String code, String field) {
    Answer answer =
        api.post(
            "/steering-decisions",
            "{\"trafficClass\": \"voice\", \"overlay\": \"on-2\", %s}".formatted(fields));

    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    if (code != null) {
      assertThat(answer.code()).isEqualTo(code);
      assertThat(answer.body().at("/errors/0/field").asString()).isEqualTo(field);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "at=now, INVALID_INSTANT",
    "at=, INVALID_INSTANT",
    "at=-999999999-01-01T00:00:00Z, INVALID_INSTANT",
    "at=2026-01-01T00:00:00Z&active=true, AT_AND_ACTIVE",
    "cause=BORED, INVALID_PARAMETER",
    "sourceEdge=UPPER, INVALID_NAME",
    "cursor=QQ, INVALID_CURSOR",
    "cursor=MjAyNi0wMS0wMVQwMDowMDowMFovL3g, INVALID_CURSOR",
    "cursor=MjAyNi0wMS0wMVQwMDowMDowMFoveC8x, INVALID_CURSOR"
  })
  void badQuestionsAreRefused(String query, String code) {
    Answer answer = api.get("/steering-decisions?" + query);

    assertThat(answer.status()).as("%s", answer).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(code);
  }

  private List<String> ids(String query) {
    List<String> ids = new ArrayList<>();
    Answer answer = api.get("/steering-decisions" + query);
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    answer.body().path("items").forEach(item -> ids.add(item.path("id").asString()));
    return ids;
  }

  private static String id(Choice choice) {
    return choice.id().toString();
  }

  private Choice choice(String trafficClass, Name overlay, ChoiceCause cause, Instant at) {
    EdgeKey source = new EdgeKey(Name.of(api.tenant()), Name.of("edge-nice"));
    PathKey path = path(source, overlay.equals(ON_1) ? "internet" : "mpls");
    return new Choice(
        UUID.randomUUID(),
        source,
        Name.of(trafficClass),
        Name.of("cloud-paris"),
        List.of(new Choice.Member(overlay, path, 1)),
        cause,
        "on-1: loss 3.2 % is above 1 %",
        List.of(
            new Choice.Input(
                ON_1,
                path(source, "internet"),
                PathState.UP,
                false,
                OptionalDouble.of(41.23456),
                OptionalDouble.empty(),
                OptionalDouble.of(3),
                OptionalDouble.of(3.2),
                OptionalDouble.empty(),
                2,
                OptionalDouble.of(0.5))),
        Optional.empty(),
        3,
        Duration.ofNanos(212_400_000),
        at);
  }

  private static PathKey path(EdgeKey source, String link) {
    return new PathKey(
        source, Name.of(link), Name.of("cloud-paris"), Name.of(link), Protection.PLAIN);
  }
}
