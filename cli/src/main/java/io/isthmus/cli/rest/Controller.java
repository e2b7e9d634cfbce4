package io.isthmus.cli.rest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A controller's REST API, as one tenant's user sees it. */
public final class Controller {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String JSON = "application/json";
  private static final int FIRST_ERROR = 400;
  private static final int TOO_MANY = 429;
  private static final int MOST_REPETITIONS = 5;
  private static final Duration USUAL_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final int PAGE = 500;

  private final URI root;
  private final Token token;
  private final String tenant;
  private final HttpClient client;

  public Controller(URI root, Token token, String tenant, Optional<Path> trusted) {
    this.root = root;
    this.token = token;
    this.tenant = PathSegment.of(tenant);
    HttpClient.Builder builder =
        HttpClient.newBuilder().connectTimeout(PATIENCE).followRedirects(HttpClient.Redirect.NEVER);
    if (root.getScheme().equals("http")) {
      // An offer to speak HTTP/2 is of no use there, and costs a round of headers.
      builder.version(HttpClient.Version.HTTP_1_1);
    }
    trusted.map(Trust::of).ifPresent(builder::sslContext);
    this.client = builder.build();
  }

  public String tenant() {
    return tenant;
  }

  /** The path of something of the tenant. */
  public String path(String below) {
    return "/api/v1/tenants/%s/%s".formatted(tenant, below);
  }

  public JsonNode get(String path) {
    return send(Request.get(path)).json();
  }

  /**
   * The first items of all pages.
   *
   * @param most at most so many
   */
  public List<JsonNode> list(String path, int most) {
    List<JsonNode> items = new ArrayList<>();
    String first = "%s%climit=%d".formatted(path, path.contains("?") ? '&' : '?', page(most));
    String next = first;
    while (!next.isEmpty() && items.size() < most) {
      JsonNode answer = get(next);
      answer.path("items").forEach(items::add);
      String cursor = answer.path("nextCursor").asString("");
      next = cursor.isEmpty() ? "" : first + "&cursor=" + cursor;
    }
    return items.subList(0, Math.min(most, items.size()));
  }

  private static int page(int most) {
    return Math.clamp(most, 1, PAGE);
  }

  public Answer post(String path, Consumer<ObjectNode> body) {
    ObjectNode document = JsonMapper.shared().createObjectNode();
    body.accept(document);
    return send(Request.post(path, JSON, document.toString()));
  }

  public Answer delete(String path) {
    return send(Request.delete(path));
  }

  public Answer send(Request request) {
    HttpResponse<String> answer = exchange(http(request, JSON), BodyHandlers.ofString());
    for (int again = 0; answer.statusCode() == TOO_MANY && again < MOST_REPETITIONS; again++) {
      // It was refused before anything was done, so that a change may be asked for again, too.
      sleep(retryAfter(answer));
      answer = exchange(http(request, JSON), BodyHandlers.ofString());
    }
    if (answer.statusCode() >= FIRST_ERROR) {
      throw Problems.refusal(answer.statusCode(), answer.body(), token.source());
    }
    return new Answer(
        answer.statusCode(), answer.body(), answer.headers().firstValue("Operation-Location"));
  }

  private static Duration retryAfter(HttpResponse<?> answer) {
    String seconds = answer.headers().firstValue("Retry-After").orElse("");
    Duration asked =
        seconds.matches("\\d{1,4}") ? Duration.ofSeconds(Long.parseLong(seconds)) : USUAL_PAUSE;
    return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused("interrupted");
    }
  }

  /** A stream of server-sent events, line by line, until it is closed. */
  Stream<String> stream(String path, Optional<String> lastEventId) {
    HttpRequest.Builder request = http(Request.get(path), "text/event-stream");
    lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
    HttpResponse<Stream<String>> answer = exchange(request, BodyHandlers.ofLines());
    if (answer.statusCode() >= FIRST_ERROR) {
      try (Stream<String> lines = answer.body()) {
        throw Problems.refusal(
            answer.statusCode(), String.join("\n", lines.toList()), token.source());
      }
    }
    return answer.body();
  }

  private HttpRequest.Builder http(Request request, String accept) {
    try {
      HttpRequest.Builder builder =
          HttpRequest.newBuilder(URI.create(root + request.path()))
              .timeout(PATIENCE)
              .header("Authorization", "Bearer " + token.text())
              .header("Accept", accept + ", application/problem+json")
              .method(
                  request.method(),
                  request.contentType().isPresent()
                      ? BodyPublishers.ofString(request.body())
                      : BodyPublishers.noBody());
      request.contentType().ifPresent(type -> builder.header("Content-Type", type));
      return builder;
    } catch (IllegalArgumentException e) {
      throw new Refused("the token has characters that no token has: check where it comes from");
    }
  }

  private <T> HttpResponse<T> exchange(HttpRequest.Builder request, BodyHandler<T> handler) {
    try {
      return client.send(request.build(), handler);
    } catch (IOException e) {
      throw Silence.of(root, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused("interrupted");
    }
  }
}
