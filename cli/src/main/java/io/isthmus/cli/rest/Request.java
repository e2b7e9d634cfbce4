package io.isthmus.cli.rest;

import java.util.Optional;

/**
 * What is asked.
 *
 * @param path from the root, with the query
 * @param contentType of the body; without one, there is no body
 */
public record Request(String method, String path, Optional<String> contentType, String body) {
  public static Request get(String path) {
    return new Request("GET", path, Optional.empty(), "");
  }

  public static Request delete(String path) {
    return new Request("DELETE", path, Optional.empty(), "");
  }

  public static Request post(String path, String contentType, String body) {
    return new Request("POST", path, Optional.of(contentType), body);
  }
}
