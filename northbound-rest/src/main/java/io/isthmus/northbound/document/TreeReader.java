package io.isthmus.northbound.document;

import io.isthmus.northbound.problem.FieldError;
import io.isthmus.northbound.problem.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Builds the tree of a document from its tokens. Refuses what makes documents ambiguous or explode:
 * fields that are given twice, deep nesting, and the anchors, aliases and tags of YAML.
 */
final class TreeReader {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonParser parser;

  private TreeReader(JsonParser parser) {
    this.parser = parser;
  }

  static JsonNode read(String text, Syntax syntax) {
    try (JsonParser parser = syntax.factory().createParser(ObjectReadContext.empty(), text)) {
      return new TreeReader(parser).document();
    } catch (JacksonException e) {
      throw malformed(e.getLocation(), "", e.getOriginalMessage());
    } catch (ProblemException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      // A scanner that trips over garbage, in whatever way, has met a malformed document.
      throw malformed(null, "", "the document cannot be parsed");
    }
  }

  private JsonNode document() {
    if (parser.nextToken() == null) {
      throw malformed(null, "", "the body is empty: give a document");
    }
    JsonNode root = value("", 0);
    if (parser.nextToken() != null) {
      throw malformed(here(), "", "the document ends here, but more follows: give one document");
    }
    return root;
  }

  private JsonNode value(String pointer, int depth) {
    requirePlain(pointer);
    if (depth > Syntax.DEEPEST) {
      throw malformed(
          here(), pointer, "the document is nested deeper than " + Syntax.DEEPEST + " levels");
    }
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw malformed(here(), pointer, "the document ends before its time");
    }
    return switch (token) {
      case START_OBJECT -> object(pointer, depth);
      case START_ARRAY -> array(pointer, depth);
      case VALUE_STRING -> NODES.stringNode(parser.getString());
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw malformed(here(), pointer, "a value is missing here");
    };
  }

  private ObjectNode object(String pointer, int depth) {
    ObjectNode object = NODES.objectNode();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      requirePlain(pointer);
      String field = parser.currentName();
      String place = Fields.child(pointer, field);
      if (object.has(field)) {
        throw malformed(
            here(), place, "%s is given twice: keep one".formatted(Readings.shortened(field)));
      }
      parser.nextToken();
      object.set(field, value(place, depth + 1));
    }
    return object;
  }

  private ArrayNode array(String pointer, int depth) {
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(pointer + "/" + array.size(), depth + 1));
    }
    return array;
  }

  private JsonNode integer() {
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> NODES.numberNode(parser.getBigIntegerValue());
    };
  }

  private void requirePlain(String pointer) {
    if (!(parser instanceof YAMLParser yaml)) {
      return;
    }
    if (yaml.isCurrentAlias() || yaml.getObjectId() != null) {
      throw malformed(
          here(), pointer, "anchors and aliases are not supported: write the value out");
    }
    if (yaml.getTypeId() != null) {
      throw malformed(here(), pointer, "tags are not supported: leave the tag out");
    }
  }

  private TokenStreamLocation here() {
    return parser.currentTokenLocation();
  }

  private static ProblemException malformed(
      @Nullable TokenStreamLocation location, String pointer, String message) {
    String place =
        location == null
            ? ""
            : "line %d, column %d: ".formatted(location.getLineNr(), location.getColumnNr());
    return ProblemException.of(
        HttpStatus.BAD_REQUEST,
        List.of(
            FieldError.at(
                pointer, "MALFORMED_BODY", place + message.replaceAll("\\s+", " ").strip())));
  }
}
