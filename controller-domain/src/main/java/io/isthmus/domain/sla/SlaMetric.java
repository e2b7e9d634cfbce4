package io.isthmus.domain.sla;

/** What an objective sets thresholds on. */
public enum SlaMetric {
  ONE_WAY_DELAY_MS,
  RTT_MS,
  JITTER_MS,
  LOSS_PCT,
  RATE_BPS,
  /** No threshold: the path is down. */
  PATH_DOWN
}
