package io.isthmus.domain.reconcile;

/** What is counted of what edges tell, since the start of this controller. */
public enum WatchCount {
  /** Windows of what their edge has nothing to do with, or that make no sense. */
  WINDOWS_REFUSED,
  /** Windows that edges dropped because nobody took them. */
  WINDOWS_DROPPED_BY_EDGES,
  /** Notices that were recorded, each once. */
  NOTICES_RECORDED,
  /** Notices that came again. */
  NOTICES_REPEATED,
  /** Notices of what their edge has nothing to do with, or that make no sense. */
  NOTICES_REFUSED,
  /** Notices that edges dropped because nobody took them. */
  NOTICES_DROPPED_BY_EDGES,
  CHOICES,
  VIOLATIONS_BEGUN,
  VIOLATIONS_ENDED,
  /** Messages whose times were so far off that this controller's clock counted instead. */
  CLOCKS_CORRECTED
}
