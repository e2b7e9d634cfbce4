package io.isthmus.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.northbound.Api.Answer;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Who asks is told what for. */
@NorthboundTest
class MeTest {
  @LocalServerPort int port;

  @Test
  void aTokenIsToldItsNameItsRolesAndItsEnd() {
    Api api = Api.ofNewTenant(port);
    JsonNode made =
        api.post(
                "/api-tokens",
                "{\"name\": \"night-shift\", \"role\": \"operator\", \"ttlSeconds\": 3600}")
            .body();
    Api own = Api.ofRoot(port).with(Optional.of(made.path("token").asString()));

    Answer me = own.get("/api/v1/me");

    assertThat(me.status()).as("%s", me).isEqualTo(200);
    assertThat(me.header("Cache-Control")).isEqualTo("no-store");
    assertThat(me.body().path("name").asString()).isEqualTo("night-shift");
    assertThat(me.body().path("kind").asString()).isEqualTo("TOKEN");
    assertThat(me.body().at("/roles/0/tenant").asString()).isEqualTo(api.tenant());
    assertThat(me.body().at("/roles/0/role").asString()).isEqualTo("operator");
    assertThat(Instant.parse(me.body().path("expiresAt").asString()))
        .isBetween(Instant.now().plusSeconds(3000), Instant.now().plusSeconds(3700));
  }

  @Test
  void theAdministratorOfAllHasNoEndAndAllTenants() {
    JsonNode me = Api.ofRoot(port).get("/api/v1/me").body();

    assertThat(me.at("/roles/0/tenant").asString()).isEqualTo("*");
    assertThat(me.at("/roles/0/role").asString()).isEqualTo("admin");
    assertThat(me.has("expiresAt")).isFalse();
  }
}
