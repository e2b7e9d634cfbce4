package io.isthmus.agent.probe;

import static io.isthmus.southbound.api.v1.PathState.PATH_STATE_REMOTE_SILENT;
import static io.isthmus.southbound.api.v1.PathState.PATH_STATE_UP;

import io.isthmus.southbound.api.v1.PathState;
import io.isthmus.southbound.api.v1.PathWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Keeps what a prober tells. */
final class Recorder implements ProbeListener {

  record Change(
      String path, PathState before, PathState state, String reason, long detectionNanos) {

    private boolean isHoldUp() {
      boolean over = before == PATH_STATE_REMOTE_SILENT && state == PATH_STATE_UP;
      return state == PATH_STATE_REMOTE_SILENT || over;
    }
  }

  record Settled(
      String path, long sequence, ProbeOutcome.Fate fate, long rttNanos, boolean timed) {}

  record Overdue(String path, long sequence, ProbeOutcome.Fate suspected) {}

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<Change> changes = new ArrayList<>();
  private final List<Settled> settled = new ArrayList<>();
  private final Map<String, Long> forgotten = new HashMap<>();
  private final List<Overdue> overdue = new ArrayList<>();
  private final List<PathWindow> windows = new ArrayList<>();
  private volatile long holdUpMillis;
  private final Map<String, PathState> states = new HashMap<>();

  @Override
  public synchronized void overdue(
      String pathKey, long sequence, long sentAtNanos, ProbeOutcome.Fate suspected) {
    overdue.add(new Overdue(pathKey, sequence, suspected));
  }

  /** Keeps the probe thread for so long, when it next says something. */
  void holdUpNext(long millis) {
    holdUpMillis = millis;
  }

  private void holdUp() {
    long millis = holdUpMillis;
    holdUpMillis = 0;
    if (millis > 0) {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void settled(String pathKey, ProbeOutcome outcome) {
    holdUp();
    keep(pathKey, outcome);
  }

  private synchronized void keep(String pathKey, ProbeOutcome outcome) {
    if (outcome.sequence() <= forgotten.getOrDefault(pathKey, -1L)) {
      return;
    }
    settled.add(
        new Settled(
            pathKey, outcome.sequence(), outcome.fate(), outcome.rttNanos(), outcome.isTimed()));
  }

  @Override
  public synchronized void stateChanged(
      String pathKey, PathState state, String reason, long detectionNanos) {
    changes.add(new Change(pathKey, state(pathKey), state, reason, detectionNanos));
    states.put(pathKey, state);
  }

  @Override
  public synchronized void window(PathWindow window) {
    windows.add(window);
  }

  synchronized List<Change> changes() {
    return List.copyOf(changes);
  }

  /**
   * Changes of which a path is the cause. That all paths to an edge are silent at once, and all
   * answer again, is what an edge looks like that a busy machine holds up, and no path's fault.
   */
  synchronized List<Change> verdicts() {
    return changes.stream().filter(c -> !c.isHoldUp()).toList();
  }

  synchronized List<Change> verdicts(String path) {
    return verdicts().stream().filter(c -> c.path.equals(path)).toList();
  }

  synchronized List<Change> changes(String path) {
    return changes.stream().filter(c -> c.path.equals(path)).toList();
  }

  synchronized List<Settled> settled(String path) {
    return settled.stream().filter(c -> c.path.equals(path)).toList();
  }

  synchronized List<Overdue> overdue(String path) {
    return overdue.stream().filter(c -> c.path.equals(path)).toList();
  }

  synchronized List<PathWindow> windows(String path) {
    return windows.stream().filter(w -> w.getPathKey().equals(path)).toList();
  }

  synchronized PathState state(String path) {
    return states.getOrDefault(path, PathState.PATH_STATE_UNKNOWN);
  }

  /** What was asked before does not count, whenever it is settled. */
  synchronized void clear() {
    settled.stream()
        .filter(s -> s.fate == ProbeOutcome.Fate.ANSWERED)
        .forEach(s -> forgotten.merge(s.path, s.sequence, Math::max));
    changes.clear();
    settled.clear();
    overdue.clear();
    windows.clear();
  }

  void await(String path, PathState state) {
    await(path + " " + state, () -> state(path) == state);
  }

  void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("no " + what + " within " + PATIENCE + "; changes: " + changes());
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
