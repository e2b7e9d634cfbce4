package io.isthmus.southbound.tls;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often each source may try. A source is an IPv4 address, or the first half of an IPv6 address,
 * since whoever has one has all behind it. Bounded memory: the source that was quiet for longest is
 * forgotten first, which gives it what it would have had soon. Safe for any thread.
 */
public final class SourceLimit {
  private static final int MOST_SOURCES = 10_000;
  private static final int NETWORK_BYTES = 8;
  private static final double NANOS = 1e9;

  private final int perSecond;
  private final int burst;
  private final LongSupplier nanoTime;

  @GuardedBy("this")
  private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

  private static final class Bucket {
    private double tokens;
    private long atNanos;

    Bucket(double tokens, long atNanos) {
      this.tokens = tokens;
      this.atNanos = atNanos;
    }
  }

  public SourceLimit(int perSecond, int burst, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.nanoTime = nanoTime;
  }

  /** False when it was too often; counts either way. */
  public synchronized boolean take(InetAddress source) {
    long now = nanoTime.getAsLong();
    Bucket bucket = buckets.computeIfAbsent(key(source), key -> new Bucket(burst, now));
    bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.atNanos) / NANOS * perSecond);
    bucket.atNanos = now;
    if (buckets.size() > MOST_SOURCES) {
      buckets.remove(buckets.keySet().iterator().next());
    }
    if (bucket.tokens < 1) {
      return false;
    }
    bucket.tokens--;
    return true;
  }

  private static String key(InetAddress source) {
    return source instanceof Inet6Address
        ? HexFormat.of().formatHex(Arrays.copyOf(source.getAddress(), NETWORK_BYTES))
        : source.getHostAddress();
  }
}
