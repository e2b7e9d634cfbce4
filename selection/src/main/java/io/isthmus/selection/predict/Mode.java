package io.isthmus.selection.predict;

/** What a class wants of a predictive choice. */
public enum Mode {
  /** As few seconds in violation as possible. */
  QUALITY,
  /** Few moves, and hardly ever back to a path that was just left. */
  STABLE
}
