package io.isthmus.northbound.event;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.Event;
import io.isthmus.domain.operation.EventLog;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The newest events of one tenant, for all who follow it. One thread polls the log and calls {@link
 * #poll}; any thread may wait for news. Who has fallen behind reads the log for himself, so nothing
 * is kept for slow readers.
 */
public final class Feed {
  private static final int MOST_KEPT = 1_000;
  private static final int READ_AT_ONCE = 200;

  private final Name tenant;
  private final EventLog log;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();

  @GuardedBy("lock")
  private final Deque<Event> kept = new ArrayDeque<>();

  /** Every event beyond this one is kept. */
  @GuardedBy("lock")
  private long keptAfter;

  @GuardedBy("lock")
  private long newest;

  @GuardedBy("lock")
  private boolean closed;

  /** Starts at the end of the log. */
  Feed(Name tenant, EventLog log) {
    this.tenant = tenant;
    this.log = log;
    long end = log.newest(tenant);
    this.newest = end;
    this.keptAfter = end;
  }

  /** Takes over what is new in the log. */
  void poll() {
    List<Event> read = log.after(tenant, newest(), READ_AT_ONCE);
    lock.lock();
    try {
      for (Event event : read) {
        kept.addLast(event);
        newest = event.sequence();
        if (kept.size() > MOST_KEPT) {
          keptAfter = kept.removeFirst().sequence();
        }
      }
      if (!read.isEmpty()) {
        news.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Sequence of the newest event known. */
  long newest() {
    lock.lock();
    try {
      return newest;
    } finally {
      lock.unlock();
    }
  }

  /** The next events after this one; empty when there are none for so long, or never again. */
  public List<Event> after(long sequence, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (newest <= sequence && !closed && left > 0) {
        left = news.awaitNanos(left);
      }
      if (closed || newest <= sequence) {
        return List.of();
      }
      if (sequence >= keptAfter) {
        return kept.stream()
            .filter(event -> event.sequence() > sequence)
            .limit(READ_AT_ONCE)
            .toList();
      }
    } finally {
      lock.unlock();
    }
    return log.after(tenant, sequence, READ_AT_ONCE);
  }

  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Wakes all who wait, for the last time. */
  void close() {
    lock.lock();
    try {
      closed = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
