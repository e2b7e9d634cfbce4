package io.isthmus.cli.rest;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the controller answered.
 *
 * @param operation where the operation is that takes a change to the edges
 */
public record Answer(int status, String body, Optional<String> operation) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** The document; an empty object where there is none. */
  public JsonNode json() {
    try {
      return body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body);
    } catch (JacksonException e) {
      throw new Refused(
          "what answered is no controller (%d, and no JSON): check --url".formatted(status));
    }
  }
}
