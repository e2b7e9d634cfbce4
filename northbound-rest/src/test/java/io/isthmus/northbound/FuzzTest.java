package io.isthmus.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.northbound.Api.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Damaged documents are refused as such, or do what they then say; never does the controller fail,
 * and what it then shows it also takes back.
 */
@NorthboundTest
class FuzzTest {
  private static final int REQUESTS = 400;
  private static final String REROUTE =
      "{\"trafficClass\": \"voice\", \"overlays\": [{\"overlay\": \"on-1\", \"weight\": 3}, {\"overlay\": \"on-2\"}], \"sourceEdge\": \"edge-nice\", \"destinationEdge\": \"cloud-paris\", \"direction\": \"BOTH\", \"hold\": \"PIN\", \"expiresInSeconds\": 900, \"reason\": \"x\"}";
  private static final String WEBHOOK =
      "{\"url\": \"http://127.0.0.1:9/x\", \"eventTypes\": [\"io.isthmus.sla.broken\"], \"enabled\": false, \"secret\": \"whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\", \"startAfter\": \"0\"}";

  @LocalServerPort int port;
  Api api;
  List<String[]> valid = new ArrayList<>();
  String intent;
  String yaml;

  @BeforeEach
  void declare() {
    api = Api.ofNewTenant(port);
    api.declareContinuum();
    for (String path : Continuum.PATHS) {
      // Without the revision, which would be stale after the first change.
      String body = api.get(path).text().replaceAll(",\"(number|revision)\":\\d+", "");
      valid.add(new String[] {path, body});
    }
    intent = api.get("/intent").text();
    yaml = api.get("/intent", "Accept", "application/yaml").text();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void nothingMakesItFail(long seed) {
    Mutations mutations = new Mutations(seed);
    int accepted = 0;
    for (int i = 0; i < REQUESTS; i++) {
      if (i % 20 == 0) {
        api.declareContinuum();
      }
      String[] resource = mutations.oneOf(valid);
      String path = resource[0];
      String body = mutations.mutate(resource[1]);
      Answer answer =
          switch (i % 8) {
            case 0 -> api.put(path, body);
            case 1 -> api.put(path.replaceAll("[^/]+$", "new"), body);
            case 2 -> api.patch(path, body);
            case 3 -> api.post("/intent:apply", mutations.mutate(intent));
            case 4 -> api.postYaml("/intent:plan", mutations.shuffled(yaml));
            case 5 -> api.put("/webhooks/hook", mutations.mutate(WEBHOOK));
            case 6 -> api.patch("/webhooks/hook", mutations.mutate(WEBHOOK));
            default -> api.post("/steering-decisions", mutations.mutate(REROUTE));
          };
      assertSane(answer, seed, i, body);
      accepted += answer.status() < 300 ? 1 : 0;
    }
    // Otherwise the damage is too great to get past the first check.
    assertThat(accepted).as("seed %d", seed).isGreaterThan(REQUESTS / 40);
    assertShowsWhatItTakes(seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void noAddressMakesItFail(long seed) {
    Mutations mutations = new Mutations(seed);
    List<String> pieces =
        List.of(
            "/sites",
            "/edges",
            "/edge-nice",
            "/wan-links",
            "/internet",
            "/status",
            "/plan",
            "/overlays",
            "/on-1",
            "/intent",
            ":apply",
            "/intent:plan",
            "/operations",
            "/events",
            "/tunnels",
            "/paths",
            "/carriages",
            "/topology",
            "/steering-decisions",
            "/%2F",
            "/%00",
            "/a%0Ab",
            "/%E2%82%AC",
            "//",
            "/.",
            "/..;",
            ";x=y",
            "?limit=5",
            "?limit=-",
            "&edge=e",
            "?edge=edge-nice",
            "?cursor=Zm9v",
            "&cursor=",
            "?after=9",
            "?trafficClass=voice",
            "?active=true",
            "/webhooks",
            "/hook",
            ":replay",
            "/dead-letters",
            ":redeliver",
            "/5",
            "/measurements",
            "?overlay=on-1",
            "?path=a/b/c/d",
            "&from=2026-01-01T00:00:00Z",
            "&to=9999-12-31T00:00:00Z",
            "&stepSeconds=1",
            "&percentile=99",
            "/sla-violations",
            "/sla-compliance",
            "&from=2026-01-01",
            "?open=true",
            "/traffic-classes",
            "/voice",
            "?at=2026-01-01T00:00:00Z",
            "?cause=POLICY",
            "?state=UP",
            "/*",
            "/00000000-0000-0000-0000-000000000000",
            "?mode=MERGE",
            "~",
            "'");
    List<String> methods = List.of("GET", "PUT", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS", "X");
    List<String> types = List.of("application/json", "application/yaml", "text/plain", "*/*", "x");
    for (int i = 0; i < REQUESTS; i++) {
      String path = mutations.oneOf(pieces) + mutations.oneOf(pieces) + mutations.oneOf(pieces);
      Answer answer =
          api.send(
              mutations.oneOf(methods),
              path,
              mutations.oneOf(List.of("", "{}", "[]", "x")),
              "Content-Type",
              mutations.oneOf(types),
              "Accept",
              mutations.oneOf(types),
              "If-Match",
              mutations.oneOf(List.of("*", "\"1\"", "1", "")),
              "Prefer",
              mutations.oneOf(List.of("wait=0", "wait=99999999999", "=", "")));
      assertSane(answer, seed, i, path);
    }
  }

  /** Whatever was accepted is shown such that it is accepted again, and changes nothing. */
  private void assertShowsWhatItTakes(long seed) {
    Answer exported = api.get("/intent");
    String revision = api.revision();
    Answer applied = api.post("/intent:apply", exported.text());
    assertThat(applied.status()).as("seed %d: %s", seed, applied).isEqualTo(200);
    Answer again =
        api.postYaml("/intent:apply", api.get("/intent", "Accept", "application/yaml").text());
    assertThat(again.status()).as("seed %d: %s", seed, again).isEqualTo(200);
    assertThat(api.revision()).isEqualTo(revision);
  }

  private static void assertSane(Answer answer, long seed, int step, String sent) {
    assertThat(answer.status())
        .as("seed %d, step %d, sent %.500s: %s", seed, step, sent, answer)
        .isLessThan(500);
    if (answer.status() >= 400 && !answer.response().request().method().equals("HEAD")) {
      assertThat(answer.header("Content-Type"))
          .as("seed %d, step %d, sent %.500s: %s", seed, step, sent, answer)
          .isEqualTo("application/problem+json");
    }
  }
}
