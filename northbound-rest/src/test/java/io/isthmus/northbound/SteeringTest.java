package io.isthmus.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.northbound.Api.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Reroutes on request. */
@NorthboundTest
class SteeringTest {
  private static final String REROUTE =
      "{\"trafficClass\": \"voice\", \"overlay\": \"on-2\", \"reason\": \"on-1 lost packets\"}";

  @LocalServerPort int port;
  Api api;

  @BeforeEach
  void declare() {
    api = Api.ofNewTenant(port);
    api.declareContinuum();
  }

  @Test
  void aDecisionMovesTheClassUntilItEnds() {
    String before = basis();
    Answer made = api.post("/steering-decisions", REROUTE);
    String id = made.body().path("id").asString();
    String during = basis();
    Answer ended = api.delete("/steering-decisions/" + id);
    String after = basis();

    assertThat(made.status()).as("%s", made).isEqualTo(202);
    assertThat(made.header("Location")).endsWith("/steering-decisions/" + id);
    assertThat(ended.status()).as("%s", ended).isEqualTo(202);
    assertThat(before).isEqualTo("POLICY [\"on-1\"]");
    assertThat(during).isEqualTo("DECISION [\"on-2\"]");
    assertThat(after).isEqualTo(before);
  }

  @Test
  void historyTellsWhatIsInForce() {
    String first = api.post("/steering-decisions", REROUTE).body().path("id").asString();
    String second =
        api.post(
                "/steering-decisions",
                "{\"trafficClass\": \"voice\", \"overlays\": [{\"overlay\": \"on-1\", \"weight\": 3}, {\"overlay\": \"on-2\"}]}")
            .body()
            .path("id")
            .asString();

    Answer all = api.get("/steering-decisions");
    Answer active = api.get("/steering-decisions?active=true&trafficClass=voice");
    Answer ended = api.get("/steering-decisions?active=false&limit=1");

    assertThat(all.body().path("items").size()).isEqualTo(2);
    assertThat(all.body().at("/items/0/id").asString()).isEqualTo(second);
    assertThat(active.body().at("/items/0/id").asString()).isEqualTo(second);
    assertThat(active.body().at("/items/0/overlays/0/weight").asInt()).isEqualTo(3);
    assertThat(ended.body().at("/items/0/id").asString()).isEqualTo(first);
    assertThat(ended.body().at("/items/0").has("endedAt")).isTrue();
    assertThat(api.get("/steering-decisions?trafficClass=bulk").body().path("items").size())
        .isZero();
    Answer again = api.delete("/steering-decisions/" + first);
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.code()).isEqualTo("DECISION_ENDED");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"trafficClass": "voice"}                                                             | 400 | MISSING_FIELD        | /overlays
          {"overlay": "on-2"}                                                                   | 400 | MISSING_FIELD        | /trafficClass
          {"trafficClass": "none", "overlay": "on-2"}                                           | 422 | UNKNOWN_REFERENCE    | /trafficClass
          {"trafficClass": "voice", "overlay": "none"}                                          | 422 | OVERLAY_NOT_IN_CLASS | /overlay
          {"trafficClass": "voice", "overlay": "on-3"}                                          | 422 | OVERLAY_NOT_IN_CLASS | /overlay
          {"trafficClass": "voice", "overlays": [{"overlay": "on-1"}, {"overlay": "on-3"}]}     | 422 | OVERLAY_NOT_IN_CLASS | /overlays/1
          {"trafficClass": "voice", "overlays": [{"overlay": "on-1", "weight": 0}]}             | 422 | WEIGHT_OUT_OF_RANGE  | /overlays/0/weight
          {"trafficClass": "voice", "overlays": [{"overlay": "on-1"}, {"overlay": "on-1"}]}     | 422 | DUPLICATE            | /overlays
          {"trafficClass": "voice", "overlays": []}                                             | 422 | WRONG_NUMBER_OF_OVERLAYS | /overlays
          {"trafficClass": "voice", "overlay": "on-1", "overlays": [{"overlay": "on-1"}]}       | 422 | OVERLAY_TWICE        | /overlay
          {"trafficClass": "voice", "overlay": "on-2", "sourceEdge": "none"}                    | 422 | UNKNOWN_REFERENCE    | /sourceEdge
          {"trafficClass": "voice", "overlay": "on-2", "sourceEdge": "far-edge-van"}            | 422 | NO_PATH              | /overlay
          {"trafficClass": "voice", "overlay": "on-2", "sourceEdge": "edge-nice", "destinationEdge": "far-edge-van"} | 422 | NO_PATH | /overlay
          {"trafficClass": "voice", "overlay": "on-2", "sourceEdge": "edge-nice", "destinationEdge": "edge-nice"}    | 422 | SAME_EDGE | /destinationEdge
          {"trafficClass": "voice", "overlay": "on-2", "direction": "both"}                     | 422 | UNKNOWN_VALUE        | /direction
          {"trafficClass": "voice", "overlay": "on-2", "reason": "a\\u0000b"}                   | 422 | TEXT_UNPRINTABLE     | /reason
          {"trafficClass": "voice", "overlay": "on-2", "reason": "\\ud800"}                     | 422 | TEXT_UNPRINTABLE     | /reason
          {"trafficClass": "voice", "overlay": "on-2", "reason": 5}                             | 400 | WRONG_TYPE           | /reason
          """)
  void badRequestsAreRefusedWithTheirPlace(String body, int status, String code, String field) {
    String revision = api.revision();

    Answer answer = api.post("/steering-decisions", body);

    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    assertThat(answer.text()).contains("\"code\":\"" + code + "\"");
    assertThat(answer.body().at("/errors/0/field").asString()).isEqualTo(field);
    assertThat(api.revision()).isEqualTo(revision);
  }

  @Test
  void aKeyIsGoodForOneRequest() {
    Answer first = api.post("/steering-decisions", REROUTE, "Idempotency-Key", "k1");
    String revision = api.revision();
    Answer again = api.post("/steering-decisions", REROUTE, "Idempotency-Key", "k1");
    Answer other =
        api.post("/steering-decisions", REROUTE.replace("on-2", "on-1"), "Idempotency-Key", "k1");

    assertThat(again.status()).isEqualTo(first.status());
    assertThat(again.text()).isEqualTo(first.text());
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
    assertThat(api.revision()).isEqualTo(revision);
  }

  @Test
  void aRefusedRequestGivesItsKeyBack() {
    String bad = REROUTE.replace("on-2", "on-9");

    assertThat(api.post("/steering-decisions", bad, "Idempotency-Key", "k2").status())
        .isEqualTo(422);
    assertThat(api.post("/steering-decisions", REROUTE, "Idempotency-Key", "k2").status())
        .isEqualTo(202);
    assertThat(api.post("/steering-decisions", REROUTE, "Idempotency-Key", "a b").status())
        .isEqualTo(400);
  }

  private String basis() {
    Answer carriages =
        api.get("/carriages?trafficClass=voice&sourceEdge=edge-nice&destinationEdge=cloud-paris");
    return carriages.body().at("/items/0/basis").asString()
        + " "
        + carriages.body().at("/items/0/overlays");
  }
}
