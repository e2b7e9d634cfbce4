package io.isthmus.domain.telemetry;

import java.time.Instant;
import java.util.Optional;

/**
 * The newest that is known of a path.
 *
 * @param state {@code UNKNOWN} also when its edge was not heard of for some seconds
 * @param since when the state became this; when it was last heard of where that made it unknown
 * @param latest the newest window; absent when none came yet
 */
public record LivePath(PathKey path, PathState state, Instant since, Optional<PathWindow> latest) {

  LivePath in(PathState newState, Instant at) {
    return newState == state ? this : new LivePath(path, newState, at, latest);
  }

  /** Windows that come late, since their edge was away, are history. */
  LivePath with(PathWindow window, Instant at) {
    boolean isNewer = latest.map(old -> !window.begin().isBefore(old.begin())).orElse(true);
    if (!isNewer) {
      return this;
    }
    Instant changed = window.state() == state ? since : at;
    return new LivePath(path, window.state(), changed, Optional.of(window));
  }
}
