package io.isthmus.southbound.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one after the other, in the order in which they came, on a thread that exists only
 * while there are any. Bounded. Safe for any thread.
 */
final class Mailbox {
  private final Executor executor;
  private final int most;

  @GuardedBy("this")
  private final Queue<Runnable> waiting = new ArrayDeque<>();

  @GuardedBy("this")
  private boolean running;

  Mailbox(Executor executor, int most) {
    this.executor = executor;
    this.most = most;
  }

  /** False when it is full: the task will not run. */
  boolean offer(Runnable task) {
    synchronized (this) {
      if (waiting.size() >= most) {
        return false;
      }
      waiting.add(task);
      if (running) {
        return true;
      }
      running = true;
    }
    executor.execute(this::work);
    return true;
  }

  private void work() {
    for (Runnable task = next(); task != null; task = next()) {
      task.run();
    }
  }

  private synchronized @Nullable Runnable next() {
    Runnable task = waiting.poll();
    running = task != null;
    return task;
  }
}
