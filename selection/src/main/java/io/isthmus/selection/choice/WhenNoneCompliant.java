package io.isthmus.selection.choice;

/** What carries a class while no candidate keeps its objective. */
public enum WhenNoneCompliant {
  BEST_AVAILABLE,
  /** What carries it now, as long as its path lives. */
  KEEP_CURRENT,
  DROP
}
