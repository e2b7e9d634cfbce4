package io.isthmus.selection.sla;

/**
 * One path as its edge sees it now: what was measured, and whether it is alive. Shared by all that
 * go by it. Not for several threads.
 */
public final class WatchedPath {

  private final PathSamples samples = new PathSamples();
  private PathState state;
  private String reason = "";

  public WatchedPath(PathState state) {
    this.state = state;
  }

  public PathSamples samples() {
    return samples;
  }

  public PathState state() {
    return state;
  }

  /** Why it is in its state, for people; may be empty. */
  public String reason() {
    return reason;
  }

  /** What was measured before the path came up says nothing of now. */
  public void become(PathState now, String why) {
    if (now == PathState.UP && state != PathState.UP) {
      samples.restart();
    }
    state = now;
    reason = why;
  }
}
