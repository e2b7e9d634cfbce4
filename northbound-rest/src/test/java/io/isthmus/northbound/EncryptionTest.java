package io.isthmus.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.fake.Keys;
import io.isthmus.domain.intent.Change;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.reconcile.EdgeFleet;
import io.isthmus.domain.reconcile.EdgeReport;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.topology.EdgeProfile;
import io.isthmus.domain.topology.LinkKey;
import io.isthmus.domain.trust.Actor;
import io.isthmus.northbound.Api.Answer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What is encrypted, by which keys, and how that is shown. */
@NorthboundTest
class EncryptionTest {
  private static final String BOTH = "{\"edges\": [\"edge-nice\", \"cloud-paris\"]%s}";

  @LocalServerPort int port;
  @Autowired EdgeFleet fleet;
  @Autowired IntentService intents;
  Api api;

  @BeforeEach
  void declare() {
    api = Api.ofNewTenant(port);
    api.declareContinuum();
  }

  @Test
  void anOverlayIsEncryptedUnlessItSaysOtherwise() {
    assertThat(api.put("/overlays/safe", BOTH.formatted("")).body().path("encryption").asString())
        .isEqualTo("REQUIRED");
    assertThat(
            api.patch("/overlays/safe", "{\"encryption\": \"REQUIRED_ON_PUBLIC\"}")
                .body()
                .path("encryption")
                .asString())
        .isEqualTo("REQUIRED_ON_PUBLIC");
    assertThat(api.get("/overlays/on-1").body().path("encryption").asString()).isEqualTo("OFF");
    assertThat(api.get("/intent").text()).contains("REQUIRED_ON_PUBLIC");
    Answer wrong = api.put("/overlays/safe", BOTH.formatted(", \"encryption\": \"NONE\""));
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.body().at("/errors/0/code").asString()).isEqualTo("UNKNOWN_VALUE");
  }

  @Test
  void plainAndEncryptedPathsOfTheSameLinksAreApart() {
    api.put("/overlays/safe", BOTH.formatted(", \"transports\": [\"mpls\"]"));
    assertThat(api.get("/tunnels?overlay=safe").body().path("items").size()).isZero();

    tell("edge-nice", 1);
    tell("cloud-paris", 2);

    JsonNode tunnel = api.get("/tunnels?overlay=safe&edge=edge-nice").body().at("/items/0");
    assertThat(tunnel.path("path").asString()).isEqualTo("edge-nice/mpls/cloud-paris/mpls");
    assertThat(tunnel.path("protection").asString()).isEqualTo("WIREGUARD");
    assertThat(
            api.get("/paths?edge=edge-nice")
                .body()
                .path("items")
                .valueStream()
                .map(
                    path -> path.path("key").asString() + " " + path.path("protection").asString()))
        .contains(
            "edge-nice/mpls/cloud-paris/mpls WIREGUARD",
            "edge-nice/mpls/cloud-paris/mpls/plain PLAIN");
    assertThat(api.get("/paths?limit=1").body().path("items").size()).isEqualTo(1);
    assertThat(api.get("/measurements?path=edge-nice/mpls/cloud-paris/mpls/plain").status())
        .isEqualTo(200);
    assertThat(api.get("/measurements?path=edge-nice/mpls/cloud-paris/mpls/clear").status())
        .isEqualTo(400);
    assertThat(
            api.get("/measurements?tunnel=safe/edge-nice/mpls/cloud-paris/mpls")
                .body()
                .at("/series/0/protection")
                .asString())
        .isEqualTo("WIREGUARD");
  }

  @Test
  void aRoamingLinkNeedsNoAddress() {
    String link = "{\"transport\": \"lte\", \"interface\": \"wwan0\"%s}";

    Answer answer =
        api.put("/edges/edge-nice/wan-links/lte", link.formatted(", \"roaming\": true"));

    assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    assertThat(answer.body().path("roaming").asBoolean()).isTrue();
    assertThat(answer.body().has("address")).isFalse();
    assertThat(api.put("/edges/edge-nice/wan-links/lte", link.formatted("")).code())
        .isEqualTo("MISSING_FIELD");
    assertThat(
            api.patch("/edges/edge-nice", "{\"site\": \"edge-nice\"}")
                .body()
                .at("/wanLinks/1/roaming")
                .asBoolean())
        .isTrue();
  }

  @Test
  void whatRoamsOrIsNarrowIsRefusedWithTheMend() {
    Answer roaming =
        api.put(
            "/edges/far-edge-van/wan-links/internet",
            "{\"transport\": \"5g\", \"interface\": \"wan0\", \"roaming\": true}");
    assertThat(roaming.status()).as("%s", roaming).isEqualTo(422);
    assertThat(roaming.text()).contains("ROAMING_NEEDS_ENCRYPTION", "set encryption to REQUIRED");
    assertThat(roaming.body().at("/errors/0/resource").asString()).isEqualTo("overlays/on-1");

    api.put("/overlays/safe", BOTH.formatted(""));
    Answer narrow = api.patch("/edges/edge-nice/wan-links/internet", "{\"mtu\": 1400}");
    assertThat(narrow.status()).isEqualTo(405);
    narrow =
        api.put(
            "/edges/edge-nice/wan-links/internet",
            "{\"transport\": \"internet\", \"interface\": \"wan0\", \"address\": \"198.18.2.2\","
                + " \"mtu\": 1400}");
    assertThat(narrow.status()).as("%s", narrow).isEqualTo(422);
    assertThat(narrow.text()).contains("MTU_TOO_SMALL", "raise wanLink.mtu");
  }

  @Test
  void keysChangeOnDemand() {
    tell("edge-nice", 1);
    EdgeKey nice = new EdgeKey(Name.of(api.tenant()), Name.of("edge-nice"));
    fleet.connected(
        nice, new EdgeReport("1", "6.12", List.of(), EdgeReport.WireGuard.USERSPACE, List.of(), 0));
    JsonNode before = api.get("/edges/edge-nice/status").body();
    assertThat(before.at("/keys/generation").asInt()).isEqualTo(1);
    assertThat(before.at("/keys/state").asString()).isEqualTo("STABLE");
    assertThat(before.path("standing").asString()).isEqualTo("ADMITTED");
    assertThat(before.at("/agent/wireGuard").asString()).isEqualTo("USERSPACE");

    Answer rotation = api.post("/edges/edge-nice:rotate-keys", "");

    assertThat(rotation.status()).as("%s", rotation).isEqualTo(202);
    assertThat(rotation.body().path("edges").size()).isEqualTo(1);
    JsonNode after = api.get("/edges/edge-nice/status").body();
    assertThat(after.at("/keys/state").asString()).isEqualTo("OFFERED");
    assertThat(after.at("/keys/generation").asInt()).isEqualTo(1);
    assertThat(api.get("/edges/edge-nice/plan").text()).contains("\"wantedGeneration\":2");
    Answer again = api.post("/edges/edge-nice:rotate-keys", "");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("Isthmus-Revision")).isEqualTo(rotation.header("Isthmus-Revision"));
    assertThat(api.post("/edges/none:rotate-keys", "").status()).isEqualTo(404);
    assertThat(api.get("/edges/cloud-paris/status").body().path("keys").has("generation"))
        .isFalse();
  }

  private void tell(String edge, int number) {
    Name tenant = Name.of(api.tenant());
    intents.change(
        Actor.SYSTEM,
        tenant,
        "test",
        network -> {
          List<LinkKey> keys = Keys.keys(number, 1);
          return List.of(
              new Change.Learn(
                  network
                      .profile(Name.of(edge))
                      .told(keys, EdgeProfile.DEFAULT_STAMP_PORT, Instant.EPOCH)));
        });
  }
}
