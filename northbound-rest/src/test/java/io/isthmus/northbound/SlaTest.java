package io.isthmus.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.fake.InMemorySlaLog;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.sla.Compliance;
import io.isthmus.domain.sla.SlaMetric;
import io.isthmus.domain.sla.SlaPreset;
import io.isthmus.domain.sla.SlaViolation;
import io.isthmus.northbound.Api.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Objectives, their violations, and how well they are kept. */
@NorthboundTest
class SlaTest {
  private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");

  @LocalServerPort int port;
  @Autowired InMemorySlaLog log;
  Api api;

  @BeforeEach
  void declare() {
    api = Api.ofNewTenant(port);
    api.declareContinuum();
  }

  @Test
  void aViolationHasItsBeginItsEndAndItsCause() {
    SlaViolation violation = violation("voice", SlaMetric.LOSS_PCT, NOON);
    log.begin(violation);
    log.end(violation, NOON.plusMillis(4_200));

    JsonNode shown = api.get("/sla-violations/" + violation.id()).body();

    assertThat(shown.path("open").asBoolean()).isFalse();
    assertThat(shown.path("trafficClass").asString()).isEqualTo("voice");
    assertThat(shown.path("sourceEdge").asString()).isEqualTo("edge-nice");
    assertThat(shown.path("destinationEdge").asString()).isEqualTo("cloud-paris");
    assertThat(shown.path("overlay").asString()).isEqualTo("on-1");
    assertThat(shown.path("localWanLink").asString()).isEqualTo("internet");
    assertThat(shown.path("metric").asString()).isEqualTo("LOSS_PCT");
    assertThat(shown.path("value").asDouble()).isEqualTo(3.2);
    assertThat(shown.path("threshold").asInt()).isEqualTo(1);
    assertThat(shown.path("carrying").asBoolean()).isTrue();
    assertThat(shown.path("beganAt").asString()).isEqualTo(NOON.toString());
    assertThat(shown.path("durationMs").asLong()).isEqualTo(4_200);
    assertThat(api.get("/sla-violations").body().at("/items/0")).isEqualTo(shown);
    assertThat(Api.ofNewTenant(port).get("/sla-violations/" + violation.id()).status())
        .isEqualTo(404);
  }

  @Test
  void violationsAreFilteredAndPaged() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      SlaViolation ended = violation("voice", SlaMetric.RTT_MS, NOON.plusSeconds(i));
      log.begin(ended);
      log.end(ended, NOON.plusSeconds(i).plusMillis(1));
      expected.addFirst(ended.id().toString());
    }
    SlaViolation lasting = violation("bulk", SlaMetric.PATH_DOWN, NOON.minusSeconds(1));
    log.begin(lasting);

    assertThat(ids("?open=true")).containsExactly(lasting.id().toString());
    assertThat(ids("?open=false")).isEqualTo(expected);
    assertThat(ids("?trafficClass=bulk")).containsExactly(lasting.id().toString());
    assertThat(ids("?open=false&sourceEdge=edge-nice&destinationEdge=cloud-paris"))
        .isEqualTo(expected);
    assertThat(ids("?sourceEdge=cloud-paris")).isEmpty();
    assertThat(ids("?open=false&path=" + lasting.path().text())).isEqualTo(expected);
    assertThat(ids("?from=%s&to=%s".formatted(NOON.plusSeconds(4), NOON.plusSeconds(9))))
        .containsExactly(expected.getFirst(), lasting.id().toString());
    assertThat(ids("?to=" + NOON)).containsExactly(lasting.id().toString());
    JsonNode shown = api.get("/sla-violations?open=true").body().at("/items/0");
    assertThat(shown.has("value")).isFalse();
    assertThat(shown.has("endedAt")).isFalse();
    assertThat(shown.path("durationMs").asLong()).isPositive();
    assertThat(api.get("/topology").body().at("/counts/openViolations").asInt()).isEqualTo(1);

    List<String> read = new ArrayList<>();
    String cursor = "";
    do {
      Answer page = api.get("/sla-violations?limit=2" + cursor);
      page.body().path("items").forEach(item -> read.add(item.path("id").asString()));
      String next = page.body().path("nextCursor").asString("");
      cursor = next.isEmpty() ? "" : "&cursor=" + next;
    } while (!cursor.isEmpty());
    expected.add(lasting.id().toString());
    assertThat(read).isEqualTo(expected);
  }

  @Test
  void whatIsDeclaredNoMoreIsRememberedAndWhatNeverWasIsAnError() {
    log.begin(violation("gone", SlaMetric.PATH_DOWN, NOON));
    comply(
        "gone", LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC).minusDays(20), 1_000, 0, 0, 0);

    assertThat(ids("?trafficClass=gone")).hasSize(1);
    assertThat(ids("?trafficClass=gone&open=false")).isEmpty();
    assertThat(api.get("/sla-compliance?trafficClass=gone").status()).isEqualTo(200);
    for (String list :
        List.of(
            "/sla-violations?trafficClass=voise",
            "/sla-compliance?trafficClass=voise",
            "/steering-decisions?trafficClass=voise")) {
      api.assertUnknown(list, "did you mean voice?");
    }
    api.assertUnknown("/sla-violations?sourceEdge=edge-nise", "did you mean edge-nice?");
    api.assertUnknown("/sla-violations?destinationEdge=none", "edge none does not exist");
  }

  @Test
  void complianceIsShownByClassAndDayBesideTheShadows() {
    LocalDate today = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
    comply("voice", today, 1_000, 10, 0, 0);
    comply("voice", today.minusDays(30), 1_000, 0, 0, 0);
    comply("bulk", today, 2_000, 500, 100, 3);

    JsonNode week = api.get("/sla-compliance").body().path("items");

    assertThat(week.size()).isEqualTo(2);
    JsonNode bulk = week.path(0);
    assertThat(bulk.path("trafficClass").asString()).isEqualTo("bulk");
    assertThat(bulk.path("day").asString()).isEqualTo(today.toString());
    assertThat(bulk.path("compliancePct").asDouble()).isEqualTo(75);
    assertThat(bulk.at("/shadow/strategy").asString()).isEqualTo("PREDICTIVE_STABLE");
    assertThat(bulk.at("/shadow/compliancePct").asDouble()).isEqualTo(95);
    assertThat(bulk.at("/shadow/moves").asInt()).isEqualTo(3);
    assertThat(week.path(1).path("compliancePct").asDouble()).isEqualTo(99);
    assertThat(week.path(1).path("violatedMs").asLong()).isEqualTo(10_000);
    assertThat(week.path(1).has("shadow")).isFalse();
    String month = "/sla-compliance?trafficClass=voice&from=%s".formatted(today.minusDays(40));
    assertThat(api.get(month).body().path("items").size()).isEqualTo(2);
    Answer page = api.get(month + "&limit=1");
    assertThat(page.body().at("/items/0/day").asString()).isEqualTo(today.minusDays(30).toString());
    assertThat(
            api.get(month + "&cursor=" + page.body().path("nextCursor").asString())
                .body()
                .at("/items/0/day")
                .asString())
        .isEqualTo(today.toString());
  }

  @ParameterizedTest
  @EnumSource(SlaPreset.class)
  void aPresetIsShownAsItsThresholds(SlaPreset preset) {
    Answer put = put("{\"preset\": \"%s\"}".formatted(preset));

    JsonNode sla = put.body().path("sla");
    assertThat(put.status()).as("%s", put).isEqualTo(201);
    assertThat(sla.has("preset")).isFalse();
    assertThat(sla.has("oneWayDelayMs")).isEqualTo(preset.objective().oneWayDelayMs().isPresent());
    assertThat(sla.has("rttMs")).isEqualTo(preset.objective().rttMs().isPresent());
    assertThat(sla.has("jitterMs")).isEqualTo(preset.objective().jitterMs().isPresent());
    assertThat(sla.at("/lossPct/enter").asDouble())
        .isEqualTo(preset.objective().lossPct().orElseThrow().enter());
    assertThat(sla.at("/lossPct/enterWindowMs").asLong())
        .isEqualTo(preset.objective().lossPct().orElseThrow().enterWindow().toMillis());
    assertThat(api.put("/traffic-classes/preset", put.text()).header("Operation-Location"))
        .isEmpty();
  }

  @Test
  void whatIsGivenBesideAPresetComesFirst() {
    Answer put = put("{\"preset\": \"VOICE\", \"lossPct\": 7, \"rateBps\": 1000}");

    assertThat(put.body().at("/sla/lossPct/enter").asInt()).isEqualTo(7);
    assertThat(put.body().at("/sla/rateBps/enter").asInt()).isEqualTo(1_000);
    assertThat(put.body().at("/sla/jitterMs/enter").asInt()).isEqualTo(30);
  }

  @Test
  void aPresetInAPatchTakesThePlaceOfAllThresholds() {
    put("{\"lossPct\": 7, \"rateBps\": 1000}");

    JsonNode sla =
        api.patch("/traffic-classes/preset", "{\"sla\": {\"preset\": \"BULK\"}}")
            .body()
            .path("sla");

    assertThat(sla.at("/lossPct/enter").asDouble())
        .isEqualTo(SlaPreset.BULK.objective().lossPct().orElseThrow().enter());
    assertThat(sla.has("rateBps")).isFalse();
  }

  @Test
  void anUnknownPresetIsRefused() {
    Answer put = put("{\"preset\": \"VIOCE\"}");

    assertThat(put.status()).isEqualTo(422);
    assertThat(put.body().at("/errors/0/field").asString()).isEqualTo("/sla/preset");
    assertThat(put.text()).contains("did you mean VOICE?");
  }

  @ParameterizedTest
  @CsvSource({
    "/sla-violations?open=maybe, INVALID_PARAMETER",
    "/sla-violations?cursor=QQ, INVALID_CURSOR",
    "/sla-violations?cursor=MjAyNi0wMS0wMVQwMDowMDowMFoveA, INVALID_CURSOR",
    "/sla-violations/5, INVALID_PARAMETER",
    "/sla-violations?path=edge-nice, INVALID_KEY",
    "/sla-compliance?from=yesterday, INVALID_DAY",
    "/sla-compliance?from=2026-02-30, INVALID_DAY",
    "/sla-compliance?from=2026-07-02&to=2026-07-01, RANGE_EMPTY",
    "/sla-compliance?from=2020-01-01&to=2026-07-01, RANGE_TOO_LONG",
    "/sla-compliance?day=2026-07-01, UNKNOWN_PARAMETER"
  })
  void badQuestionsAreRefused(String path, String code) {
    Answer answer = api.get(path);

    assertThat(answer.status()).as("%s", answer).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(code);
  }

  private Answer put(String sla) {
    return api.put(
        "/traffic-classes/preset",
        "{\"steering\": {\"overlays\": [\"on-1\"]}, \"sla\": %s}".formatted(sla));
  }

  private List<String> ids(String query) {
    List<String> ids = new ArrayList<>();
    Answer answer = api.get("/sla-violations" + query);
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    answer.body().path("items").forEach(item -> ids.add(item.path("id").asString()));
    return ids;
  }

  private SlaViolation violation(String trafficClass, SlaMetric metric, Instant begin) {
    return new SlaViolation(
        UUID.randomUUID(),
        Name.of(trafficClass),
        Name.of("cloud-paris"),
        Name.of("on-1"),
        Measured.niceToParis(api, "internet"),
        metric,
        3.2,
        1,
        true,
        false,
        begin.truncatedTo(ChronoUnit.MICROS),
        Optional.empty());
  }

  private void comply(
      String trafficClass, LocalDate day, int measured, int violated, int shadow, int moves) {
    log.addCompliance(
        Name.of(api.tenant()),
        new Compliance(
            Name.of(trafficClass),
            day,
            Duration.ofSeconds(measured),
            Duration.ofSeconds(violated),
            Duration.ofSeconds(shadow),
            moves));
  }
}
