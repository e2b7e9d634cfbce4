package io.isthmus.southbound.session;

import java.util.concurrent.TimeUnit;

/** A token bucket: how much an edge may still send, in messages or bytes. Owned by one session. */
final class MessageBudget {
  private final double perNano;
  private final double most;
  private double tokens;
  private long filledNanos;

  MessageBudget(long perSecond, long burst, long nowNanos) {
    this.perNano = (double) perSecond / TimeUnit.SECONDS.toNanos(1);
    this.most = burst;
    this.tokens = burst;
    this.filledNanos = nowNanos;
  }

  /** False when the edge has used up what it had. */
  boolean take(long amount, long nowNanos) {
    tokens = Math.min(most, tokens + (nowNanos - filledNanos) * perNano);
    filledNanos = nowNanos;
    if (tokens < amount) {
      return false;
    }
    tokens -= amount;
    return true;
  }
}
