package io.isthmus.domain.fake;

import io.isthmus.domain.trust.AuditEntry;
import io.isthmus.domain.trust.AuditLog;
import io.isthmus.domain.trust.AuditQuery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The audit log in memory. */
public final class InMemoryAuditLog implements AuditLog {
  private final List<AuditEntry> entries = new ArrayList<>();

  @Override
  public synchronized void append(List<AuditEntry> more) {
    for (AuditEntry entry : more) {
      entries.add(
          new AuditEntry(
              entries.size() + 1L,
              entry.time(),
              entry.tenant(),
              entry.actor(),
              entry.action(),
              entry.subject(),
              entry.outcome(),
              entry.reason(),
              entry.before(),
              entry.after(),
              entry.revision(),
              entry.count()));
    }
  }

  @Override
  public synchronized List<AuditEntry> find(AuditQuery query, int limit) {
    return entries.stream()
        .filter(entry -> fits(entry, query))
        .sorted(Comparator.comparingLong(AuditEntry::sequence).reversed())
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized void export(AuditQuery query, Consumer<AuditEntry> reader) {
    entries.stream().filter(entry -> fits(entry, query)).forEach(reader);
  }

  /** All that was appended, the oldest first. */
  public synchronized List<AuditEntry> entries() {
    return List.copyOf(entries);
  }

  private boolean fits(AuditEntry entry, AuditQuery query) {
    return entry.sequence() < query.before()
        && query
            .tenant()
            .map(tenant ->
                entry.tenant().equals(Optional.of(tenant))
                    && entry.sequence() > lastRemoval("tenants/" + tenant))
            .orElse(true)
        && query.actor().map(entry.actor().name()::equals).orElse(true)
        && query.action().map(entry.action()::equals).orElse(true)
        && query
            .subject()
            .map(subject ->
                subject.endsWith("/")
                    ? entry.subject().startsWith(subject)
                    : entry.subject().equals(subject))
            .orElse(true)
        && query.outcome().map(entry.outcome()::equals).orElse(true)
        && query.from().map(from -> !entry.time().isBefore(from)).orElse(true)
        && query.until().map(until -> entry.time().isBefore(until)).orElse(true);
  }

  private long lastRemoval(String subject) {
    return entries.stream()
        .filter(entry -> entry.subject().equals(subject) && entry.action().equals("DELETE"))
        .mapToLong(AuditEntry::sequence)
        .max()
        .orElse(0);
  }
}
