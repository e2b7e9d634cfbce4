package io.isthmus.selection.sla;

/** Whether a path carries packets, as its local edge judges. */
public enum PathState {
  /** Not measured, or not yet. */
  UNKNOWN,
  UP,
  DOWN,
  /** The remote edge is heard on no path, and none is to blame. */
  REMOTE_SILENT
}
