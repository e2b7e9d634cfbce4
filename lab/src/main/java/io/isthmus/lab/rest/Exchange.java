package io.isthmus.lab.rest;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One request to the controller and its answer.
 *
 * @param request as it was sent, for people: method, path and body
 * @param operation path of the operation that the change made
 * @param operationState how far it was when the answer came, such as {@code SUCCEEDED}
 * @param sentAtNanos {@link System#nanoTime} just before it was sent
 */
public record Exchange(
    String request,
    int status,
    JsonNode body,
    Optional<String> operation,
    Optional<String> operationState,
    long sentAtNanos,
    Duration took) {
  /** Whether the edges carry the change, or there was nothing to change. */
  public boolean isDone() {
    return ok() && (operation.isEmpty() || operationState.equals(Optional.of("SUCCEEDED")));
  }

  public boolean ok() {
    return status / 100 == 2;
  }
}
