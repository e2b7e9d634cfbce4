package io.isthmus.agent.control;

import io.isthmus.agent.probe.ProbeListener;
import io.isthmus.agent.probe.ProbeOutcome;
import io.isthmus.agent.probe.ProbePlan;
import io.isthmus.southbound.api.v1.PathChanged;
import io.isthmus.southbound.api.v1.PathState;
import io.isthmus.southbound.api.v1.PathWindow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Tells the controller what the probe thread finds. */
final class Reporter implements ProbeListener {

  private final Outbox outbox;
  private final Map<String, PathWindow> lastWindows = new ConcurrentHashMap<>();
  private final Map<String, PathState> states = new ConcurrentHashMap<>();

  Reporter(Outbox outbox) {
    this.outbox = outbox;
  }

  @Override
  public void overdue(
      String pathKey, long sequence, long sentAtNanos, ProbeOutcome.Fate suspected) {
    // A suspicion is for those who must be fast.
  }

  @Override
  public void settled(String pathKey, ProbeOutcome outcome) {
    // Single probes stay at the edge: windows carry their sum.
  }

  @Override
  public void stateChanged(String pathKey, PathState state, String reason, long detectionNanos) {
    states.put(pathKey, state);
    Log.info(
        "path "
            + pathKey
            + " is "
            + word(state)
            + ": "
            + reason
            + (detectionNanos > 0 ? ", after " + detectionNanos / 1_000_000 + " ms" : ""));
    outbox.notice(
        ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()),
        PathChanged.newBuilder()
            .setPathKey(pathKey)
            .setState(state)
            .setReason(reason)
            .setDetectionMicros(detectionNanos / 1_000)
            .build());
  }

  static String word(PathState state) {
    return switch (state) {
      case PATH_STATE_UP -> "up";
      case PATH_STATE_DOWN -> "down";
      case PATH_STATE_REMOTE_SILENT -> "remote-silent";
      case PATH_STATE_UNKNOWN, PATH_STATE_UNSPECIFIED, UNRECOGNIZED -> "unknown";
    };
  }

  @Override
  public void window(PathWindow window) {
    lastWindows.put(window.getPathKey(), window);
    outbox.window(window);
  }

  /** From now on there are these paths and no others. */
  void measured(ProbePlan plan) {
    Set<String> keys =
        plan.paths().stream().map(ProbePlan.Path::key).collect(Collectors.toUnmodifiableSet());
    lastWindows.keySet().retainAll(keys);
    states.keySet().retainAll(keys);
  }

  Map<String, PathWindow> lastWindows() {
    return Map.copyOf(lastWindows);
  }

  Map<String, PathState> states() {
    return Map.copyOf(states);
  }
}
