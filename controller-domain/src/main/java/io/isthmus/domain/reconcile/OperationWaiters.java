package io.isthmus.domain.reconcile;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Lets requests wait until an operation is finished. The store knows the outcome; this only wakes.
 */
public final class OperationWaiters {
  private final Map<UUID, Set<CountDownLatch>> waiting = new ConcurrentHashMap<>();

  /**
   * Returns when the operation has finished, or when the time is over.
   *
   * @param isDone asks the store; called after the wait was set up, so that nothing is missed
   * @return whether it has finished
   */
  public boolean await(UUID operation, Duration most, BooleanSupplier isDone)
      throws InterruptedException {
    CountDownLatch latch = new CountDownLatch(1);
    waiting.compute(operation, (id, latches) -> with(latches == null ? Set.of() : latches, latch));
    try {
      return isDone.getAsBoolean()
          || latch.await(most.toNanos(), TimeUnit.NANOSECONDS)
          || isDone.getAsBoolean();
    } finally {
      waiting.computeIfPresent(operation, (id, latches) -> without(latches, latch));
    }
  }

  void finished(UUID operation) {
    Set<CountDownLatch> latches = waiting.remove(operation);
    if (latches != null) {
      latches.forEach(CountDownLatch::countDown);
    }
  }

  private static Set<CountDownLatch> with(Set<CountDownLatch> latches, CountDownLatch latch) {
    Set<CountDownLatch> more = ConcurrentHashMap.newKeySet();
    more.addAll(latches);
    more.add(latch);
    return more;
  }

  /** Null, which takes the entry out of the map, when nobody is left waiting. */
  @SuppressWarnings("NullAway") // a null from computeIfPresent means removal
  private static Set<CountDownLatch> without(Set<CountDownLatch> latches, CountDownLatch latch) {
    latches.remove(latch);
    return latches.isEmpty() ? null : latches;
  }
}
