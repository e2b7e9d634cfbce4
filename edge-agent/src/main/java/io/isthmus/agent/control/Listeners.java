package io.isthmus.agent.control;

import io.isthmus.agent.probe.ProbeListener;
import io.isthmus.agent.probe.ProbeOutcome;
import io.isthmus.southbound.api.v1.PathState;
import io.isthmus.southbound.api.v1.PathWindow;

/** Two who hear of everything, in this order. */
record Listeners(ProbeListener first, ProbeListener second) implements ProbeListener {

  @Override
  public void overdue(
      String pathKey, long sequence, long sentAtNanos, ProbeOutcome.Fate suspected) {
    first.overdue(pathKey, sequence, sentAtNanos, suspected);
    second.overdue(pathKey, sequence, sentAtNanos, suspected);
  }

  @Override
  public void settled(String pathKey, ProbeOutcome outcome) {
    first.settled(pathKey, outcome);
    second.settled(pathKey, outcome);
  }

  @Override
  public void stateChanged(String pathKey, PathState state, String reason, long detectionNanos) {
    first.stateChanged(pathKey, state, reason, detectionNanos);
    second.stateChanged(pathKey, state, reason, detectionNanos);
  }

  @Override
  public void window(PathWindow window) {
    first.window(window);
    second.window(window);
  }
}
