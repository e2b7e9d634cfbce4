package io.isthmus.northbound.document;

import tools.jackson.databind.JsonNode;

/** A request body that could be parsed; what it says is not known to make sense. */
public record Document(JsonNode root) {}
