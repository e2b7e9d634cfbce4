package io.isthmus.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.northbound.Api.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What follows from the intent. */
@NorthboundTest
class TopologyTest {
  @LocalServerPort int port;
  Api api;

  @BeforeEach
  void declare() {
    api = Api.ofNewTenant(port);
    api.declareContinuum();
  }

  @Test
  void topologyCountsAndShowsTheNodes() {
    JsonNode topology = api.get("/topology?limit=2").body();

    assertThat(topology.at("/counts/edges").asInt()).isEqualTo(3);
    assertThat(topology.at("/counts/overlays").asInt()).isEqualTo(3);
    assertThat(topology.path("nodes").size()).isEqualTo(2);
    assertThat(topology.at("/nodes/0/edges/0/edge").asString()).isEqualTo("cloud-paris");
    assertThat(topology.at("/nodes/0/edges/0/connection").asString()).isEqualTo("DISCONNECTED");
    assertThat(topology.at("/nodes/0/edges/0/standing").asString()).isEqualTo("ADMITTED");
    assertThat(topology.has("nextCursor")).isTrue();
  }

  @Test
  void tunnelsAreListedOnceWithAddressesToPing() {
    List<String> all = texts("/tunnels", 1);

    // on-1 joins three edges over public links, on-2 two over mpls, on-3 the hub with two spokes.
    assertThat(all).hasSize(3 + 1 + 3).doesNotHaveDuplicates();
    assertThat(texts("/tunnels", 1_000)).isEqualTo(all);
    JsonNode tunnel = api.get("/tunnels?overlay=on-2&edge=edge-nice").body().at("/items/0");
    int number = api.get("/edges/edge-nice").body().path("number").asInt();
    int vni = api.get("/overlays/on-2").body().path("vni").asInt();
    assertThat(tunnel.at("/local/edge").asString()).isEqualTo("edge-nice");
    assertThat(tunnel.at("/remote/address").asString()).isEqualTo("198.19.1.2");
    assertThat(tunnel.path("localTunnelAddress").asString())
        .isEqualTo("fd69:7374:686d:%x::%x".formatted(number, vni));
  }

  @Test
  void carriagesSayWhatCarriesEachClassAndWhy() {
    List<String> all = texts("/carriages", 2);

    // Three classes from each of three edges to two others.
    assertThat(all).hasSize(18).doesNotHaveDuplicates();
    JsonNode fallsBack =
        api.get("/carriages?trafficClass=bulk&sourceEdge=edge-nice&destinationEdge=cloud-paris")
            .body()
            .at("/items/0");
    assertThat(fallsBack.path("overlays").toString()).isEqualTo("[\"on-1\",\"on-2\"]");
    assertThat(fallsBack.at("/legs/0/weight").asInt()).isEqualTo(7);
    JsonNode throughHub =
        api.get(
                "/carriages?trafficClass=interactive&sourceEdge=edge-nice&destinationEdge=far-edge-van")
            .body()
            .at("/items/0");
    assertThat(throughHub.at("/legs/0/remoteEdge").asString()).isEqualTo("cloud-paris");
  }

  @Test
  void pathsAreSharedByOverlays() {
    List<String> all = texts("/paths", 1);

    assertThat(all).hasSize(4).doesNotHaveDuplicates();
    assertThat(texts("/paths?edge=far-edge-van", 100)).hasSize(2);
    assertThat(api.get("/paths?edge=edge-nice").text()).contains("\"overlayCount\":2");
  }

  @Test
  void anEdgeShowsItsPlanAndItsState() {
    List<String> plan = texts("/edges/edge-nice/plan", 5);

    assertThat(plan).anyMatch(text -> text.contains("tunnel/on-2/cloud-paris/mpls/mpls"));
    assertThat(plan).anyMatch(text -> text.contains("\"key\":\"settings\""));
    Answer status = api.get("/edges/edge-nice/status");
    assertThat(status.body().path("configState").asString()).isEqualTo("UNKNOWN");
    assertThat(status.body().path("plannedRevision").asLong()).isPositive();
    assertThat(api.get("/edges/none/status").status()).isEqualTo(404);
    assertThat(api.get("/edges/none/plan").status()).isEqualTo(404);
  }

  @Test
  void aFilterByWhatDoesNotExistIsAnError() {
    for (String path :
        List.of(
            "/tunnels?overlay=none",
            "/tunnels?edge=none",
            "/paths?edge=none",
            "/carriages?trafficClass=none",
            "/carriages?sourceEdge=none")) {
      Answer answer = api.get(path);
      assertThat(answer.status()).as("%s", answer).isEqualTo(400);
      assertThat(answer.code()).isEqualTo("UNKNOWN_REFERENCE");
    }
  }

  private List<String> texts(String path, int limit) {
    List<String> texts = new ArrayList<>();
    String cursor = "";
    do {
      String query = (path.contains("?") ? "&" : "?") + "limit=" + limit + cursor;
      Answer page = api.get(path + query);
      assertThat(page.status()).as("%s", page).isEqualTo(200);
      page.body().path("items").forEach(item -> texts.add(item.toString()));
      String next = page.body().path("nextCursor").asString("");
      cursor = next.isEmpty() ? "" : "&cursor=" + next;
    } while (!cursor.isEmpty());
    return texts;
  }
}
