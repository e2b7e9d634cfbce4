package io.isthmus.northbound.resource;

import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.net.Name;
import io.isthmus.northbound.change.Placement;
import io.isthmus.northbound.document.Document;
import io.isthmus.northbound.document.Errors;
import io.isthmus.northbound.document.Fields;
import io.isthmus.northbound.document.Readings;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A resource as a client declared it, with what it repeated of the fields that only the controller
 * sets.
 */
public final class Parsed<T> {
  /** Stands in while the errors of the other fields are looked for. */
  private static final Name UNREADABLE = Name.of("unreadable");

  private final ResourceType<T, ?> type;
  private final Name name;
  private final T value;
  private final JsonNode document;
  private final String pointer;
  private final Optional<Long> revision;
  private final Optional<Integer> number;

  private Parsed(
      ResourceType<T, ?> type,
      Name name,
      T value,
      JsonNode document,
      String pointer,
      Optional<Long> revision,
      Optional<Integer> number) {
    this.type = type;
    this.name = name;
    this.value = value;
    this.document = document;
    this.pointer = pointer;
    this.revision = revision;
    this.number = number;
  }

  /** Reads the resource of this name. */
  public static <T> Parsed<T> one(ResourceType<T, ?> type, Document document, Name name) {
    return one(type, document.root(), name);
  }

  static <T> Parsed<T> one(ResourceType<T, ?> type, JsonNode node, Name name) {
    Errors errors = new Errors();
    Optional<Parsed<T>> parsed =
        Fields.of(node, "", errors)
            .flatMap(fields -> {
              requireSameName(fields, name, errors);
              return rest(type, fields, name, "", errors);
            });
    errors.throwIfAny();
    return parsed.orElseThrow(() -> new IllegalStateException("nothing read and no error"));
  }

  /** Reads an item of a list of resources, which says its own name. */
  public static <T> Optional<Parsed<T>> item(
      ResourceType<T, ?> type, JsonNode node, String pointer, Errors errors) {
    return Fields.of(node, pointer, errors)
        .flatMap(fields ->
            rest(
                type,
                fields,
                fields.required("name", Readings.NAME).orElse(UNREADABLE),
                pointer,
                errors));
  }

  public Name name() {
    return name;
  }

  public T value() {
    return value;
  }

  public String pointer() {
    return pointer;
  }

  /** Notes where the resource stands in the request. */
  public void place(Placement placement) {
    placement.put(
        type.kind(),
        name,
        field -> pointer + type.locate(value, document, field),
        (before, violation) -> type.rival(value, before, violation));
  }

  /** What only the controller sets may be repeated, but not changed. */
  public void requireReadOnlyUnchanged(Optional<Declared<T>> present, Errors errors) {
    revision.ifPresent(given ->
        ReadOnly.require("revision", given, present.map(Declared::revision), pointer, errors));
    number.ifPresent(given ->
        ReadOnly.require(
            "number",
            given.longValue(),
            present.map(declared -> (long) declared.number()),
            pointer,
            errors));
  }

  private static void requireSameName(Fields fields, Name name, Errors errors) {
    Optional<Name> given = fields.optional("name", Readings.NAME);
    if (given.isPresent() && !given.get().equals(name)) {
      errors.invalid(
          fields.pointerTo("name"),
          "NAME_MISMATCH",
          "name %s is not %s, which the URL says: a resource cannot be renamed, leave name out"
              .formatted(given.get(), name));
    }
  }

  private static <T> Optional<Parsed<T>> rest(
      ResourceType<T, ?> type, Fields fields, Name name, String pointer, Errors errors) {
    Optional<Long> revision = fields.optional("revision", Readings.LONG);
    Optional<Integer> number =
        type.showsNumber() ? fields.optional("number", Readings.INTEGER) : Optional.empty();
    return type.read(fields, name)
        .map(value -> new Parsed<>(type, name, value, fields.node(), pointer, revision, number));
  }
}
