package io.isthmus.selection.sla;

/** On which way a probe was lost. */
public enum Loss {
  FORWARD,
  /** It reached the remote edge, so that what is sent there is not affected. */
  BACKWARD,
  /** Nothing came back that could tell. */
  UNKNOWN
}
