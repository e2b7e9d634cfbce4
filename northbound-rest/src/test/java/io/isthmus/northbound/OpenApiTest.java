package io.isthmus.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.northbound.Api.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** The API's description is the one that is checked in. */
@NorthboundTest
class OpenApiTest {
  @LocalServerPort int port;

  @Test
  void theDescriptionIsTheOneThatIsCheckedIn() throws IOException {
    String generated = Api.ofRoot(port).get("/v3/api-docs.yaml").text();
    Path target = Path.of("target", "openapi.yaml");
    Files.createDirectories(target.getParent());
    Files.writeString(target, generated);

    assertThat(generated)
        .as(
            "the API is not as described: if it is meant to change, copy %s to openapi.yaml",
            target)
        .isEqualTo(Files.readString(Path.of("openapi.yaml")));
  }

  /** The examples are of the lab's continuum; so is what is declared here. */
  @Test
  void everyExampleOfABodyWorks() {
    Api api = Api.ofNewTenant(port);
    JsonNode description = Api.ofRoot(port).get("/v3/api-docs").body();
    api.put("/sites/edge-nice", "{\"kind\": \"EDGE\"}");
    for (String edge : new String[] {"cloud-paris", "far-edge-van", "edge-nice"}) {
      api.put("/sites/" + edge, "{\"kind\": \"EDGE\"}");
      String links =
          "{\"name\": \"internet\", \"transport\": \"internet\", \"interface\": \"i\", \"address\": \"198.18.7.%1$d\"}, {\"name\": \"mpls\", \"transport\": \"mpls\", \"interface\": \"m\", \"address\": \"198.19.7.%1$d\"}"
              .formatted(edge.length());
      api.put("/edges/" + edge, "{\"site\": \"%s\", \"wanLinks\": [%s]}".formatted(edge, links));
    }
    String overlay = "{\"edges\": [\"cloud-paris\", \"edge-nice\"], \"transports\": [\"%s\"]}";
    api.put("/overlays/on-1", overlay.formatted("internet"));
    api.put("/overlays/on-2", overlay.formatted("mpls"));
    api.put("/traffic-classes/voice", "{\"steering\": {\"overlays\": [\"on-1\", \"on-2\"]}}");
    String[] order = {"put", "patch", "post"};
    int tried = 0;
    for (String method : order) {
      for (String path : description.path("paths").propertyNames()) {
        JsonNode operation = description.at("/paths").path(path).path(method);
        for (String type : operation.at("/requestBody/content").propertyNames()) {
          Answer answer = tryOut(api, method, path, operation, type);
          assertThat(answer.status()).as("%s", answer).isBetween(200, 299);
          tried++;
        }
      }
    }
    assertThat(tried).isGreaterThan(15);
  }

  @Test
  void theDocumentationIsServedAndReferencesNoOtherHost() {
    Api root = Api.ofRoot(port);

    assertThat(root.get("/swagger-ui.html").header("Location")).endsWith("/swagger-ui/index.html");
    for (String path :
        new String[] {"/swagger-ui/index.html", "/swagger-ui/swagger-initializer.js"}) {
      Answer page = root.get(path);
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.text())
          .doesNotContainPattern("https?://(?!127\\.0\\.0\\.1|localhost|www\\.w3\\.org)");
    }
    assertThat(root.get("/v3/api-docs/swagger-config").text()).contains("\"validatorUrl\":\"\"");
  }

  private Answer tryOut(Api api, String method, String path, JsonNode operation, String type) {
    String url = path.replaceFirst(".*\\{tenant}", "");
    for (JsonNode parameter : operation.path("parameters")) {
      url =
          url.replace(
              "{%s}".formatted(parameter.path("name").asString()),
              parameter.path("example").asString(""));
    }
    JsonNode example = operation.at("/requestBody/content").path(type).path("example");
    String query = path.contains("intent:") ? "?mode=MERGE" : "";
    boolean ofTenant = path.contains("{tenant}");
    return (ofTenant ? api : Api.ofRoot(port))
        .send(
            method.toUpperCase(Locale.ROOT),
            url + query,
            example.isString() ? example.stringValue() : example.toString(),
            "Content-Type",
            type);
  }
}
