package io.isthmus.selection.choice;

import io.isthmus.selection.sla.Measured;
import io.isthmus.selection.sla.PathState;
import io.isthmus.selection.sla.Verdict;

/**
 * A candidate as it is at the moment.
 *
 * @param stateReason why the path is in its state, for people; may be empty
 * @param verdict on the class's objective
 * @param lossTrusted whether a loss that was mended has stayed so for long enough to believe it
 * @param lastSecond what was measured of late
 * @param smooth the same over some seconds, for comparing candidates
 * @param score of {@link Quality}
 */
public record Standing(
    Candidate candidate,
    PathState state,
    String stateReason,
    Verdict verdict,
    boolean lossTrusted,
    Measured lastSecond,
    Measured smooth,
    double score) {

  public String id() {
    return candidate.id();
  }

  boolean isDead() {
    return state == PathState.DOWN;
  }

  boolean isViolated() {
    return !isDead() && verdict.isViolated();
  }

  /** Neither dead nor broken; not to know is no reproach. */
  boolean isCompliant() {
    return !isDead() && !verdict.isViolated();
  }

  Judged judged(double score) {
    return new Judged(candidate, state, isCompliant(), lastSecond, score);
  }
}
