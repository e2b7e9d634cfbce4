package io.isthmus.agent.probe;

import io.isthmus.southbound.api.v1.PathState;
import io.isthmus.southbound.api.v1.PathWindow;

/**
 * Hears what becomes of probes and paths. Called on the probe thread, in the order of what
 * happened; it must not block, since whatever time it takes is missing for measuring. Times are
 * those of {@link System#nanoTime}.
 *
 * <p>Each probe is settled exactly once: at once when its answer comes, and as lost some two
 * seconds after it was sent, so that a late answer never counts as a loss. Whoever cannot wait
 * hears of the {@link #overdue} probe long before; the same sequence is settled later, as answered
 * or as lost.
 *
 * <p>A path begins as {@code UNKNOWN} without a call, also when it is back after it was gone from
 * the configuration; a probe that is open when its path goes is never settled.
 */
public interface ProbeListener {

  /**
   * A probe is probably lost: nothing came back in the time that answers of late took. Called again
   * for the same sequence when a later answer tells on which way it was lost.
   *
   * @param sentAtNanos when the probe was sent
   */
  void overdue(String pathKey, long sequence, long sentAtNanos, ProbeOutcome.Fate suspected);

  /** What became of a probe. The outcome is valid during the call only: it is used again. */
  void settled(String pathKey, ProbeOutcome outcome);

  /**
   * The path's state is another.
   *
   * @param reason for people, such as "3 probes in a row lost"
   * @param detectionNanos from the first lost probe to now; 0 unless the path went down
   */
  void stateChanged(String pathKey, PathState state, String reason, long detectionNanos);

  /** A path's window is over, about once a second. */
  void window(PathWindow window);
}
