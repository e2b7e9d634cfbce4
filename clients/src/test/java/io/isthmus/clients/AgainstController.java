package io.isthmus.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.app.IsthmusController;
import io.isthmus.db.FreshDatabase;
import io.isthmus.pki.BuiltInAuthority;
import io.isthmus.southbound.SouthboundServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

/** One controller and one database for all that extend this; each has a tenant of its own. */
@SpringBootTest(
    classes = IsthmusController.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "isthmus.southbound.port=0",
      "isthmus.security.master-key-file=target/it/master.key",
      "isthmus.security.admin-token-file=target/it/admin-token"
    })
@Import(FreshDatabase.class)
public abstract class AgainstController {
  private static final Path ADMIN_TOKEN = Path.of("target", "it", "admin-token");

  @LocalServerPort private int port;
  @Autowired private SouthboundServer southbound;
  @Autowired private BuiltInAuthority authority;

  protected final String url() {
    return "http://127.0.0.1:" + port;
  }

  protected final URI controller() {
    return URI.create(url());
  }

  protected final String token() throws IOException {
    return Files.readString(ADMIN_TOKEN).strip();
  }

  /** A tenant with two sites, whose edges have not joined. */
  protected final void declare(String tenant) throws Exception {
    send("PUT", "/api/v1/tenants/" + tenant, "");
    send("POST", "/api/v1/tenants/%s/intent:apply".formatted(tenant), Networks.TWO_SITES);
  }

  private void send(String method, String path, String body) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(url() + path))
                  .header("Authorization", "Bearer " + token())
                  .header("Content-Type", "application/yaml")
                  .method(method, HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    }
  }

  /** An edge that joins as a device does, and carries what it is told unless it was told not to. */
  protected final FakeEdge join(String tenant, String edge) throws Exception {
    return FakeEdge.join(controller(), token(), southbound.port(), authority, tenant, edge);
  }
}
