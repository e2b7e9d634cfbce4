package io.isthmus.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.db.FreshDatabase;
import io.isthmus.domain.operation.WorkObserver;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;

/** The whole controller starts, and says so. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "isthmus.southbound.port=0",
      "isthmus.security.master-key-file=target/it/master.key",
      "isthmus.security.admin-token-file=target/it/admin-token"
    })
@Import(FreshDatabase.class)
class IsthmusControllerIT {

  private static final Path ADMIN_TOKEN = Path.of("target", "it", "admin-token");

  @LocalServerPort int port;
  @Autowired private ApplicationContext context;

  @Test
  void isHealthyOnceStarted() throws Exception {
    HttpResponse<String> health = get("/actuator/health");

    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).contains("\"status\":\"UP\"");
  }

  /** What is not loaded costs nothing. */
  @Test
  void nothingTracesWhereThereIsNowhereToSendTracesTo() {
    assertThat(context.getBeanNamesForType(OpenTelemetry.class)).isEmpty();
    assertThat(context.getBeanNamesForType(Tracer.class)).isEmpty();
    assertThat(context.getBean(WorkObserver.class).isTracing()).isFalse();
  }

  @Test
  void documentsItsApi() throws Exception {
    HttpResponse<String> document = get("/v3/api-docs");

    assertThat(document.statusCode()).isEqualTo(200);
    assertThat(document.body()).contains("\"openapi\":\"3.1.0\"");
  }

  @Test
  void theConsoleIsOpenAtTheRootUnderAPolicyOfItsOwn() throws Exception {
    HttpResponse<String> page = get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<script type=\"module\" src=\"console/v-");
    assertThat(policy(page)).contains("style-src 'self';").doesNotContain("unsafe");
    assertThat(policy(get("/swagger-ui/index.html"))).contains("'unsafe-inline'");
    assertThat(getAsAdmin("/api/v1/me").body()).contains("\"name\":\"first-admin\"");
  }

  @Test
  void theFirstStartWritesAnAdminsTokenForItsOwnerAlone() throws Exception {
    assertThat(Files.getPosixFilePermissions(ADMIN_TOKEN))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(get("/api/v1/tenants").statusCode()).isEqualTo(401);
    assertThat(getAsAdmin("/api/v1/tenants").statusCode()).isEqualTo(200);
  }

  @Test
  void theRestOfTheActuatorIsNotOpen() throws Exception {
    assertThat(get("/actuator/prometheus").statusCode()).isEqualTo(401);
    assertThat(get("/actuator").statusCode()).isEqualTo(401);
    assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
  }

  /** The names of docs/metrics.md. */
  @Test
  void showsPrometheusHowItsEdgesAre() throws Exception {
    HttpResponse<String> metrics = getAsAdmin("/actuator/prometheus");

    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.body())
        .contains("isthmus_edges{state=\"in-sync\"} 0.0")
        .contains("isthmus_paths{state=\"remote-silent\"} 0.0")
        .contains("isthmus_windows_received_total 0.0")
        .contains("isthmus_windows_written_total 0.0")
        .contains("isthmus_windows_dropped_total 0.0")
        .contains("isthmus_windows_refused_total 0.0")
        .contains("isthmus_windows_dropped_by_edges_total 0.0")
        .contains("isthmus_windows_waiting 0.0")
        .contains("isthmus_windows_lag_seconds 0.0")
        .contains("isthmus_notices_recorded_total 0.0")
        .contains("isthmus_notices_repeated_total 0.0")
        .contains("isthmus_notices_refused_total 0.0")
        .contains("isthmus_notices_dropped_by_edges_total 0.0")
        .contains("isthmus_choices_total 0.0")
        .contains("isthmus_sla_violations_begun_total 0.0")
        .contains("isthmus_sla_violations_ended_total 0.0")
        .contains("isthmus_sla_violations_open 0.0")
        .contains("isthmus_clocks_corrected_total 0.0");
  }

  private static String policy(HttpResponse<String> response) {
    return response.headers().firstValue("Content-Security-Policy").orElse("");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).build());
  }

  private HttpResponse<String> getAsAdmin(String path) throws IOException, InterruptedException {
    String token = Files.readString(ADMIN_TOKEN).strip();
    return send(request(path).header("Authorization", "Bearer " + token).build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)));
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }
}
