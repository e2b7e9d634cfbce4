package io.isthmus.southbound.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.isthmus.domain.operation.EdgeError;
import io.isthmus.domain.operation.Work;
import io.isthmus.domain.operation.WorkObserver;
import io.isthmus.domain.reconcile.Drift;
import io.isthmus.domain.reconcile.EdgeFleet;
import io.isthmus.domain.reconcile.EdgeKeys;
import io.isthmus.domain.reconcile.EdgeNotice;
import io.isthmus.domain.reconcile.NetworkWatch;
import io.isthmus.domain.topology.EdgeKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what one edge says, in order, and so that a slow store delays no session. Outlives the
 * edge's sessions and fences them: what a session says after a newer one has connected is dropped.
 *
 * <p>A store that fails is tried again for a minute. What could not be recorded then is given up,
 * and the session with it: when the edge comes back, its hello tells how it is, and it sends again
 * every notice that was not acknowledged.
 */
final class EdgeJournal {
  static final int MOST_WAITING = 256;

  /** An edge keeps no more, so that all of them may come at once. */
  static final int MOST_NOTICES = 10_000;

  static final int MOST_NOTICES_AT_ONCE = 100;
  private static final Logger log = LoggerFactory.getLogger(EdgeJournal.class);
  private static final int MOST_TRIES = 10;
  static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** Told what the sessions have to know. */
  interface Listener {
    /** Something of the session of this epoch could not be recorded. */
    void lost(EdgeKey edge, long epoch);

    /** Every notice of the session of this epoch up to this sequence is recorded. */
    void noticed(EdgeKey edge, long epoch, long sequence);

    /** Everything is recorded for now. */
    void idle(EdgeKey edge);
  }

  private final EdgeFleet fleet;
  private final NetworkWatch watch;
  private final EdgeKey edge;
  private final Semaphore recorders;
  private final Executor executor;
  private final Listener listener;
  private final Duration firstPause;

  @GuardedBy("this")
  private final Deque<JournalEntry> waiting = new ArrayDeque<>();

  /** How many of those that wait are notices. */
  @GuardedBy("this")
  private int noticesWaiting;

  @GuardedBy("this")
  private boolean recording;

  /** Epoch of the session that is recorded as connected, 0 for none. Owned by the recorder. */
  private long connectedEpoch;

  /** Start of the agent of that session. Owned by the recorder. */
  private String bootId = "";

  /**
   * Epoch of a session of which a notice could not be recorded, 0 for none: a later one must not be
   * either, or the edge would take the lost one for recorded. Owned by the recorder.
   */
  private long brokenEpoch;

  /**
   * @param recorders how many edges may be recorded at once, so that requests find the store free
   * @param firstPause before the second try; doubles with each
   */
  EdgeJournal(
      EdgeFleet fleet,
      NetworkWatch watch,
      EdgeKey edge,
      Semaphore recorders,
      Executor executor,
      Listener listener,
      Duration firstPause) {
    this.fleet = fleet;
    this.watch = watch;
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
      if (!hasRoomFor(entry)) {
        return false;
      }
      add(entry);
      if (recording) {
        return true;
      }
      recording = true;
    }
    executor.execute(this::work);
    return true;
  }

  @GuardedBy("this")
  private boolean hasRoomFor(JournalEntry entry) {
    if (entry.what() instanceof JournalEntry.What.Noticed) {
      return noticesWaiting < MOST_NOTICES;
    }
    boolean ends = entry.what() instanceof JournalEntry.What.Disconnected;
    return ends || waiting.size() - noticesWaiting < MOST_WAITING;
  }

  @GuardedBy("this")
  private void add(JournalEntry entry) {
    waiting.addLast(entry);
    if (entry.what() instanceof JournalEntry.What.Noticed) {
      noticesWaiting++;
    }
  }

  private void work() {
    try (LogContext context = LogContext.of(edge)) {
      for (List<JournalEntry> entries = next(); !entries.isEmpty(); entries = next()) {
        record(entries);
      }
      listener.idle(edge);
    }
  }

  /** The next, and with a notice those that follow it, since they can be recorded together. */
  private synchronized List<JournalEntry> next() {
    List<JournalEntry> entries = new ArrayList<>();
    for (JournalEntry entry = waiting.peekFirst();
        entry != null && goesWith(entries, entry);
        entry = waiting.peekFirst()) {
      entries.add(waiting.removeFirst());
      if (entry.what() instanceof JournalEntry.What.Noticed) {
        noticesWaiting--;
      }
    }
    recording = !entries.isEmpty();
    return entries;
  }

  private static boolean goesWith(List<JournalEntry> entries, JournalEntry entry) {
    if (entries.isEmpty()) {
      return true;
    }
    JournalEntry first = entries.getFirst();
    return entries.size() < MOST_NOTICES_AT_ONCE
        && first.epoch() == entry.epoch()
        && first.what() instanceof JournalEntry.What.Noticed
        && entry.what() instanceof JournalEntry.What.Noticed;
  }

  private void record(List<JournalEntry> entries) {
    JournalEntry first = entries.getFirst();
    Duration pause = firstPause;
    for (int tries = 1; fleet.plan(edge).isPresent(); tries++) {
      recorders.acquireUninterruptibly();
      try {
        tell(first, entries);
        return;
      } catch (RuntimeException e) {
        if (tries == MOST_TRIES) {
          giveUp(first, e);
          return;
        }
        log.warn("edge {}: recording {} failed, trying again", edge, kind(first), e);
      } finally {
        recorders.release();
      }
      pause(pause);
      Duration doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
  }

  private void giveUp(JournalEntry entry, RuntimeException e) {
    log.error("edge {}: giving up recording {}", edge, kind(entry), e);
    brokenEpoch = entry.epoch();
    listener.lost(edge, entry.epoch());
  }

  private static String kind(JournalEntry entry) {
    return entry.what().getClass().getSimpleName();
  }

  private void tell(JournalEntry entry, List<JournalEntry> entries) {
    boolean fenced = entry.epoch() != connectedEpoch;
    if (fenced && !(entry.what() instanceof JournalEntry.What.Connected)) {
      return;
    }
    switch (entry.what()) {
      case JournalEntry.What.Connected connected -> connected(entry.epoch(), connected);
      case JournalEntry.What.Disconnected(String reason) -> disconnected(reason);
      case JournalEntry.What.Applied applied -> applied(applied);
      case JournalEntry.What.Refused(long revision, List<EdgeError> errors) ->
          fleet.refused(edge, revision, errors);
      case JournalEntry.What.Drifted(Drift drift) -> fleet.drifted(edge, drift);
      case JournalEntry.What.Noticed _ -> noticed(entry.epoch(), entries);
      case JournalEntry.What.Keyed(EdgeKeys keys) -> fleet.told(edge, keys);
      case JournalEntry.What.Alive(long agentRssBytes) -> fleet.heartbeat(edge, agentRssBytes);
    }
  }

  private void applied(JournalEntry.What.Applied applied) {
    Work work =
        fleet
            .observer()
            .follow(WorkObserver.Kind.RECORD, applied.trace())
            .about("tenant", edge.tenant())
            .about("edge", edge.edge())
            .about("revision", applied.revision());
    String outcome = "failed";
    try {
      fleet.applied(edge, applied.revision());
      outcome = "recorded";
    } finally {
      work.end(outcome);
    }
  }

  private void noticed(long epoch, List<JournalEntry> entries) {
    if (epoch == brokenEpoch) {
      return;
    }
    List<EdgeNotice> notices = new ArrayList<>();
    for (JournalEntry entry : entries) {
      if (entry.what() instanceof JournalEntry.What.Noticed(EdgeNotice notice)) {
        notices.add(notice);
      }
    }
    watch.noticed(edge, bootId, notices);
    listener.noticed(edge, epoch, notices.getLast().sequence());
  }

  private void connected(long epoch, JournalEntry.What.Connected connected) {
    if (epoch < connectedEpoch) {
      return;
    }
    if (connectedEpoch != 0 && connectedEpoch != epoch) {
      disconnected("superseded by a newer stream of the edge");
    }
    watch.started(edge, connected.bootId());
    fleet.connected(edge, connected.report());
    connectedEpoch = epoch;
    bootId = connected.bootId();
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
