package io.isthmus.southbound.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.isthmus.domain.operation.EdgeError;
import io.isthmus.domain.reconcile.Drift;
import io.isthmus.domain.reconcile.EdgeFleet;
import io.isthmus.domain.reconcile.EdgeReport;
import io.isthmus.domain.topology.EdgeKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what one edge says, in order, and so that a slow store delays no session. Outlives the
 * edge's sessions and fences them: what a session says after a newer one has connected is dropped.
 *
 * <p>A store that fails is tried again for a minute. What could not be recorded then is given up,
 * and the session with it: when the edge comes back, its hello tells how it is.
 */
final class EdgeJournal {
  static final int MOST_WAITING = 256;
  private static final Logger log = LoggerFactory.getLogger(EdgeJournal.class);
  private static final int MOST_TRIES = 10;
  static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** Told what the sessions have to know. */
  interface Listener {
    /** Something of the session of this epoch could not be recorded. */
    void lost(EdgeKey edge, long epoch);

    /** Everything is recorded for now. */
    void idle(EdgeKey edge);
  }

  private final EdgeFleet fleet;
  private final EdgeKey edge;
  private final Semaphore recorders;
  private final Executor executor;
  private final Listener listener;
  private final Duration firstPause;

  @GuardedBy("this")
  private final Deque<JournalEntry> waiting = new ArrayDeque<>();

  @GuardedBy("this")
  private boolean recording;

  /** Epoch of the session that is recorded as connected, 0 for none. Owned by the recorder. */
  private long connectedEpoch;

  /**
   * @param recorders how many edges may be recorded at once, so that requests find the store free
   * @param firstPause before the second try; doubles with each
   */
  EdgeJournal(
      EdgeFleet fleet,
      EdgeKey edge,
      Semaphore recorders,
      Executor executor,
      Listener listener,
      Duration firstPause) {
    this.fleet = fleet;
    this.edge = edge;
    this.recorders = recorders;
    this.executor = executor;
    this.listener = listener;
    this.firstPause = firstPause;
  }

  synchronized boolean isIdle() {
    return !recording;
  }

  /** False when so much waits that the store must be gone; the entry is not recorded then. */
  boolean write(JournalEntry entry) {
    synchronized (this) {
      JournalEntry last = waiting.peekLast();
      if (last != null && entry.subsumes(last)) {
        waiting.removeLast();
      }
      boolean ends = entry.what() instanceof JournalEntry.What.Disconnected;
      if (waiting.size() >= MOST_WAITING && !ends) {
        return false;
      }
      waiting.addLast(entry);
      if (recording) {
        return true;
      }
      recording = true;
    }
    executor.execute(this::work);
    return true;
  }

  private void work() {
    for (JournalEntry entry = next(); entry != null; entry = next()) {
      record(entry);
    }
    listener.idle(edge);
  }

  private synchronized @Nullable JournalEntry next() {
    JournalEntry entry = waiting.pollFirst();
    recording = entry != null;
    return entry;
  }

  private void record(JournalEntry entry) {
    Duration pause = firstPause;
    for (int tries = 1; fleet.plan(edge).isPresent(); tries++) {
      recorders.acquireUninterruptibly();
      try {
        tell(entry);
        return;
      } catch (RuntimeException e) {
        if (tries == MOST_TRIES) {
          log.error("edge {}: giving up recording {}", edge, entry.what(), e);
          listener.lost(edge, entry.epoch());
          return;
        }
        log.warn("edge {}: recording {} failed, trying again", edge, entry.what(), e);
      } finally {
        recorders.release();
      }
      pause(pause);
      Duration doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
  }

  private void tell(JournalEntry entry) {
    boolean fenced = entry.epoch() != connectedEpoch;
    if (fenced && !(entry.what() instanceof JournalEntry.What.Connected)) {
      return;
    }
    switch (entry.what()) {
      case JournalEntry.What.Connected(EdgeReport report) -> connected(entry.epoch(), report);
      case JournalEntry.What.Disconnected(String reason) -> disconnected(reason);
      case JournalEntry.What.Applied(long revision) -> fleet.applied(edge, revision);
      case JournalEntry.What.Refused(long revision, List<EdgeError> errors) ->
          fleet.refused(edge, revision, errors);
      case JournalEntry.What.Drifted(Drift drift) -> fleet.drifted(edge, drift);
      case JournalEntry.What.Alive(long agentRssBytes) -> fleet.heartbeat(edge, agentRssBytes);
    }
  }

  private void connected(long epoch, EdgeReport report) {
    if (epoch < connectedEpoch) {
      return;
    }
    if (connectedEpoch != 0 && connectedEpoch != epoch) {
      disconnected("superseded by a newer stream of the edge");
    }
    fleet.connected(edge, report);
    connectedEpoch = epoch;
  }

  private void disconnected(String reason) {
    fleet.disconnected(edge, reason);
    connectedEpoch = 0;
  }

  private static void pause(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
