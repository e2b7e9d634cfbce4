package io.isthmus.agent.steer;

import io.isthmus.selection.sla.WatchedPath;
import java.util.List;
import java.util.Map;

/**
 * Everything that a configuration brings. Its maps do not change; what is watched and steered does,
 * under the lock of {@link Steer}.
 *
 * @param paths by key, as is {@code watched}
 * @param byKey what is steered, by the key of its resource
 * @param byPath the same, by the paths that it can take
 */
record Situation(
    long revision,
    Map<String, SteerPlan.Path> paths,
    Map<String, WatchedPath> watched,
    Map<String, Steered> byKey,
    Map<String, List<Steered>> byPath) {

  static final Situation NOTHING = new Situation(0, Map.of(), Map.of(), Map.of(), Map.of());

  Situation at(long newRevision) {
    return new Situation(newRevision, paths, watched, byKey, byPath);
  }

  /** What can take the path. */
  List<Steered> on(String pathKey) {
    return byPath.getOrDefault(pathKey, List.of());
  }
}
