package io.isthmus.agent.control;

import io.isthmus.agent.apply.Dataplane;
import io.isthmus.agent.apply.Dataplane.Repair;
import java.io.IOException;
import java.time.Duration;

/**
 * Looks after the kernel: repairs it when the {@link RepairSchedule} says so, and tells people and
 * the controller what others changed. Confined to the agent's thread.
 */
final class Repairs {

  /**
   * The kernel tells of VNIs without saying who changed them: shortly after an update it was us.
   */
  private static final long OWN_VNIS = Duration.ofMillis(500).toNanos();

  private static final int MOST_SHOWN = 3;

  private final Dataplane dataplane;
  private final RepairSchedule schedule = new RepairSchedule(System.nanoTime());
  private long changedByUsAt;
  private long mendedObjects;

  Repairs(Dataplane dataplane) {
    this.dataplane = dataplane;
  }

  long nextAt() {
    return schedule.nextAt();
  }

  long mendedObjects() {
    return mendedObjects;
  }

  /** Something is, or may be, not as it should. */
  void kernelChanged(long atNanos) {
    schedule.changed(atNanos);
  }

  void vnisChanged(long atNanos) {
    if (atNanos - changedByUsAt > OWN_VNIS) {
      schedule.changed(atNanos);
    }
  }

  void changedByUs() {
    changedByUsAt = System.nanoTime();
  }

  /** All is as it should be now. */
  void foundGood() {
    schedule.foundGood(System.nanoTime());
  }

  /** Whether there was something to tell. */
  boolean report(Repair repair) {
    long now = System.nanoTime();
    if (!repair.isHealed()) {
      schedule.failed(now);
      Log.warn("not repaired, trying again: " + String.join("; ", repair.failures()));
      return true;
    }
    if (repair.repaired().isEmpty()) {
      schedule.foundGood(now);
      return false;
    }
    schedule.mended(now);
    int shown = Math.min(MOST_SHOWN, repair.repaired().size());
    Log.warn(
        "repaired "
            + repair.repaired().size()
            + " objects that others changed: "
            + String.join("; ", repair.repaired().subList(0, shown))
            + (shown < repair.repaired().size() ? " …" : ""));
    return true;
  }

  /** Does nothing before it is due. */
  void run(Configurations configurations, Session session) throws IOException {
    long now = System.nanoTime();
    if (schedule.nextAt() > now) {
      return;
    }
    if (!configurations.isInCharge()) {
      // What an agent of another state directory left behind is not taken down before there is
      // something to put in its place.
      schedule.foundGood(now);
      return;
    }
    long since = schedule.isChanged() ? schedule.since() : now;
    Repair repair = dataplane.repair();
    mendedObjects += repair.repaired().size();
    if (repair.kernelChanges() > 0) {
      changedByUs();
    }
    if (report(repair) && session.isWelcome()) {
      long micros = (System.nanoTime() - since) / 1_000;
      session.send(Messages.drift(repair, micros), System.nanoTime());
    }
  }
}
