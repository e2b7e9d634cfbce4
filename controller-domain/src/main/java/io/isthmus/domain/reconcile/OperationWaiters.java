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
 * Lets requests wait until an operation is finished. The store knows the outcome; this only wakes,
 * and asks the store now and then, since an edge may have answered to another replica.
 */
public final class OperationWaiters {
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

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
    long deadline = System.nanoTime() + most.toNanos();
    try {
      while (!isDone.getAsBoolean()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        if (latch.await(Math.min(left, ASK_AGAIN.toNanos()), TimeUnit.NANOSECONDS)) {
          return true;
        }
      }
      return true;
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
