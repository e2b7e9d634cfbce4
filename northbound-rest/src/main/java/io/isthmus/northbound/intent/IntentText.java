package io.isthmus.northbound.intent;

import io.isthmus.domain.intent.Network;
import io.isthmus.northbound.change.EntityTag;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.util.MimeTypeUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Writes a network as a document that can be applied again, here or elsewhere. */
@Component
final class IntentText {
  private static final List<String> READ_ONLY = List.of("revision", "number");

  private final JsonMapper json;
  private final YAMLMapper yaml =
      YAMLMapper.builder()
          .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
          .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
          .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .disable(YAMLWriteFeature.SPLIT_LINES)
          .build();

  IntentText(JsonMapper json) {
    this.json = json;
  }

  byte[] write(Network network, MediaType type) {
    ObjectNode document = document(network);
    return type.getSubtype().endsWith("yaml")
        ? yaml.writeValueAsBytes(document)
        : json.writerWithDefaultPrettyPrinter().writeValueAsBytes(document);
  }

  /** Says the same of two networks exactly when their documents are the same. */
  EntityTag tag(Network network) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(json.writeValueAsBytes(document(network)));
      return new EntityTag(HexFormat.of().formatHex(hash, 0, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** YAML for those who ask for it by name. */
  MediaType preferred(List<String> accept) {
    List<MediaType> types = MediaType.parseMediaTypes(accept);
    MimeTypeUtils.sortBySpecificity(types);
    return types.stream()
        .filter(type -> type.getSubtype().equals("json") || type.getSubtype().endsWith("yaml"))
        .findFirst()
        .map(MediaType::removeQualityValue)
        .orElse(MediaType.APPLICATION_JSON);
  }

  private ObjectNode document(Network network) {
    ObjectNode document = json.valueToTree(IntentView.of(network));
    for (JsonNode section : document) {
      for (JsonNode resource : section) {
        if (resource instanceof ObjectNode object) {
          object.remove(READ_ONLY);
        }
      }
    }
    return document;
  }
}
