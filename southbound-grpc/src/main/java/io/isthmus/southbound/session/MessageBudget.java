package io.isthmus.southbound.session;

import java.util.concurrent.TimeUnit;

/** A token bucket: how many messages an edge may still send. Owned by one session. */
final class MessageBudget {
  private final double perNano;
  private final double most;
  private double tokens;
  private long filledNanos;

  MessageBudget(int perSecond, int burst, long nowNanos) {
    this.perNano = (double) perSecond / TimeUnit.SECONDS.toNanos(1);
    this.most = burst;
    this.tokens = burst;
    this.filledNanos = nowNanos;
  }

  /** False when the edge has used up what it had. */
  boolean take(long nowNanos) {
    tokens = Math.min(most, tokens + (nowNanos - filledNanos) * perNano);
    filledNanos = nowNanos;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
