package io.isthmus.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A controller's REST API. */
final class Controller {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int FIRST_ERROR = 400;
  private static final int MOST_PAGES = 1_000;

  private final URI root;
  private final String token;
  private final HttpClient client;

  Controller(URI root, String token, Optional<Path> trusted) {
    this.root = root;
    this.token = token;
    HttpClient.Builder builder =
        HttpClient.newBuilder().connectTimeout(PATIENCE).followRedirects(HttpClient.Redirect.NEVER);
    trusted.map(Trust::of).ifPresent(builder::sslContext);
    this.client = builder.build();
  }

  JsonNode get(String path) {
    return parse(send("GET", path, Optional.empty(), "application/json"));
  }

  /** The items of all pages. */
  List<JsonNode> list(String path) {
    List<JsonNode> items = new ArrayList<>();
    String next = path;
    for (int page = 0; page < MOST_PAGES && !next.isEmpty(); page++) {
      JsonNode answer = get(next);
      answer.path("items").forEach(items::add);
      String cursor = answer.path("nextCursor").asString("");
      String separator = path.contains("?") ? "&" : "?";
      next = cursor.isEmpty() ? "" : path + separator + "cursor=" + cursor;
    }
    return items;
  }

  JsonNode post(String path, Consumer<tools.jackson.databind.node.ObjectNode> body) {
    var document = JSON.createObjectNode();
    body.accept(document);
    return parse(send("POST", path, Optional.of(document.toString()), "application/json"));
  }

  String postForText(String path, Consumer<tools.jackson.databind.node.ObjectNode> body) {
    var document = JSON.createObjectNode();
    body.accept(document);
    return send("POST", path, Optional.of(document.toString()), "text/plain");
  }

  void delete(String path) {
    send("DELETE", path, Optional.empty(), "application/json");
  }

  private String send(String method, String path, Optional<String> body, String accept) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(root + path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token)
            .header("Accept", accept + ", application/problem+json")
            .method(method, body.map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody));
    body.ifPresent(_ -> request.header("Content-Type", "application/json"));
    try {
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() >= FIRST_ERROR) {
        throw refused(answer);
      }
      return answer.body();
    } catch (IOException e) {
      throw new Refused(
          "%s does not answer (%s): check --url and whether the controller runs"
              .formatted(
                  root, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw new Refused("the token has characters that no token has: check where it comes from");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused("interrupted");
    }
  }

  private static Refused refused(HttpResponse<String> answer) {
    JsonNode problem = parse(answer.body());
    return new Refused(
        "%d %s: %s"
            .formatted(
                answer.statusCode(),
                problem.path("code").asString("refused"),
                problem.path("detail").asString("the controller gave no reason")));
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body.isBlank() ? "{}" : body);
    } catch (JacksonException e) {
      return JSON.createObjectNode();
    }
  }
}
