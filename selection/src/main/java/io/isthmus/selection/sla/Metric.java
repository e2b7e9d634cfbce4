package io.isthmus.selection.sla;

/** What can break an objective. */
public enum Metric {
  ONE_WAY_DELAY_MS,
  RTT_MS,
  JITTER_MS,
  LOSS_PCT,
  RATE_BPS,
  /** No threshold: the path is down. */
  PATH_DOWN;

  /** As the contract's objective names it, such as {@code loss_pct}. */
  public String fieldName() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
