package io.isthmus.domain.trust;

import io.isthmus.domain.net.Name;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Something that somebody did, or was refused.
 *
 * @param sequence place in the log, growing in the order of commit; 0 until it is in the log
 * @param tenant empty for what belongs to none
 * @param action stable code, such as {@code CREATE} or {@code REVOKE_EDGE}
 * @param subject path of the resource, within the tenant where there is one: {@code overlays/on-1}
 * @param reason of a refusal, a stable code; otherwise what the actor gave as one
 * @param before the resource as it was; strings, numbers, booleans, lists and maps of these, no
 *     secrets
 * @param after the resource as it is now
 * @param revision of the intent that this made
 * @param count how many times, up to {@code time}; more than 1 only for like refusals within a
 *     minute
 */
public record AuditEntry(
    long sequence,
    Instant time,
    Optional<Name> tenant,
    Actor actor,
    String action,
    String subject,
    Outcome outcome,
    Optional<String> reason,
    Optional<Map<String, Object>> before,
    Optional<Map<String, Object>> after,
    OptionalLong revision,
    long count) {
  /** Whether it came to be. */
  public enum Outcome {
    DONE,
    REFUSED
  }

  static final int LONGEST_SUBJECT = 255;
  static final int LONGEST_REASON = 500;
  private static final Pattern ACTION = Pattern.compile("[A-Z][A-Z0-9_]{0,62}");

  public AuditEntry {
    if (!ACTION.matcher(action).matches()) {
      throw new IllegalStateException("action %s is not an upper-case code".formatted(action));
    }
    subject = Text.fit(subject, LONGEST_SUBJECT);
    reason = reason.map(text -> Text.fit(text, LONGEST_REASON));
    before = before.map(AuditEntry::copy);
    after = after.map(AuditEntry::copy);
  }

  /** In the order that it was given. */
  private static Map<String, Object> copy(Map<String, Object> values) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** What was done to something that is not part of the intent. */
  public static AuditEntry done(
      Instant time, Optional<Name> tenant, Actor actor, String action, String subject) {
    return new AuditEntry(
        0,
        time,
        tenant,
        actor,
        action,
        subject,
        Outcome.DONE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        1);
  }

  /** What was refused, for {@link Refusals}. */
  public static AuditEntry refused(
      Instant time,
      Optional<Name> tenant,
      Actor actor,
      String action,
      String subject,
      String reason) {
    return new AuditEntry(
        0,
        time,
        tenant,
        actor,
        action,
        subject,
        Outcome.REFUSED,
        Optional.of(reason),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        1);
  }

  public AuditEntry because(String why) {
    return new AuditEntry(
        sequence,
        time,
        tenant,
        actor,
        action,
        subject,
        outcome,
        Optional.of(why),
        before,
        after,
        revision,
        count);
  }

  /** With what it was and what it is. */
  public AuditEntry changing(
      Optional<Map<String, Object>> was, Optional<Map<String, Object>> becomes) {
    return new AuditEntry(
        sequence, time, tenant, actor, action, subject, outcome, reason, was, becomes, revision,
        count);
  }

  public AuditEntry inRevision(long ofIntent) {
    return new AuditEntry(
        sequence,
        time,
        tenant,
        actor,
        action,
        subject,
        outcome,
        reason,
        before,
        after,
        OptionalLong.of(ofIntent),
        count);
  }

  public AuditEntry times(long howMany, Instant last) {
    return new AuditEntry(
        sequence, last, tenant, actor, action, subject, outcome, reason, before, after, revision,
        howMany);
  }
}
