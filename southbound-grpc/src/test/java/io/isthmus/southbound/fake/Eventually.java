package io.isthmus.southbound.fake;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Waits for what happens on other threads. */
public final class Eventually {
  private static final Duration MOST = Duration.ofSeconds(15);

  private Eventually() {}

  /** Returns as soon as the assertion holds; throws what it threw last when it does not. */
  public static void eventually(ThrowingCallable assertion) throws Exception {
    long deadline = System.nanoTime() + MOST.toNanos();
    while (true) {
      try {
        assertion.call();
        return;
      } catch (AssertionError e) {
        if (System.nanoTime() - deadline > 0) {
          throw e;
        }
        Thread.sleep(5);
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
