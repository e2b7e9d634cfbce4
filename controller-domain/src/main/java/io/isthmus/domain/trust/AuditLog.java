package io.isthmus.domain.trust;

import java.util.List;
import java.util.function.Consumer;

/**
 * The log of what was done and refused. Entries are added and never changed; the oldest go when
 * their time to be kept is over. Refusals come by {@link Refusals}, which bounds them.
 */
public interface AuditLog {
  /**
   * Adds the entries; durable on return, or with the transaction around it. Sequences grow in the
   * order of commit.
   */
  void append(List<AuditEntry> entries);

  /** Newest first. */
  List<AuditEntry> find(AuditQuery query, int limit);

  /**
   * All that fit, oldest first, each handed over as it is read: in bounded memory however many
   * there are.
   */
  void export(AuditQuery query, Consumer<AuditEntry> reader);
}
