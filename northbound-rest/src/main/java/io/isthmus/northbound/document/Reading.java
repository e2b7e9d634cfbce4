package io.isthmus.northbound.document;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads one value of a document. */
@FunctionalInterface
public interface Reading<T> {
  /** The value; empty when it cannot be read, and then the errors say why. */
  Optional<T> read(JsonNode node, String pointer, Errors errors);
}
