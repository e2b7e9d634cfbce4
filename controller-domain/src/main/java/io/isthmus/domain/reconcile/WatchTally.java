package io.isthmus.domain.reconcile;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts. Safe for any thread. */
final class WatchTally {
  private final Map<WatchCount, LongAdder> counts = new EnumMap<>(WatchCount.class);

  WatchTally() {
    for (WatchCount count : WatchCount.values()) {
      counts.put(count, new LongAdder());
    }
  }

  void add(WatchCount count, long more) {
    of(count).add(more);
  }

  void addAll(WatchTally more) {
    more.counts.forEach((count, adder) -> add(count, adder.sum()));
  }

  long sum(WatchCount count) {
    return of(count).sum();
  }

  private LongAdder of(WatchCount count) {
    LongAdder adder = counts.get(count);
    if (adder == null) {
      throw new IllegalStateException(count + " is not counted");
    }
    return adder;
  }
}
