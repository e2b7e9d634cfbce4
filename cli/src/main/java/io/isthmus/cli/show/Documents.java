package io.isthmus.cli.show;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Documents for programs. */
public final class Documents {
  private static final JsonMapper JSON = JsonMapper.shared();

  private Documents() {}

  /** As JSON with indents, or YAML. */
  public static String text(JsonNode document, Form form) {
    return form == Form.YAML
        ? Yaml.MAPPER.writeValueAsString(document).stripTrailing()
        : JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document);
  }

  /** A list, in the shape of the API's pages. */
  public static ObjectNode list(List<? extends JsonNode> items) {
    ObjectNode document = JSON.createObjectNode();
    document.putArray("items").addAll(items);
    return document;
  }

  public static JsonNode readYaml(String text) {
    return Yaml.MAPPER.readTree(text);
  }

  /** Made where it is needed: most commands never do. */
  private static final class Yaml {
    static final YAMLMapper MAPPER =
        YAMLMapper.builder()
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            .enable(YAMLWriteFeature.INDENT_ARRAYS_WITH_INDICATOR)
            .build();
  }
}
