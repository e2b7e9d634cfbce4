package io.isthmus.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.northbound.Api.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Every kind of resource, over HTTP. */
@NorthboundTest
class ResourcesTest {
  @LocalServerPort int port;
  Api api;

  @BeforeEach
  void makeTenant() {
    api = Api.ofNewTenant(port, Tenants.fresh());
  }

  @Test
  void putCreatesReplacesAndLeavesAlone() {
    Answer created = api.put("/sites/paris", "{\"kind\": \"CLOUD\"}");
    Answer unchanged = api.put("/sites/paris", created.text());
    Answer replaced = api.put("/sites/paris", "{\"kind\": \"EDGE\"}");

    assertThat(created.status()).as(created.toString()).isEqualTo(201);
    assertThat(created.header("Operation-Location")).isNotEmpty();
    assertThat(unchanged.status()).as(unchanged.toString()).isEqualTo(200);
    assertThat(unchanged.header("Operation-Location")).isEmpty();
    assertThat(unchanged.etag()).isEqualTo(created.etag());
    assertThat(replaced.status()).isEqualTo(200);
    assertThat(replaced.etag()).isNotEqualTo(created.etag());
    assertThat(replaced.body().path("kind").asString()).isEqualTo("EDGE");
  }

  @Test
  void whatIsGotCanBePutBackWithoutAChange() {
    api.postYaml("/intent:apply", Continuum.YAML);

    for (String path :
        new String[] {
          "/sites/cloud-paris",
          "/edges/edge-nice",
          "/edges/edge-nice/wan-links/internet",
          "/edges/edge-nice/lan-segments/lan",
          "/overlays/on-1",
          "/traffic-classes/voice",
          "/traffic-classes/bulk",
          "/applications/sip"
        }) {
      Answer got = api.get(path);
      Answer put = api.put(path, got.text());
      assertThat(got.status()).as(got.toString()).isEqualTo(200);
      assertThat(put.status()).as(put.toString()).isEqualTo(200);
      assertThat(put.header("Operation-Location")).as(path).isEmpty();
      assertThat(put.etag()).isEqualTo(got.etag());
      assertThat(put.body()).isEqualTo(got.body());
    }
  }
}
