package io.isthmus.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.northbound.Api.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What all resources have in common, over HTTP. */
@NorthboundTest
class ResourcesTest {
  @LocalServerPort int port;
  Api api;

  @BeforeEach
  void makeTenant() {
    api = Api.ofNewTenant(port);
  }

  @Test
  void putCreatesReplacesAndLeavesAlone() {
    Answer created = api.put("/sites/paris", "{\"kind\": \"CLOUD\"}");
    Answer unchanged = api.put("/sites/paris", created.text());
    Answer replaced = api.put("/sites/paris", "{\"kind\": \"EDGE\"}");

    assertThat(created.status()).as("%s", created).isEqualTo(201);
    assertThat(created.header("Operation-Location")).isNotEmpty();
    assertThat(unchanged.status()).as("%s", unchanged).isEqualTo(200);
    assertThat(unchanged.header("Operation-Location")).isEmpty();
    assertThat(unchanged.etag()).isEqualTo(created.etag());
    assertThat(unchanged.header("Isthmus-Revision")).isEqualTo(created.header("Isthmus-Revision"));
    assertThat(replaced.status()).isEqualTo(200);
    assertThat(replaced.etag()).isNotEqualTo(created.etag());
    assertThat(replaced.body().path("kind").asString()).isEqualTo("EDGE");
  }

  @Test
  void whatIsGotCanBePutBackWithoutAChange() {
    api.declareContinuum();

    for (String path : Continuum.PATHS) {
      Answer got = api.get(path);
      Answer put = api.put(path, got.text());

      assertThat(got.status()).as("%s", got).isEqualTo(200);
      assertThat(put.status()).as("%s", put).isEqualTo(200);
      assertThat(put.header("Operation-Location")).as(path).isEmpty();
      assertThat(put.etag()).isEqualTo(got.etag());
      assertThat(put.body()).isEqualTo(got.body());
    }
  }

  @Test
  void defaultsAreShown() {
    api.declareContinuum();

    assertThat(api.get("/edges/edge-nice/wan-links/mpls").text())
        .contains("\"access\":\"PRIVATE\"", "\"mtu\":1600")
        .doesNotContain("gateway");
    assertThat(api.get("/overlays/on-1").text())
        .contains("\"topology\":\"FULL_MESH\"", "\"vni\":")
        .doesNotContain("hubs");
    assertThat(api.get("/traffic-classes/voice").text())
        .contains(
            "\"role\":\"NORMAL\"",
            "\"strategy\":\"PREFERRED\"",
            "\"overlays\":[\"on-1\",\"on-2\"]",
            "\"whenNoPath\":\"FALL_BACK\"",
            "\"oneWayDelayMs\":{\"enter\":150,\"exit\":120,\"enterWindowMs\":500,\"exitWindowMs\":10000}",
            "\"lossPct\":{\"enter\":0.5,\"exit\":0.5,",
            "\"rateBps\":{\"enter\":1000000,\"exit\":1000000,");
    assertThat(api.get("/applications/backup").text())
        .contains(
            "\"priority\":1000",
            "\"sourcePorts\":[\"22\",\"8000-8080\"]",
            "\"dscp\":[8,10]",
            "\"protocol\":\"gre\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /steering/strategy          | "BEST_QUALITY"       | "PREFERRED"
          /steering/strategy          | "LOWEST_COST"        | "PREFERRED"
          /steering/strategy          | "LOAD_BALANCE"       | "PREFERRED"
          /steering/strategy          | "PREDICTIVE_QUALITY" | "PREFERRED"
          /steering/strategy          | "PREDICTIVE_STABLE"  | "PREFERRED"
          /steering/mode              | "STATIC"             | "DYNAMIC"
          /steering/whenNoPath        | "DROP"               | "FALL_BACK"
          /steering/whenNoneCompliant | "KEEP_CURRENT"       | "BEST_AVAILABLE"
          /steering/whenNoneCompliant | "DROP"               | "BEST_AVAILABLE"
          /steering/existingFlows     | "STICKY"             | "MOVE_NOW"
          /steering/holdDownMs        | 5000                 | 30000
          /steering/shadow            | "PREDICTIVE_QUALITY" |
          /sla/oneWayDelayMs          | {"enter":150.5,"exit":120,"enterWindowMs":100,"exitWindowMs":300000} |
          /sla/rttMs                  | {"enter":150,"exit":120,"enterWindowMs":700,"exitWindowMs":9000}     |
          /sla/jitterMs               | {"enter":30,"exit":20,"enterWindowMs":700,"exitWindowMs":9000}       |
          /sla/lossPct                | {"enter":1.5,"exit":0,"enterWindowMs":700,"exitWindowMs":9000}       |
          /sla/rateBps                | {"enter":1000000,"exit":2000000,"enterWindowMs":700,"exitWindowMs":9000} |
          """)
  void everyFieldOfAClassIsKeptAlsoInDocuments(String pointer, String value, String usual) {
    api.declareContinuum();
    String path = "/traffic-classes/every";
    api.put(path, "{\"steering\": {\"overlays\": [\"on-1\"]}}");
    String before = api.get(path).body().at(pointer).toString();
    String[] names = pointer.substring(1).split("/");

    Answer patched = api.patch(path, "{\"%s\": {\"%s\": %s}}".formatted(names[0], names[1], value));
    String exported = api.get("/intent", "Accept", "application/yaml").text();
    api.delete(path);
    Answer applied = api.postYaml("/intent:apply", exported);

    assertThat(before).isEqualTo(usual == null ? "" : usual);
    assertThat(patched.status()).as("%s", patched).isEqualTo(200);
    assertThat(patched.body().at(pointer).toString()).isEqualTo(value);
    assertThat(applied.status()).as("%s", applied).isBetween(200, 202);
    assertThat(api.get(path).body().at(pointer).toString()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "egressRateBps, 50000000, ",
    "ingressRateBps, 200000000, ",
    "cost, 2.5, 0",
    "probeIntervalMs, 250, 100",
    "probeBudgetBps, 20000, "
  })
  void everyFieldOfALinkIsKeptAlsoInDocuments(String field, String value, String usual) {
    api.declareContinuum();
    String path = "/edges/edge-nice/wan-links/internet";
    String before = api.get(path).body().path(field).toString();
    String link = api.get(path).text().replaceAll(",\"revision\":\\d+", "");

    String with =
        link.replaceAll(",\"%s\":[0-9.]+".formatted(field), "")
            .replace("{\"name\"", "{\"%s\":%s,\"name\"".formatted(field, value));
    Answer put = api.put(path, with);
    String exported = api.get("/intent").text();
    api.put(path, link);
    api.post("/intent:apply", exported);

    assertThat(before).isEqualTo(usual == null ? "" : usual);
    assertThat(put.status()).as("%s", put).isEqualTo(200);
    assertThat(api.get(path).body().path(field).toString()).isEqualTo(value);
  }

  @Test
  void patchMergesIntoWhatIs() {
    api.declareContinuum();

    Answer patched =
        api.patch(
            "/traffic-classes/voice",
            "{\"steering\": {\"whenNoPath\": \"DROP\"}, \"sla\": {\"lossPct\": null, \"rttMs\": 80}}");

    assertThat(patched.status()).as("%s", patched).isEqualTo(200);
    assertThat(patched.text())
        .contains("\"whenNoPath\":\"DROP\"", "\"overlays\":[\"on-1\",\"on-2\"]", "\"rttMs\"")
        .doesNotContain("lossPct");
    assertThat(api.patch("/sites/cloud-paris", "{}").header("Operation-Location")).isEmpty();
    assertThat(api.patch("/sites/nowhere", "{}").status()).isEqualTo(404);
  }

  @Test
  void partsOfAnEdgeAreEditedOneByOne() {
    api.declareContinuum();

    Answer created =
        api.put(
            "/edges/edge-nice/wan-links/lte",
            "{\"transport\": \"lte\", \"interface\": \"wan2\", \"address\": \"198.20.2.2\"}");
    Answer edge = api.get("/edges/edge-nice");

    assertThat(created.status()).as("%s", created).isEqualTo(201);
    assertThat(created.etag()).isEqualTo(edge.etag());
    assertThat(edge.body().path("wanLinks").size()).isEqualTo(3);
    assertThat(api.get("/edges/edge-nice/wan-links").body().path("items").size()).isEqualTo(3);
    assertThat(api.delete("/edges/edge-nice/wan-links/lte").status()).isBetween(200, 202);
    assertThat(api.get("/edges/edge-nice/wan-links/lte").status()).isEqualTo(404);
    assertThat(api.delete("/edges/edge-nice/lan-segments/lan").status()).isBetween(200, 202);
    assertThat(api.get("/edges/edge-nice").body().path("lanSegments").size()).isZero();
  }

  @Test
  void deleteRemovesAndNamesTheOperation() {
    api.put("/sites/paris", "{\"kind\": \"CLOUD\"}");

    Answer deleted = api.delete("/sites/paris");

    assertThat(deleted.status()).as("%s", deleted).isEqualTo(200);
    assertThat(deleted.body().path("state").asString()).isEqualTo("SUCCEEDED");
    assertThat(deleted.header("Operation-Location"))
        .endsWith("/operations/" + deleted.body().path("id").asString());
    assertThat(api.get("/sites/paris").status()).isEqualTo(404);
    assertThat(api.delete("/sites/paris").status()).isEqualTo(404);
  }

  @Test
  void conditionsAreKept() {
    Answer created = api.put("/sites/paris", "{\"kind\": \"CLOUD\"}", "If-None-Match", "*");
    String tag = created.etag();

    assertThat(created.status()).isEqualTo(201);
    assertThat(api.put("/sites/paris", "{\"kind\": \"EDGE\"}", "If-None-Match", "*").status())
        .isEqualTo(412);
    assertThat(api.put("/sites/lyon", "{\"kind\": \"EDGE\"}", "If-Match", "*").status())
        .isEqualTo(412);
    assertThat(api.get("/sites/paris", "If-None-Match", tag).status()).isEqualTo(304);
    assertThat(api.get("/sites/paris", "If-None-Match", "\"1\", W/" + tag).status()).isEqualTo(304);
    assertThat(api.get("/sites/paris", "If-None-Match", "\"other\"").status()).isEqualTo(200);
    Answer changed = api.put("/sites/paris", "{\"kind\": \"EDGE\"}", "If-Match", "\"0\", " + tag);
    assertThat(changed.status()).as("%s", changed).isEqualTo(200);
    assertThat(api.patch("/sites/paris", "{\"kind\": \"CLOUD\"}", "If-Match", tag).status())
        .isEqualTo(412);
    assertThat(api.delete("/sites/paris", "If-Match", "W/" + changed.etag()).status())
        .isEqualTo(412);
    assertThat(api.delete("/sites/paris", "If-Match", changed.etag()).status()).isEqualTo(200);
  }

  @Test
  void listsArePagedInOrderOfNameAndStableWhileTheyChange() {
    for (int i = 0; i < 7; i++) {
      api.put("/sites/s" + i, "{\"kind\": \"EDGE\"}");
    }

    Answer first = api.get("/sites?limit=3");
    api.delete("/sites/s2");
    api.put("/sites/s1b", "{\"kind\": \"EDGE\"}");
    List<String> names = new ArrayList<>(first.names());
    String cursor = first.body().path("nextCursor").asString("");
    while (!cursor.isEmpty()) {
      Answer next = api.get("/sites?limit=3&cursor=" + cursor);
      names.addAll(next.names());
      cursor = next.body().path("nextCursor").asString("");
    }

    assertThat(names).containsExactly("s0", "s1", "s2", "s3", "s4", "s5", "s6");
    String link = first.header("Link");
    assertThat(link).endsWith("; rel=\"next\"");
    String target = link.substring(1, link.indexOf('>'));
    assertThat(Api.ofRoot(port).get(target).names()).containsExactly("s3", "s4", "s5");
  }

  @Test
  void listsAreFiltered() {
    api.declareContinuum();

    assertThat(api.get("/edges?site=edge-nice").names()).containsExactly("edge-nice");
    assertThat(api.get("/overlays?edge=far-edge-van").names()).containsExactly("on-1", "on-3");
    assertThat(api.get("/applications?trafficClass=voice").names()).containsExactly("sip");
    assertThat(api.get("/applications?trafficClass=none").names()).isEmpty();
  }

  @Test
  void ofManyWhoCreateTheSameOneDoes() throws Exception {
    List<Future<Integer>> statuses = new ArrayList<>();
    try (ExecutorService clients = Executors.newFixedThreadPool(32)) {
      for (int i = 0; i < 1_000; i++) {
        statuses.add(
            clients.submit(() -> api.put("/sites/paris", "{\"kind\": \"CLOUD\"}").status()));
      }
    }

    int created = 0;
    for (Future<Integer> status : statuses) {
      assertThat(status.get()).isIn(200, 201);
      created += status.get() == 201 ? 1 : 0;
    }
    assertThat(created).isEqualTo(1);
  }

  @Test
  void tenantsComeAndGo() {
    Api root = Api.ofRoot(port);
    String path = "/api/v1/tenants/acme";

    assertThat(root.get(path).status()).isEqualTo(404);
    assertThat(root.put(path, "{}").status()).isEqualTo(201);
    assertThat(root.put(path, "{\"name\": \"acme\"}").status()).isEqualTo(200);
    assertThat(root.put(path, "{}", "If-None-Match", "*").status()).isEqualTo(412);
    assertThat(root.get("/api/v1/tenants?limit=1000").names()).contains("acme", "default");
    root.put(path + "/sites/paris", "{\"kind\": \"CLOUD\"}");
    Answer refused = root.delete(path);
    assertThat(refused.status()).as("%s", refused).isEqualTo(409);
    assertThat(refused.body().path("code").asString()).isEqualTo("IN_USE");
    root.delete(path + "/sites/paris");
    assertThat(root.delete(path).status()).isEqualTo(204);
    assertThat(root.delete(path).status()).isEqualTo(404);
  }

  @Test
  void tenantsDoNotSeeEachOther() {
    api.declareContinuum();
    Api other = Api.ofNewTenant(port);

    assertThat(other.get("/overlays/on-1").status()).isEqualTo(404);
    assertThat(other.get("/events").body().path("items").size()).isZero();
    other.put("/sites/s", "{\"kind\": \"EDGE\"}");
    Answer refused = other.put("/overlays/x", "{\"edges\": [\"edge-nice\", \"cloud-paris\"]}");
    assertThat(refused.status()).isEqualTo(422);
    String operation = api.get("/operations").body().path("items").path(0).path("id").asString();
    assertThat(other.get("/operations/" + operation).status()).isEqualTo(404);
  }
}
