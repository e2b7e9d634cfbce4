package io.isthmus.domain.admission;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.AuditEntry;
import io.isthmus.domain.trust.Refusals;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** Something that may be refused, and is then in the audit log. */
final class Attempt {
  private final Refusals refusals;
  private final Clock clock;
  private final String action;
  private final Actor actor;
  private final Optional<Name> tenant;
  private final String subject;

  Attempt(Refusals refusals, Clock clock, String action, Actor actor) {
    this(refusals, clock, action, actor, Optional.empty(), "edges");
  }

  private Attempt(
      Refusals refusals,
      Clock clock,
      String action,
      Actor actor,
      Optional<Name> tenant,
      String subject) {
    this.refusals = refusals;
    this.clock = clock;
    this.action = action;
    this.actor = actor;
    this.tenant = tenant;
    this.subject = subject;
  }

  String action() {
    return action;
  }

  Attempt about(Optional<Name> ofTenant, Optional<String> what) {
    return new Attempt(refusals, clock, action, actor, ofTenant, what.orElse(subject));
  }

  /** Of a token, whose id is no secret. */
  Attempt about(Optional<Name> ofTenant, Optional<String> what, UUID token) {
    return new Attempt(refusals, clock, action, actor.with(token), ofTenant, what.orElse(subject));
  }

  EnrollmentOutcome refused(Refusal reason, String message) {
    refusals.refused(
        AuditEntry.refused(clock.instant(), tenant, actor, action, subject, reason.name()));
    return new EnrollmentOutcome.Refused(reason, message);
  }
}
