package io.isthmus.northbound;

import java.util.concurrent.atomic.AtomicInteger;

/** Names for tenants, each once. */
final class Tenants {
  private static final AtomicInteger NEXT = new AtomicInteger();

  private Tenants() {}

  static String fresh() {
    return "tenant-" + NEXT.incrementAndGet();
  }
}
