package io.isthmus.northbound.security;

import io.isthmus.northbound.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;

/** How often each may ask. Safe for any thread. */
@Component
final class Limits {
  private final Limiters tokens;
  private final Limiters sources;
  private final Limiters failures;
  private final Verified verified;

  Limits(RateProperties properties) {
    this.tokens = new Limiters("token", properties.perToken(), properties.maxCounted());
    this.sources = new Limiters("source", properties.perSource(), properties.maxCounted());
    this.failures = new Limiters("failure", properties.failedPerSource(), properties.maxCounted());
    this.verified = new Verified(properties.maxCounted());
  }

  /** Of a caller who is known. */
  boolean mayAsk(Caller caller) {
    return tokens.tryAcquire(caller.id());
  }

  /** Of somebody without a token. */
  boolean mayAskUnknown(HttpServletRequest request) {
    return sources.tryAcquire(Source.counted(request));
  }

  /**
   * Whether the token is worth checking: a source that has sent too many bad ones waits, unless
   * this one was good before. So nobody can lock others out who share an address with them.
   */
  boolean mayTry(HttpServletRequest request, String token) {
    return !failures.isExhausted(Source.counted(request)) || verified.contains(token);
  }

  void succeeded(String token) {
    verified.add(token);
  }

  void failed(HttpServletRequest request) {
    failures.tryAcquire(Source.counted(request));
  }
}
