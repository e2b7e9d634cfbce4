package io.isthmus.northbound.security;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A rate limiter for each of a bounded number of keys. Safe for any thread.
 *
 * <p>A key that is forgotten begins anew, so whoever can take many keys can ask more often. That is
 * why only addresses, and tokens that are valid, are keys.
 */
final class Limiters {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final String name;
  private final RateLimiterConfig config;

  @GuardedBy("this")
  private final Map<String, RateLimiter> byKey;

  Limiters(String name, int perSecond, int mostKeys) {
    this.name = name;
    this.config =
        RateLimiterConfig.custom()
            .limitForPeriod(perSecond)
            .limitRefreshPeriod(PERIOD)
            .timeoutDuration(Duration.ZERO)
            .build();
    this.byKey =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, RateLimiter> eldest) {
            return size() > mostKeys;
          }
        };
  }

  /** Takes one permission; false when there is none left in this second. */
  boolean tryAcquire(String key) {
    return limiter(key).acquirePermission();
  }

  /** Whether the key has used up its permissions; takes none. */
  boolean isExhausted(String key) {
    return limiter(key).getMetrics().getAvailablePermissions() < 1;
  }

  synchronized int size() {
    return byKey.size();
  }

  private synchronized RateLimiter limiter(String key) {
    return byKey.computeIfAbsent(key, _ -> RateLimiter.of(name, config));
  }
}
