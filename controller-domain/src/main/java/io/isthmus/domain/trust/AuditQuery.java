package io.isthmus.domain.trust;

import io.isthmus.domain.net.Name;
import java.time.Instant;
import java.util.Optional;

/**
 * Which entries of the log are asked for; an empty filter takes all.
 *
 * @param tenant of one tenant; empty: of all, and of none
 * @param actor name of who did it
 * @param subject the path itself, or what it begins with when it ends in {@code /}
 * @param from the first instant
 * @param until the first instant after
 * @param before only entries with a sequence below; {@code Long.MAX_VALUE} for all
 */
public record AuditQuery(
    Optional<Name> tenant,
    Optional<String> actor,
    Optional<String> action,
    Optional<String> subject,
    Optional<AuditEntry.Outcome> outcome,
    Optional<Instant> from,
    Optional<Instant> until,
    long before) {
  public static AuditQuery all() {
    return new AuditQuery(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Long.MAX_VALUE);
  }

  public static AuditQuery of(Name tenant) {
    return new AuditQuery(
        Optional.of(tenant),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Long.MAX_VALUE);
  }

  /** The next page. */
  public AuditQuery before(long sequence) {
    return new AuditQuery(tenant, actor, action, subject, outcome, from, until, sequence);
  }
}
