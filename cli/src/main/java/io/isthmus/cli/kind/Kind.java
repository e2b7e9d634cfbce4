package io.isthmus.cli.kind;

import io.isthmus.cli.kind.Column.Width;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A kind of thing.
 *
 * @param name in the plural, as on the command line
 * @param aliases other words for it
 * @param collection its path below the tenant
 * @param key pointers to what names one, with {@code +} between them
 * @param filters the query parameter of each filter that its list has
 */
public record Kind(
    String name,
    List<String> aliases,
    String collection,
    String key,
    Set<Trait> traits,
    Map<Filter, String> filters,
    List<Column> columns) {

  /** What else there is to know. */
  public enum Trait {
    /** One can be had by its key: {@code GET …/collection/key}. */
    HAS_PATH_OF_ITS_OWN,
    /** One can be deleted. */
    CAN_BE_DELETED,
    /** Grows for ever, the newest first, so that a list is cut. */
    HISTORY,
    /** A history whose list begins with the oldest. */
    OLDEST_FIRST,
    /** Beside the tenants, not below one. */
    OF_ALL_TENANTS,
    /** Below an edge, whose name comes before those of the things. */
    OF_AN_EDGE,
    /** What was measured of a path over time: a table has a row for each point. */
    SERIES,
    /** Is below a tenant and, with --all-tenants, beside them. */
    ALSO_OF_ALL_TENANTS
  }

  public boolean has(Trait trait) {
    return traits.contains(trait);
  }

  /** The same of one edge. */
  public Kind of(String edge) {
    return new Kind(
        name, aliases, "edges/%s/%s".formatted(edge, collection), key, traits, filters, columns);
  }

  public List<Column> columns(Width width) {
    return columns.stream()
        .filter(column -> column.width() == Width.ALWAYS || width == Width.WIDE)
        .toList();
  }

  public String nameOf(JsonNode item) {
    return Arrays.stream(key.split("\\+"))
        .map(pointer -> item.at(pointer).asString(""))
        .collect(Collectors.joining("/"));
  }
}
