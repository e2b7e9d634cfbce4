package io.isthmus.domain.trust;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.isthmus.domain.net.Name;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Puts what was refused into the log, so that nobody can fill the disk by asking. Of like refusals
 * (of one reason, from one source, about one subject) within a minute, the first is written within
 * a second, and all the others as one entry with their count when the minute is over. Beyond a
 * hundred different ones at a time, those of one reason count as alike wherever they came from.
 *
 * <p>Never blocks; safe for any thread. What a controller that dies has not yet written is lost.
 */
public final class Refusals {
  static final int MOST_DIFFERENT = 100;
  private static final String MANY = "many";

  private final AuditLog log;
  private final Clock clock;
  private final LongAdder total = new LongAdder();

  @GuardedBy("this")
  private final Map<Like, Count> counts = new HashMap<>();

  public Refusals(AuditLog log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /** What makes refusals alike. */
  private record Like(
      Instant minute,
      String action,
      Optional<String> reason,
      Actor actor,
      Optional<Name> tenant,
      String subject) {}

  private static final class Count {
    private final AuditEntry first;
    private Instant last;
    private long unwritten;
    private boolean firstWritten;

    Count(AuditEntry first) {
      this.first = first;
      this.last = first.time();
    }
  }

  /** How many were told of since the start. */
  public long total() {
    return total.sum();
  }

  public synchronized void refused(AuditEntry entry) {
    if (entry.outcome() != AuditEntry.Outcome.REFUSED) {
      throw new IllegalStateException("not a refusal: " + entry);
    }
    total.increment();
    Like like = like(entry);
    Count count = counts.get(like);
    if (count == null && counts.size() >= MOST_DIFFERENT) {
      AuditEntry alike = anyone(entry);
      count = counts.computeIfAbsent(like(alike), key -> new Count(alike));
    } else if (count == null) {
      count = new Count(entry);
      counts.put(like, count);
    }
    count.unwritten++;
    count.last = entry.time();
  }

  private static Like like(AuditEntry entry) {
    return new Like(
        entry.time().truncatedTo(ChronoUnit.MINUTES),
        entry.action(),
        entry.reason(),
        entry.actor(),
        entry.tenant(),
        entry.subject());
  }

  private static AuditEntry anyone(AuditEntry entry) {
    return AuditEntry.refused(
        entry.time(),
        Optional.empty(),
        new Actor(Actor.Kind.UNKNOWN, MANY, Optional.empty(), Optional.empty()),
        entry.action(),
        MANY,
        entry.reason().orElse(MANY));
  }

  /** Called once a second. What cannot be written now is tried again. */
  public void flush() {
    write(clock.instant().truncatedTo(ChronoUnit.MINUTES));
  }

  /** When the controller stops: writes what there is. */
  public void close() {
    write(Instant.MAX);
  }

  private void write(Instant openMinute) {
    List<AuditEntry> entries = take(openMinute);
    if (entries.isEmpty()) {
      return;
    }
    try {
      log.append(entries);
    } catch (RuntimeException e) {
      entries.forEach(this::putBack);
      throw e;
    }
  }

  private synchronized List<AuditEntry> take(Instant openMinute) {
    List<AuditEntry> entries = new ArrayList<>();
    counts.forEach((like, count) -> {
      boolean over = like.minute().isBefore(openMinute);
      if (count.unwritten > 0 && (over || !count.firstWritten)) {
        entries.add(count.first.times(count.unwritten, count.last));
        count.unwritten = 0;
        count.firstWritten = true;
      }
    });
    counts.keySet().removeIf(like -> like.minute().isBefore(openMinute));
    return entries;
  }

  private synchronized void putBack(AuditEntry entry) {
    AuditEntry kept = counts.size() < 10 * MOST_DIFFERENT ? entry : anyone(entry);
    Count count = counts.computeIfAbsent(like(kept), like -> new Count(kept));
    count.unwritten += entry.count();
  }
}
