package io.isthmus.domain.reconcile;

import io.isthmus.domain.intent.Cursors;
import io.isthmus.domain.intent.NetworkDiff;
import io.isthmus.domain.intent.NetworkSnapshot;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.Event;
import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.trust.AuditEntry;
import java.util.List;
import java.util.function.Function;

/** The durable intent. */
public interface IntentStore {
  /** The intent as of the newest committed revision, read in one consistent view. */
  NetworkSnapshot load();

  /** The newest committed revision; cheap. */
  long newestRevision();

  /**
   * Runs the work in one transaction that nobody else's runs beside: from its begin to its end no
   * other change of the intent commits, on any replica. When this returns, what was saved is
   * durable; when the work throws, nothing was changed.
   */
  <T> T change(Function<Transaction, T> work);

  /** A transaction that holds the intent. */
  interface Transaction {
    /** The revision that the intent has now. */
    long revision();

    /**
     * Stores a tenant's changes, its decisions begun and ended, the operation, the events, and who
     * did it. Identities of edges that are removed are revoked, their tokens withdrawn.
     */
    void save(
        NetworkDiff diff,
        Cursors cursors,
        Operation operation,
        List<Event> events,
        List<AuditEntry> audit);

    /** Adds a tenant without any resource, in the given revision. */
    void createTenant(Name tenant, long revision, List<AuditEntry> audit);

    /**
     * Removes a tenant that has no resource, with its operations, events, tokens and grants, in the
     * given revision. Its audit log stays.
     */
    void removeTenant(Name tenant, long revision, List<AuditEntry> audit);
  }
}
