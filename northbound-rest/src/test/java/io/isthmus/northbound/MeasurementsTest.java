package io.isthmus.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.fake.InMemoryMeasurementStore;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.telemetry.PathState;
import io.isthmus.northbound.Api.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What was measured, over time. */
@NorthboundTest
class MeasurementsTest {
  private static final String PATH = "edge-nice/internet/cloud-paris/internet/plain";

  @LocalServerPort int port;
  @Autowired InMemoryMeasurementStore store;
  Api api;
  Instant begin = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.MINUTES);

  @BeforeEach
  void measure() {
    api = Api.ofNewTenant(port);
    api.declareContinuum();
    PathKey path = Measured.niceToParis(api, "internet");
    for (int i = 0; i < 10; i++) {
      store.add(List.of(Measured.window(path, begin.plusSeconds(i), PathState.UP)));
    }
  }

  @Test
  void aPathIsShownByTheSecond() {
    JsonNode answer = api.get("/measurements?path=" + PATH + "&percentile=80").body();

    assertThat(answer.path("stepSeconds").asLong()).isEqualTo(1);
    assertThat(range(answer)).isBetween(Duration.ofSeconds(300), Duration.ofSeconds(302));
    JsonNode series = answer.at("/series/0");
    assertThat(series.path("path").asString()).isEqualTo(PATH);
    assertThat(series.path("edge").asString()).isEqualTo("edge-nice");
    assertThat(series.path("overlays").toString()).isEqualTo("[\"on-1\",\"on-3\"]");
    assertThat(series.path("points").size()).isEqualTo(10);
    JsonNode point = series.at("/points/0");
    assertThat(point.path("at").asString()).isEqualTo(begin.toString());
    assertThat(point.path("state").asString()).isEqualTo("UP");
    assertThat(point.path("probes").asInt()).isEqualTo(10);
    assertThat(point.path("lossPct").asInt()).isEqualTo(10);
    assertThat(point.path("lossForwardPct").asInt()).isEqualTo(10);
    assertThat(point.path("lossBackwardPct").asInt()).isZero();
    assertThat(point.at("/rttMs/min").asInt()).isEqualTo(10);
    assertThat(point.at("/rttMs/mean").asInt()).isEqualTo(50);
    assertThat(point.at("/rttMs/p50").asDouble()).isBetween(49.5, 50.5);
    assertThat(point.at("/rttMs/percentile").asDouble()).isBetween(69.3, 80.8);
    assertThat(point.at("/rttMs/p95").asDouble()).isBetween(79.2, 90.0);
    assertThat(point.at("/rttMs/max").asInt()).isEqualTo(90);
    assertThat(point.path("jitterForwardMs").asDouble()).isEqualTo(3.25);
    assertThat(point.has("jitterBackwardMs")).isFalse();
    assertThat(point.has("forwardDelayMs")).isFalse();
    assertThat(point.path("linkTxBps").asLong()).isEqualTo(1_200_000);
  }

  @Test
  void stepsMergeWhatIsInThem() {
    JsonNode answer =
        api.get(
                "/measurements?path=%s&stepSeconds=5&from=%s&to=%s"
                    .formatted(PATH, begin, begin.plusSeconds(10)))
            .body();

    assertThat(answer.path("from").asString()).isEqualTo(begin.toString());
    assertThat(answer.path("to").asString()).isEqualTo(begin.plusSeconds(10).toString());
    assertThat(answer.at("/series/0/points").size()).isEqualTo(2);
    assertThat(answer.at("/series/0/points/1/at").asString())
        .isEqualTo(begin.plusSeconds(5).toString());
    assertThat(answer.at("/series/0/points/1/probes").asInt()).isEqualTo(50);
  }

  @Test
  void tunnelsOverlaysAndClassesAreMeasuredByTheirPaths() {
    assertThat(paths("tunnel=on-1/" + PATH)).containsExactly(PATH);
    assertThat(paths("overlay=on-2"))
        .containsExactly(
            "cloud-paris/mpls/edge-nice/mpls/plain", "edge-nice/mpls/cloud-paris/mpls/plain");
    assertThat(paths("overlay=on-1&sourceEdge=edge-nice&destinationEdge=cloud-paris"))
        .containsExactly(PATH);
    assertThat(paths("trafficClass=voice&sourceEdge=edge-nice"))
        .containsExactly(
            PATH,
            "edge-nice/mpls/cloud-paris/mpls/plain",
            "edge-nice/internet/far-edge-van/internet/plain");
    assertThat(
            api.get("/measurements?overlay=on-1&sourceEdge=edge-nice")
                .body()
                .at("/series/0/points")
                .size())
        .isEqualTo(10);
    assertThat(paths("overlay=on-2&sourceEdge=far-edge-van")).isEmpty();
  }

  @Test
  void whatIsOldIsShownByTheMinute() {
    Answer week =
        api.get("/measurements?path=%s&from=%s".formatted(PATH, begin.minus(Duration.ofDays(7))));

    assertThat(week.body().path("stepSeconds").asLong()).isEqualTo(60);
    assertThat(week.body().at("/series/0/points").size()).isEqualTo(1);
  }

  @Test
  void tenantsDoNotSeeEachOther() {
    Api other = Api.ofNewTenant(port);
    other.declareContinuum();

    assertThat(other.get("/measurements?path=" + PATH).body().at("/series/0/points").size())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                                    | ONE_SELECTOR
          path=a/b/c/d&overlay=on-1                             | ONE_SELECTOR
          path=a/b/c                                            | INVALID_KEY
          path=                                                 | INVALID_KEY
          path=a/B/c/d                                          | INVALID_NAME
          tunnel=a/b/c/d                                        | INVALID_KEY
          tunnel=none/a/b/c/d                                   | UNKNOWN_REFERENCE
          overlay=none                                          | UNKNOWN_REFERENCE
          trafficClass=none                                     | UNKNOWN_REFERENCE
          trafficClass=voice&sourceEdge=none                    | UNKNOWN_REFERENCE
          path=a/b/c/d&sourceEdge=edge-nice                     | NOT_USED
          overlay=on-1&from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z | RANGE_EMPTY
          overlay=on-1&to=1970-01-01T00:00:00Z                  | RANGE_EMPTY
          overlay=on-1&from=9998-01-01T00:00:00Z                | RANGE_EMPTY
          overlay=on-1&from=yesterday                           | INVALID_INSTANT
          overlay=on-1&to=2026-01-01                            | INVALID_INSTANT
          overlay=on-1&stepSeconds=0                            | STEP_OUT_OF_RANGE
          overlay=on-1&stepSeconds=86401                        | STEP_OUT_OF_RANGE
          overlay=on-1&stepSeconds=1.5                          | INVALID_PARAMETER
          overlay=on-1&from=2026-01-01T00:00:00Z&stepSeconds=1  | TOO_MANY_POINTS
          overlay=on-1&from=1970-01-01T00:00:00Z&to=9999-01-01T00:00:00Z | TOO_MANY_POINTS
          overlay=on-1&percentile=101                           | PERCENTILE_OUT_OF_RANGE
          overlay=on-1&percentile=NaN                           | PERCENTILE_OUT_OF_RANGE
          overlay=on-1&percentile=x                             | INVALID_PARAMETER
          overlay=on-1&step=1                                   | UNKNOWN_PARAMETER
          """)
  void badQuestionsAreRefused(String query, String code) {
    Answer answer = api.get("/measurements?" + query);

    assertThat(answer.status()).as("%s", answer).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(code);
  }

  @Test
  void whatNeverWasAPathIsAnErrorAndWhatOnceWasIsNot() {
    String once = "edge-nice/satellite/cloud-paris/satellite/plain";
    String none = once.replace("satellite", "carrier-pigeon");
    PathKey path = Measured.niceToParis(api, "satellite");
    store.add(List.of(Measured.window(path, begin, PathState.UP)));

    assertThat(paths("path=" + once)).containsExactly(once);
    assertThat(paths("tunnel=on-1/" + once)).containsExactly(once);
    assertThat(paths("path=%s&to=%s".formatted(once, begin.minusSeconds(60)))).contains(once);
    api.assertUnknown("/measurements?path=" + none, "there is no path " + none);
    api.assertUnknown("/measurements?tunnel=on-1/" + none, "there is no path " + none);
    api.assertUnknown(
        "/measurements?path=" + PATH.replace("internet/cloud", "internnet/cloud"),
        "did you mean " + PATH + "?");
    api.assertUnknown(
        "/measurements?path=" + PATH.replace("cloud-paris", "cloud-pari"),
        "did you mean cloud-paris?");
  }

  private List<String> paths(String query) {
    Answer answer = api.get("/measurements?" + query);
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return answer.body().path("series").findValuesAsString("path");
  }

  private static Duration range(JsonNode answer) {
    return Duration.between(
        Instant.parse(answer.path("from").asString()), Instant.parse(answer.path("to").asString()));
  }
}
