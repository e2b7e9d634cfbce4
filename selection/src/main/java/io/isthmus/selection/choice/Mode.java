package io.isthmus.selection.choice;

/** Who moves a class. */
public enum Mode {
  /** Requests alone; only a path that died is left, and taken again. */
  STATIC,
  /** The strategy. */
  DYNAMIC
}
