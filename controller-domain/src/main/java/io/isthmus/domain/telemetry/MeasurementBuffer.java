package io.isthmus.domain.telemetry;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Windows on their way to the store: a store that stalls delays nobody, and costs the oldest
 * windows. Anybody may add; one thread of its own writes, once a second.
 */
public final class MeasurementBuffer {
  /** About a kilobyte each. */
  public static final int MOST_WAITING = 60_000;

  static final int MOST_PER_BATCH = 10_000;

  private final MeasurementStore store;
  private final Clock clock;
  private final int mostWaiting;

  @GuardedBy("this")
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  @GuardedBy("this")
  private long received;

  @GuardedBy("this")
  private long dropped;

  @GuardedBy("this")
  private long written;

  private record Waiting(PathWindow window, Instant since) {}

  /**
   * How it fares.
   *
   * @param received since the start
   * @param dropped of these, because the store did not take them in time
   * @param lag how long the oldest that waits has waited
   */
  public record Counts(long received, long dropped, long written, int waiting, Duration lag) {}

  public MeasurementBuffer(MeasurementStore store, Clock clock) {
    this(store, clock, MOST_WAITING);
  }

  MeasurementBuffer(MeasurementStore store, Clock clock, int mostWaiting) {
    this.store = store;
    this.clock = clock;
    this.mostWaiting = mostWaiting;
  }

  public synchronized void add(List<PathWindow> windows) {
    Instant now = clock.instant();
    windows.forEach(window -> waiting.addLast(new Waiting(window, now)));
    received += windows.size();
    dropOldest();
  }

  /**
   * Writes what waits. Blocks as long as the store does.
   *
   * @throws RuntimeException that of the store; what it did not take waits again
   */
  public void write() {
    for (List<Waiting> batch = take(); !batch.isEmpty(); batch = take()) {
      try {
        store.add(batch.stream().map(Waiting::window).toList());
      } catch (RuntimeException e) {
        giveBack(batch);
        throw e;
      }
      count(batch.size());
    }
  }

  public synchronized Counts counts() {
    Waiting oldest = waiting.peekFirst();
    Duration lag =
        oldest == null ? Duration.ZERO : Duration.between(oldest.since(), clock.instant());
    return new Counts(received, dropped, written, waiting.size(), lag);
  }

  private synchronized List<Waiting> take() {
    List<Waiting> batch = new ArrayList<>();
    while (batch.size() < MOST_PER_BATCH && !waiting.isEmpty()) {
      batch.add(waiting.removeFirst());
    }
    return batch;
  }

  private synchronized void giveBack(List<Waiting> batch) {
    batch.reversed().forEach(waiting::addFirst);
    dropOldest();
  }

  private synchronized void count(int size) {
    written += size;
  }

  private synchronized void dropOldest() {
    while (waiting.size() > mostWaiting) {
      waiting.removeFirst();
      dropped++;
    }
  }
}
