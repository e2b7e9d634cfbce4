package io.isthmus.lab.rest;

import io.isthmus.lab.LabFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The controller's REST API as any client has it. Safe for any thread. */
public final class ControllerApi {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final int MOST_PAGES = 1_000;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI root;
  private final Supplier<Optional<String>> token;
  private final String tenant;

  /**
   * @param token what proves who asks; asked for at each request, since the controller may write it
   *     only when it first starts
   */
  public ControllerApi(int port, Supplier<Optional<String>> token) {
    this(URI.create("http://127.0.0.1:" + port), token, "default");
  }

  private ControllerApi(URI root, Supplier<Optional<String>> token, String tenant) {
    this.root = root;
    this.token = token;
    this.tenant = "/api/v1/tenants/" + tenant;
  }

  /** The same controller with another's eyes. */
  public ControllerApi as(String otherToken) {
    return new ControllerApi(root, () -> Optional.of(otherToken), tenantName());
  }

  /** The same controller, another tenant. */
  public ControllerApi inTenant(String name) {
    return new ControllerApi(root, token, name);
  }

  private String tenantName() {
    return tenant.substring(tenant.lastIndexOf('/') + 1);
  }

  public URI root() {
    return root;
  }

  /** Whether the controller says that it is ready. */
  public boolean isReady() {
    try {
      return exchange("GET", "/actuator/health/readiness", "", "", Duration.ofSeconds(2)).ok();
    } catch (LabFailure e) {
      return false;
    }
  }

  /** A request below the tenant; the path begins with a slash. */
  public Exchange get(String path) {
    return exchange("GET", tenant + path, "", "", LIMIT);
  }

  public Exchange put(String path, JsonNode body) {
    return exchange("PUT", tenant + path, "application/json", body.toString(), LIMIT);
  }

  public Exchange post(String path, JsonNode body) {
    return exchange("POST", tenant + path, "application/json", body.toString(), LIMIT);
  }

  /** Answered as soon as it is stored. */
  public Exchange submitYaml(String path, String yaml) {
    return exchange("POST", tenant + path, "application/yaml", yaml, "", LIMIT);
  }

  public Exchange postYaml(String path, String yaml) {
    return exchange("POST", tenant + path, "application/yaml", yaml, LIMIT);
  }

  /** The same outside of any tenant, such as {@code /tenants}. */
  public Exchange request(String method, String path, JsonNode body) {
    return exchange(
        method,
        "/api/v1" + path,
        body.isEmpty() ? "" : "application/json",
        body.isEmpty() ? "" : body.toString(),
        LIMIT);
  }

  /** A new enrolment token, for one use by the edge. */
  public String enrollmentToken(String edge) {
    return require(post("/enrollment-tokens", JSON.createObjectNode().put("edge", edge)))
        .body()
        .path("join")
        .path("token")
        .asString("");
  }

  public Exchange delete(String path) {
    return exchange("DELETE", tenant + path, "", "", LIMIT);
  }

  /** What happens from now on. */
  public EventFeed events() {
    return new EventFeed(root.resolve(tenant + "/events"), token.get());
  }

  /** All items of a list, page by page. */
  public List<JsonNode> list(String path) {
    List<JsonNode> items = new ArrayList<>();
    String cursor = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      String separator = path.contains("?") ? "&" : "?";
      Exchange exchange = get(path + (cursor.isEmpty() ? "" : separator + "cursor=" + cursor));
      JsonNode body = require(exchange).body();
      (body.isArray() ? body : body.path("items")).forEach(items::add);
      cursor = body.path("nextCursor").asString("");
      if (cursor.isEmpty()) {
        return items;
      }
    }
    throw new LabFailure("%s has more than %d pages".formatted(path, MOST_PAGES));
  }

  /** The exchange itself, or a failure with what the controller said. */
  public static Exchange require(Exchange exchange) {
    if (!exchange.ok()) {
      throw new LabFailure(
          "the controller answered %d to %s: %s"
              .formatted(exchange.status(), firstLine(exchange.request()), exchange.body()));
    }
    return exchange;
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  /** Changes are answered when the edges have acknowledged. */
  private Exchange exchange(
      String method, String path, String contentType, String body, Duration limit) {
    return exchange(method, path, contentType, body, method.equals("GET") ? "" : "wait=30", limit);
  }

  private Exchange exchange(
      String method,
      String path,
      String contentType,
      String body,
      String preference,
      Duration limit) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(root.resolve(path))
            .timeout(limit)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    token.get().ifPresent(text -> request.header("Authorization", "Bearer " + text));
    if (!contentType.isEmpty()) {
      request.header("Content-Type", contentType);
    }
    if (!preference.isEmpty()) {
      request.header("Prefer", preference);
    }
    String words = "%s %s%s".formatted(method, path, body.isEmpty() ? "" : "\n" + body);
    return send(request.build(), words);
  }

  private Exchange send(HttpRequest request, String words) {
    long sentAt = System.nanoTime();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      Duration took = Duration.ofNanos(System.nanoTime() - sentAt);
      Optional<String> operation =
          response
              .headers()
              .firstValue("Operation-Location")
              .map(location -> URI.create(location).getPath());
      return new Exchange(
          words,
          response.statusCode(),
          json(response.body()),
          operation,
          response.headers().firstValue("Isthmus-Operation-State"),
          sentAt,
          took);
    } catch (IOException e) {
      throw new LabFailure(
          "no controller answers at %s (%s): `./isthmus lab up` starts it again, and its log in the lab's logs says why it ended"
              .formatted(root, e),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("interrupted while waiting for the controller", e);
    }
  }

  private static JsonNode json(String body) {
    try {
      return body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body);
    } catch (JacksonException e) {
      return JSON.getNodeFactory().stringNode(body);
    }
  }
}
