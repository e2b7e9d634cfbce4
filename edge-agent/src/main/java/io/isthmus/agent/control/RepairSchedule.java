package io.isthmus.agent.control;

import java.time.Duration;

/**
 * When to look at the kernel: soon after it changed, but not in the middle of a burst, ever more
 * rarely where somebody keeps undoing the repairs or a repair fails, and once a minute anyway.
 * Times are nanoseconds of one clock.
 */
final class RepairSchedule {

  static final long QUIET = Duration.ofMillis(30).toNanos();
  static final long PATIENCE = Duration.ofMillis(200).toNanos();
  static final long ROUTINE = Duration.ofSeconds(60).toNanos();
  static final long FIRST_PENALTY = Duration.ofMillis(100).toNanos();
  static final long MAX_PENALTY = Duration.ofSeconds(10).toNanos();

  private static final long PAUSE = Duration.ofMillis(500).toNanos();

  private long routineAt;
  private long firstChange;
  private long lastChange;
  private boolean changed;
  private long penalty;
  private long notBefore;
  private long lastTrouble;

  RepairSchedule(long now) {
    routineAt = now + ROUTINE;
    notBefore = now;
    lastTrouble = now - ROUTINE;
  }

  void changed(long now) {
    if (!changed) {
      firstChange = now;
    }
    changed = true;
    lastChange = now;
  }

  /** When the change was noticed that waits for its repair. */
  long since() {
    return firstChange;
  }

  boolean isChanged() {
    return changed;
  }

  long nextAt() {
    if (!changed) {
      return routineAt;
    }
    long settled = Math.min(lastChange + QUIET, firstChange + PATIENCE);
    return Math.max(settled, notBefore);
  }

  /** Nothing was wrong. */
  void foundGood(long now) {
    changed = false;
    routineAt = now + ROUTINE;
  }

  /** Something was wrong, and is mended. */
  void mended(long now) {
    punish(now);
    foundGood(now);
  }

  /** Something is still wrong: it is tried again. */
  void failed(long now) {
    punish(now);
    changed = true;
    firstChange = now;
    lastChange = now;
    routineAt = now + ROUTINE;
  }

  /**
   * Whoever undoes a repair at once, by a program as a rule, is met ever later; trouble after a
   * pause is new.
   */
  private void punish(long now) {
    boolean isNew = now - lastTrouble > penalty + PAUSE;
    penalty = isNew ? 0 : Math.clamp(penalty * 2, FIRST_PENALTY, MAX_PENALTY);
    lastTrouble = now;
    notBefore = now + penalty;
  }
}
