package io.isthmus.agent.control;

import io.isthmus.agent.probe.ProbeListener;
import io.isthmus.agent.probe.ProbeOutcome;
import io.isthmus.southbound.api.v1.PathChanged;
import io.isthmus.southbound.api.v1.PathState;
import io.isthmus.southbound.api.v1.PathWindow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Tells the controller what the probe thread finds. */
final class Reporter implements ProbeListener {

  private final Outbox outbox;

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
    outbox.window(window);
  }
}
