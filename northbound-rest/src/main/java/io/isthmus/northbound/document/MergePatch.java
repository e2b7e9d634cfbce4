package io.isthmus.northbound.document;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON merge patch (RFC 7396). */
public final class MergePatch {
  private MergePatch() {}

  /** What the patch makes of the target, which stays as it is. */
  public static JsonNode apply(JsonNode target, JsonNode patch) {
    if (!patch.isObject()) {
      return patch;
    }
    ObjectNode merged =
        target.isObject() ? (ObjectNode) target.deepCopy() : JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> entry : patch.properties()) {
      if (entry.getValue().isNull()) {
        merged.remove(entry.getKey());
      } else {
        merged.set(entry.getKey(), apply(merged.path(entry.getKey()), entry.getValue()));
      }
    }
    return merged;
  }
}
