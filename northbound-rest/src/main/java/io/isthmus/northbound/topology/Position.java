package io.isthmus.northbound.topology;

import io.isthmus.domain.net.Name;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A place in a list that is sorted by several names, or the end of a stretch of it that begins with
 * the same names.
 */
record Position(List<Name> names) {
  Position {
    names = List.copyOf(names);
  }

  static Position of(Name... names) {
    return new Position(List.of(names));
  }

  static Position parse(String text) {
    return new Position(Arrays.stream(text.split("/", -1)).map(Name::of).toList());
  }

  /** Whether this place, or all of the stretch that begins with it, is not beyond the other. */
  boolean isCoveredBy(Position end) {
    int common = Math.min(names.size(), end.names.size());
    for (int i = 0; i < common; i++) {
      int order = names.get(i).compareTo(end.names.get(i));
      if (order != 0) {
        return order < 0;
      }
    }
    return names.size() >= end.names.size();
  }

  @Override
  public String toString() {
    return names.stream().map(Name::value).collect(Collectors.joining("/"));
  }
}
