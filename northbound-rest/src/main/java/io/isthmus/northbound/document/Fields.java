package io.isthmus.northbound.document;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * Reads the fields of one object of a document. What is asked for is known; whatever else the
 * object has is an error. For one thread.
 */
public final class Fields {
  private final JsonNode node;
  private final String pointer;
  private final Errors errors;
  private final int errorsBefore;
  private final Set<String> known = new LinkedHashSet<>();

  private Fields(JsonNode node, String pointer, Errors errors) {
    this.node = node;
    this.pointer = pointer;
    this.errors = errors;
    this.errorsBefore = errors.count();
  }

  /** Empty when the node is not an object. */
  public static Optional<Fields> of(JsonNode node, String pointer, Errors errors) {
    if (!node.isObject()) {
      errors.malformed(pointer, "WRONG_TYPE", Readings.wrongType(node, "an object"));
      return Optional.empty();
    }
    return Optional.of(new Fields(node, pointer, errors));
  }

  /** The field's value. Absent, or null, is an error. */
  public <T> Optional<T> required(String field, Reading<T> reading) {
    if (!has(field)) {
      errors.malformed(
          pointerTo(field), "MISSING_FIELD", "%s is missing: give it a value".formatted(field));
      known.add(field);
      return Optional.empty();
    }
    return optional(field, reading);
  }

  /** The field's value, empty when the field is absent, or null. */
  public <T> Optional<T> optional(String field, Reading<T> reading) {
    known.add(field);
    return has(field) ? reading.read(node.path(field), pointerTo(field), errors) : Optional.empty();
  }

  /** The items of a list, empty when the field is absent, or null. */
  public <T> List<T> list(String field, Reading<T> item) {
    return optional(field, Readings.listOf(item)).orElse(List.of());
  }

  /** The items of a list. Absent, or null, is an error. */
  public <T> List<T> requiredList(String field, Reading<T> item) {
    return required(field, Readings.listOf(item)).orElse(List.of());
  }

  public boolean has(String field) {
    return node.has(field) && !node.path(field).isNull();
  }

  /** The object itself. */
  public JsonNode node() {
    return node;
  }

  public String pointerTo(String field) {
    return child(pointer, field);
  }

  /**
   * Reports every field that was not asked for, before what else is wrong with the object: it is
   * often why another is missing.
   */
  public void end() {
    int place = errorsBefore;
    for (String field : node.propertyNames()) {
      if (!known.contains(field)) {
        errors.malformedAt(place++, pointerTo(field), "UNKNOWN_FIELD", unknown(field));
      }
    }
  }

  /**
   * Makes the value once all fields are read.
   *
   * @param fieldOfCode which field an {@link InvalidValue} is about, by its code; otherwise it is
   *     about the object
   * @return empty when there was an error in this object
   */
  public <T> Optional<T> build(Map<String, String> fieldOfCode, Supplier<T> maker) {
    end();
    if (errors.count() > errorsBefore) {
      return Optional.empty();
    }
    try {
      return Optional.of(maker.get());
    } catch (InvalidValue e) {
      String field = fieldOfCode.get(e.code());
      errors.invalid(field == null ? pointer : pointerTo(field), e.code(), e.getMessage());
      return Optional.empty();
    }
  }

  /** An error of this object that its reader has found. */
  public void invalid(String field, String code, String message) {
    errors.invalid(pointerTo(field), code, message);
  }

  /** JSON pointer to a field or an item (RFC 6901). */
  public static String child(String pointer, String field) {
    return pointer + "/" + Readings.shortened(field).replace("~", "~0").replace("/", "~1");
  }

  private String unknown(String field) {
    List<String> names = new ArrayList<>(known);
    return "%s is not a field here: %sknown are %s"
        .formatted(
            Readings.shortened(field), Nearest.question(field, names), String.join(", ", names));
  }
}
