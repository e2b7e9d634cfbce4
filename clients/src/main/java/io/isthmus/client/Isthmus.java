package io.isthmus.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.isthmus.client.model.Problem;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Optional;

/** Where to begin: a connection to a controller, and what its refusals say. */
public final class Isthmus {
  private Isthmus() {}

  /**
   * For the constructors of the classes in {@code api}.
   *
   * @param token an API token, or an access token of the issuer that the controller trusts
   */
  public static ApiClient connect(URI controller, String token) {
    ApiClient client = new ApiClient();
    client.updateBaseUri(controller.toString().replaceFirst("/$", ""));
    client.setHttpClientBuilder(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1));
    client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
    return client;
  }

  /** The code, the detail and the place of each error; empty where no controller answered. */
  public static Optional<Problem> problem(ApiException refusal) {
    String body = refusal.getResponseBody();
    if (body == null || body.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(ApiClient.createDefaultObjectMapper().readValue(body, Problem.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
