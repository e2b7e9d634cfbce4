package io.isthmus.domain.telemetry;

/** Whether a path carries packets, as its local edge judges. */
public enum PathState {
  /** Not measured. */
  UNKNOWN,
  UP,
  /** Probes are lost, while the remote edge is heard by another path, or cannot be asked. */
  DOWN,
  /** The remote edge is heard on no path, and none is to blame. */
  REMOTE_SILENT
}
