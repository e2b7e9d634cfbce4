package io.isthmus.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.northbound.Api.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** The whole network as one document. */
@NorthboundTest
class IntentTest {
  @LocalServerPort int port;
  Api api;

  @BeforeEach
  void makeTenant() {
    api = Api.ofNewTenant(port);
  }

  @Test
  void planSaysWhatApplyThenDoes() {
    Answer planned = api.postYaml("/intent:plan", Continuum.YAML);
    String revision = api.revision();
    Answer applied = api.postYaml("/intent:apply", Continuum.YAML);

    assertThat(planned.status()).as("%s", planned).isEqualTo(200);
    assertThat(planned.header("Isthmus-Revision")).isEqualTo(revision);
    assertThat(applied.status()).as("%s", applied).isEqualTo(202);
    assertThat(applied.body().path("differences")).isEqualTo(planned.body().path("differences"));
    assertThat(applied.body().path("affectedEdges"))
        .isEqualTo(planned.body().path("affectedEdges"));
    assertThat(applied.body().at("/differences/overlays/created").toString())
        .isEqualTo("[\"on-1\",\"on-2\",\"on-3\"]");
    assertThat(applied.body().at("/operation/state").asString()).isEqualTo("PENDING");
    assertThat(applied.header("Operation-Location"))
        .endsWith(applied.body().at("/operation/id").asString());
  }

  @Test
  void anExportAppliedAgainChangesNothing() {
    api.declareContinuum();
    String revision = api.revision();

    for (String type : new String[] {"application/yaml", "text/yaml", "application/json"}) {
      Answer exported = api.get("/intent", "Accept", type);
      Answer applied = api.send("POST", "/intent:apply", exported.text(), "Content-Type", type);

      assertThat(exported.header("Content-Type")).startsWith(type);
      assertThat(applied.status()).as("%s", applied).isEqualTo(200);
      assertThat(applied.body().path("changed").asBoolean()).isFalse();
      assertThat(api.revision()).isEqualTo(revision);
    }
  }

  @Test
  void whatTheDocumentLeavesOutIsRemovedOrKeptAsAsked() {
    api.declareContinuum();

    Answer merged =
        api.post(
            "/intent:apply?mode=MERGE",
            "{\"sites\": [{\"name\": \"cloud-paris\", \"kind\": \"EDGE\"}]}");
    JsonNode sites = merged.body().at("/differences/sites");
    Answer replaced =
        api.post("/intent:apply", "{\"sites\": [{\"name\": \"nice\", \"kind\": \"EDGE\"}]}");

    assertThat(sites.at("/replaced/0/before/kind").asString()).isEqualTo("CLOUD");
    assertThat(sites.at("/replaced/0/after/kind").asString()).isEqualTo("EDGE");
    assertThat(sites.path("removed").size()).isZero();
    assertThat(replaced.body().at("/differences/edges/removed").size()).isEqualTo(3);
    assertThat(api.get("/sites").names()).containsExactly("nice");
    assertThat(api.get("/edges").names()).isEmpty();
  }

  @Test
  void decisionsThatLoseTheirGroundAreNamed() {
    api.declareContinuum();
    String decision =
        api.post("/steering-decisions", "{\"trafficClass\": \"voice\", \"overlay\": \"on-2\"}")
            .body()
            .path("id")
            .asString();

    Answer applied =
        api.postYaml(
            "/intent:apply",
            Continuum.YAML.replace("overlays: [on-1, on-2]}", "overlays: [on-1]}"));

    assertThat(applied.body().at("/endedDecisions/0").asString())
        .as("%s", applied)
        .isEqualTo(decision);
    assertThat(api.get("/steering-decisions/" + decision).body().path("active").asBoolean())
        .isFalse();
  }

  @Test
  void changesSinceTheExportAreNotOverwritten() {
    api.declareContinuum();
    Answer exported = api.get("/intent");
    String tag = exported.etag();

    assertThat(api.get("/intent", "If-None-Match", tag).status()).isEqualTo(304);
    assertThat(api.post("/intent:apply", exported.text(), "If-Match", tag).status()).isEqualTo(200);
    api.put("/sites/lyon", "{\"kind\": \"EDGE\"}");
    assertThat(api.post("/intent:apply", exported.text(), "If-Match", tag).status()).isEqualTo(412);
    assertThat(api.post("/intent:plan", exported.text(), "If-Match", tag).status()).isEqualTo(412);
    assertThat(api.get("/sites").names()).contains("lyon");
  }

  @Test
  void tenThousandOverlaysFit() {
    api.declareContinuum();
    StringBuilder overlays = new StringBuilder("overlays:\n");
    for (int i = 0; i < 9_997; i++) {
      overlays.append(
          "  - {name: bulk-%05d, edges: [edge-nice, cloud-paris], encryption: OFF}%n".formatted(i));
    }

    Answer applied = api.postYaml("/intent:apply?mode=MERGE", overlays.toString());

    assertThat(applied.status()).as(applied.text().substring(0, 200)).isEqualTo(202);
    assertThat(applied.body().at("/differences/overlays/created").size()).isEqualTo(9_997);
    assertThat(api.get("/tunnels?overlay=bulk-00007&limit=1").body().path("items").size())
        .isEqualTo(1);
    assertThat(api.get("/paths").status()).isEqualTo(200);
    assertThat(api.get("/carriages").status()).isEqualTo(200);
    api.post("/intent:apply", "{}");
  }
}
