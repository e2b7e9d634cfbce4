package io.isthmus.domain.admission;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.EnrollmentRequest;
import io.isthmus.domain.trust.IdentityStore;
import io.isthmus.domain.trust.Portrait;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The requests of devices to join, which people look at and decide. Safe for any thread; uses the
 * database and may wait.
 */
public final class EnrollmentRequests {
  private final IdentityStore store;
  private final Clock clock;

  public EnrollmentRequests(IdentityStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** The tenant's requests to join, newest first, also those that are decided. */
  public List<EnrollmentRequest> list(Name tenant) {
    return store.requests(tenant);
  }

  public Optional<EnrollmentRequest> find(Name tenant, UUID id) {
    return store.findRequest(tenant, id);
  }

  /** Lets the edge fetch its certificate. Only what is PENDING changes. Empty: no such request. */
  public Optional<EnrollmentRequest> approve(Actor actor, Name tenant, UUID id) {
    return decide(
        actor,
        tenant,
        id,
        request -> request.state() == EnrollmentRequest.State.PENDING,
        EnrollmentRequest.State.APPROVED,
        "APPROVE");
  }

  /** Refuses the key for good. Only what is PENDING or APPROVED changes. Empty: no such request. */
  public Optional<EnrollmentRequest> reject(Actor actor, Name tenant, UUID id) {
    return decide(
        actor,
        tenant,
        id,
        request ->
            request.state() == EnrollmentRequest.State.PENDING
                || request.state() == EnrollmentRequest.State.APPROVED,
        EnrollmentRequest.State.REJECTED,
        "REJECT");
  }

  private Optional<EnrollmentRequest> decide(
      Actor actor,
      Name tenant,
      UUID id,
      Predicate<EnrollmentRequest> open,
      EnrollmentRequest.State decision,
      String action) {
    Instant now = clock.instant();
    return store.change(ledger ->
        ledger
            .findRequest(id)
            .filter(request -> request.edge().tenant().equals(tenant))
            .map(request -> {
              if (!open.test(request)) {
                return request;
              }
              EnrollmentRequest decided = request.decided(decision, actor.name(), now);
              ledger.save(decided);
              ledger.audit(
                  AuditWords.audit(now, tenant, actor, action, AuditWords.subject(request))
                      .changing(
                          Optional.of(Portrait.of(request)), Optional.of(Portrait.of(decided))));
              return decided;
            }));
  }

  /** What is open and matches may never join. */
  static void rejectOpen(
      IdentityStore.Ledger ledger,
      Actor actor,
      Name tenant,
      Predicate<EnrollmentRequest> which,
      Instant now) {
    ledger.openRequests(tenant).stream()
        .filter(which)
        .forEach(request ->
            ledger.save(request.decided(EnrollmentRequest.State.REJECTED, actor.name(), now)));
  }
}
