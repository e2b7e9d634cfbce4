package io.isthmus.northbound.openapi;

import io.isthmus.northbound.change.IsthmusHeaders;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Map;
import java.util.TreeMap;

/** Answers and headers that many operations have. */
final class SharedAnswers {
  private static final Map<String, String> PROBLEMS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(
                  "400",
                  "The request cannot be read: malformed, of the wrong type, or with unknown or"
                      + " missing fields or parameters."),
              Map.entry(
                  "401",
                  "There is no token, or none that is valid: TOKEN_MISSING, TOKEN_MALFORMED,"
                      + " TOKEN_UNKNOWN, TOKEN_EXPIRED, TOKEN_REVOKED, TOKEN_REJECTED or"
                      + " ISSUER_UNAVAILABLE."),
              Map.entry("403", "The token's role is not enough: ROLE_MISSING."),
              Map.entry(
                  "404", "The tenant or the resource does not exist, or the tenant is not yours."),
              Map.entry("406", "Nothing that Accept asks for is available."),
              Map.entry(
                  "409",
                  "In conflict with other resources: VNI_TAKEN, PREFIX_OVERLAP, ADDRESS_TAKEN,"
                      + " DEFAULT_CLASS_TAKEN, IN_USE, DECISION_ENDED, EDGE_CHOICE, TOO_MANY_WEBHOOKS, REQUEST_DECIDED, OVERLAP_LASTS, BUSY or"
                      + " REQUEST_IN_PROGRESS."),
              Map.entry("412", "If-Match or If-None-Match does not hold."),
              Map.entry("413", "The body is too large."),
              Map.entry("415", "The Content-Type or Content-Encoding is not supported."),
              Map.entry("422", "A value breaks a rule."),
              Map.entry(
                  "429",
                  "Too many requests in a second, or too many event streams; Retry-After says when"
                      + " to try again."),
              Map.entry("500", "The controller failed, and its log says why."),
              Map.entry(
                  "503", "The database does not answer; Retry-After says when to try again.")));

  private static final Map<String, String> HEADERS =
      Map.of(
          "ETag",
          "Strong entity tag of the resource.",
          "Link",
          "The next page, with rel=\"next\"; absent on the last.",
          "Location",
          "Path of what was created.",
          IsthmusHeaders.REVISION,
          "Revision of the intent that the answer is of; of a change, the one that it made.",
          IsthmusHeaders.OPERATION_LOCATION,
          "Path of the operation that takes the change to the edges; absent when nothing changed.",
          IsthmusHeaders.OPERATION,
          "Id of that operation.",
          IsthmusHeaders.OPERATION_STATE,
          "State of that operation: PENDING, RUNNING, SUCCEEDED or FAILED.",
          IsthmusHeaders.PREFERENCE_APPLIED,
          "How long the answer would have waited for the edges: wait=N, seconds.",
          IsthmusHeaders.IDEMPOTENT_REPLAYED,
          "true where the answer is that to an earlier request with the same Idempotency-Key.");

  private SharedAnswers() {}

  static void addTo(Components components) {
    PROBLEMS.forEach(
        (status, description) -> components.addResponses("Problem" + status, problem(description)));
    new TreeMap<>(HEADERS)
        .forEach((name, description) ->
            components.addHeaders(
                name, new Header().description(description).schema(new StringSchema())));
  }

  static ApiResponse problem(int status) {
    return new ApiResponse().$ref("#/components/responses/Problem" + status);
  }

  static Header header(String name) {
    return new Header().$ref("#/components/headers/" + name);
  }

  private static ApiResponse problem(String description) {
    return new ApiResponse()
        .description(description)
        .content(
            new Content()
                .addMediaType(
                    "application/problem+json",
                    new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))));
  }
}
