package io.isthmus.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The REST API as a client has it, below one tenant. */
final class Api {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final AtomicInteger NEXT_TENANT = new AtomicInteger();

  private final int port;
  private final String root;
  private final Optional<String> token;

  private Api(int port, String root, Optional<String> token) {
    this.port = port;
    this.root = root;
    this.token = token;
  }

  /** Below a tenant that is made for it. */
  static Api ofNewTenant(int port) {
    Api api = ofRoot(port).below("/api/v1/tenants/tenant-" + NEXT_TENANT.incrementAndGet());
    api.send("PUT", "", "");
    return api;
  }

  static Api ofRoot(int port) {
    return new Api(port, "", Optional.of(TestTokens.ADMIN));
  }

  /** The same with another token, or with none. */
  Api with(Optional<String> other) {
    return new Api(port, root, other);
  }

  private Api below(String path) {
    return new Api(port, root + path, token);
  }

  String tenant() {
    return root.substring(root.lastIndexOf('/') + 1);
  }

  /** Applies {@link Continuum#YAML}. */
  void declareContinuum() {
    Answer applied = postYaml("/intent:apply", Continuum.YAML);
    if (applied.status() >= 300) {
      throw new AssertionError(applied);
    }
  }

  /** The newest revision, which every change makes another. */
  String revision() {
    return get("").header("Isthmus-Revision");
  }

  /** Where a query names what there is not, an empty list would pass for an answer. */
  void assertUnknown(String path, String words) {
    Answer answer = get(path);
    assertThat(answer.status()).as("%s", answer).isEqualTo(400);
    assertThat(answer.code()).as("%s", answer).isEqualTo("UNKNOWN_REFERENCE");
    assertThat(answer.text()).contains(words);
  }

  Answer get(String path, String... headers) {
    return send("GET", path, "", headers);
  }

  /** The operation that the answer names. */
  Answer getOperation(Answer changed, String... headers) {
    return new Api(port, "", token).get(changed.header("Operation-Location"), headers);
  }

  Answer put(String path, String body, String... headers) {
    return send("PUT", path, body, with(headers, "Content-Type", "application/json"));
  }

  Answer patch(String path, String body, String... headers) {
    return send("PATCH", path, body, with(headers, "Content-Type", "application/merge-patch+json"));
  }

  Answer post(String path, String body, String... headers) {
    return send("POST", path, body, with(headers, "Content-Type", "application/json"));
  }

  Answer postYaml(String path, String body, String... headers) {
    return send("POST", path, body, with(headers, "Content-Type", "application/yaml"));
  }

  Answer delete(String path, String... headers) {
    return send("DELETE", path, "", headers);
  }

  Answer send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (!List.of(headers).contains("Authorization")) {
      token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    }
    try {
      return new Answer(CLIENT.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new AssertionError("no answer to " + method + " " + path, e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:%d%s%s".formatted(port, root, path));
  }

  private static String[] with(String[] headers, String name, String value) {
    if (List.of(headers).contains(name)) {
      return headers;
    }
    String[] more = Arrays.copyOf(headers, headers.length + 2);
    more[headers.length] = name;
    more[headers.length + 1] = value;
    return more;
  }

  /** What came back. */
  record Answer(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    String text() {
      return response.body();
    }

    JsonNode body() {
      return JSON.readTree(response.body().isEmpty() ? "{}" : response.body());
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    String code() {
      return body().path("code").asString("");
    }

    /** Of a list of resources. */
    List<String> names() {
      return StreamSupport.stream(body().path("items").spliterator(), false)
          .map(item -> item.path("name").asString())
          .toList();
    }

    String etag() {
      return header("ETag");
    }

    @Override
    public String toString() {
      return "%s %s: %d %s %s"
          .formatted(
              response.request().method(),
              response.uri().getPath(),
              status(),
              response.headers().map(),
              text());
    }
  }
}
