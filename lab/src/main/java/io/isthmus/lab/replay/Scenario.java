package io.isthmus.lab.replay;

import java.util.List;
import java.util.OptionalInt;

/**
 * Paths that exist at the same time, cut from traces.
 *
 * @param seconds the longest that it may last; else the shortest path says
 */
record Scenario(String name, String family, OptionalInt seconds, List<Part> paths) {
  /** A trace without its first seconds. */
  record Part(String trace, int offsetSeconds) {}

  Scenario {
    paths = List.copyOf(paths);
  }
}
