package io.isthmus.domain.reconcile;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.IntentRejected;
import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.intent.NetworkDiff;
import io.isthmus.domain.intent.NetworkSnapshot;
import io.isthmus.domain.intent.Numbering;
import io.isthmus.domain.intent.Violation;
import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.EdgeOperation;
import io.isthmus.domain.operation.Event;
import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.operation.TraceParent;
import io.isthmus.domain.operation.Work;
import io.isthmus.domain.operation.WorkObserver;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.traffic.SteeringDecision;
import io.isthmus.domain.trust.Actor;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Changes the intent: checks, plans, stores, and sends the edges on their way, in this order. What
 * an edge would have to carry is planned before anything is stored, so an intent that cannot be
 * planned never becomes one.
 *
 * <p>Reads are served from an immutable snapshot. Changes run one at a time: within this controller
 * by a lock, among replicas by the store's transaction.
 */
public final class IntentService {
  private final IntentStore store;
  private final EdgeFleet fleet;
  private final Clock clock;
  private final WorkObserver observer;
  private final ReentrantLock changing = new ReentrantLock();
  private final ReentrantLock ending = new ReentrantLock();
  private volatile NetworkSnapshot snapshot;

  /** Loads the newest intent and plans every edge. */
  public IntentService(IntentStore store, EdgeFleet fleet, Clock clock) {
    this.store = store;
    this.fleet = fleet;
    this.clock = clock;
    this.observer = fleet.observer();
    this.snapshot = store.load();
    fleet.replanAll(snapshot);
  }

  /** The intent as this controller knows it; never blocks. */
  public NetworkSnapshot snapshot() {
    return snapshot;
  }

  /**
   * The tenant's network.
   *
   * @throws TenantNotFound when there is none
   */
  public Network network(Name tenant) {
    return snapshot.findTenant(tenant).orElseThrow(() -> new TenantNotFound(tenant));
  }

  /**
   * Changes a tenant's network. The function sees the newest network and nobody changes it
   * meanwhile, so it may check preconditions and throw.
   *
   * @param actor who does it, for the audit log
   * @param summary what was asked for, in words, for the operation
   * @throws IntentRejected when the result would break a rule; nothing is changed
   * @throws InvalidValue when a decision is to end before it begins
   * @throws TenantNotFound when there is no such tenant
   */
  public ChangeOutcome change(
      Actor actor, Name tenant, String summary, Function<Network, List<Change>> changes) {
    Work work = observer.begin(WorkObserver.Kind.CHANGE).about("tenant", tenant);
    try {
      ChangeOutcome outcome =
          exclusively(transaction ->
              changeWithin(transaction, actor, tenant, summary, changes, work.trace()));
      work.end(told(work, outcome));
      return outcome;
    } catch (IntentRejected | InvalidValue | TenantNotFound e) {
      work.end("rejected");
      throw e;
    } catch (RuntimeException e) {
      work.end("failed");
      throw e;
    }
  }

  private static String told(Work work, ChangeOutcome outcome) {
    work.about("revision", outcome.revision());
    return switch (outcome) {
      case ChangeOutcome.Unchanged _ -> "unchanged";
      case ChangeOutcome.Changed changed -> {
        work.about("operation", changed.operation().id())
            .about("summary", changed.operation().summary())
            .about("edges", changed.operation().edges().size());
        yield "changed";
      }
    };
  }

  /** What {@link #change} would do, without doing it. */
  public Preview preview(Name tenant, Function<Network, List<Change>> changes) {
    NetworkSnapshot current = snapshot;
    Network before = network(tenant);
    Numbering numbering = Numbering.of(current);
    long revision = current.revision() + 1;
    Network after = before.apply(timely(changes.apply(before)), numbering, revision);
    NetworkDiff diff = NetworkDiff.between(before, after);
    List<Name> edges =
        fleet.previewPlans(before, after, diff, revision).changedEdges().stream()
            .map(EdgeKey::edge)
            .toList();
    return new Preview(current.revision(), before, after, diff, edges);
  }

  /**
   * The outcome of a preview.
   *
   * @param revision the revision that it was made from
   * @param affectedEdges edges whose configuration would change
   */
  public record Preview(
      long revision, Network before, Network after, NetworkDiff diff, List<Name> affectedEdges) {}

  /**
   * Ends decisions whose time is over. Called several times a second; cheap when there is none.
   * Whichever replica comes first ends them.
   */
  public void endExpired() {
    if (!ending.tryLock()) {
      return;
    }
    try {
      endExpired(clock.instant());
    } finally {
      ending.unlock();
    }
  }

  private void endExpired(Instant now) {
    for (Network network : snapshot.tenants().values()) {
      if (network.decisions().stream().anyMatch(decision -> decision.isOver(now))) {
        change(
            Actor.SYSTEM,
            network.tenant(),
            "End decisions whose time is over",
            newest -> expired(newest, now));
      }
    }
  }

  private static List<Change> expired(Network network, Instant now) {
    return network.decisions().stream()
        .filter(decision -> decision.isOver(now))
        .<Change>map(decision -> new Change.Unsteer(decision.id()))
        .toList();
  }

  /** True when the tenant was created, false when it existed. */
  public boolean createTenant(Actor actor, Name tenant) {
    return exclusively(transaction -> {
      if (snapshot.findTenant(tenant).isPresent()) {
        return Step.none(false);
      }
      long revision = snapshot.revision() + 1;
      NetworkSnapshot next = snapshot.with(revision, Network.empty(tenant), snapshot.cursors());
      transaction.createTenant(
          tenant,
          revision,
          ChangeAudit.ofTenant(actor, clock.instant(), "CREATE", tenant, revision));
      return Step.of(true, next);
    });
  }

  /**
   * Removes an empty tenant.
   *
   * @throws IntentRejected with code IN_USE when it has resources
   */
  public void removeTenant(Actor actor, Name tenant) {
    exclusively(transaction -> {
      requireEmpty(network(tenant));
      long revision = snapshot.revision() + 1;
      transaction.removeTenant(
          tenant,
          revision,
          ChangeAudit.ofTenant(actor, clock.instant(), "DELETE", tenant, revision));
      return Step.of(true, snapshot.without(revision, tenant));
    });
  }

  /**
   * Takes over what other replicas have changed, if anything. Called every second or so, and when
   * notified.
   */
  public void refresh() {
    if (store.newestRevision() == snapshot.revision()) {
      return;
    }
    changing.lock();
    try {
      reload();
    } finally {
      changing.unlock();
    }
  }

  private void reload() {
    NetworkSnapshot loaded = store.load();
    if (loaded.revision() > snapshot.revision()) {
      snapshot = loaded;
      fleet.replanAll(loaded);
    }
  }

  private Step<ChangeOutcome> changeWithin(
      IntentStore.Transaction transaction,
      Actor actor,
      Name tenant,
      String summary,
      Function<Network, List<Change>> changes,
      Optional<TraceParent> trace) {
    Network before = network(tenant);
    long revision = snapshot.revision() + 1;
    Numbering numbering = Numbering.of(snapshot);
    Network after = before.apply(timely(changes.apply(before)), numbering, revision);
    NetworkDiff diff = NetworkDiff.between(before, after);
    if (diff.isEmpty()) {
      return Step.none(new ChangeOutcome.Unchanged(snapshot.revision(), before));
    }
    EdgePlans.Replanned plans = plan(before, after, diff, revision);
    Operation operation = operation(after, summary, revision, plans, trace);
    transaction.save(
        diff,
        numbering.cursors(),
        operation,
        events(operation, diff),
        ChangeAudit.of(actor, operation, before, diff));
    return new Step<>(
        new ChangeOutcome.Changed(revision, after, diff, operation),
        Optional.of(snapshot.with(revision, after, numbering.cursors())),
        plans,
        Optional.of(operation));
  }

  private EdgePlans.Replanned plan(Network before, Network after, NetworkDiff diff, long revision) {
    Work work = observer.begin(WorkObserver.Kind.PLAN);
    String outcome = "failed";
    try {
      EdgePlans.Replanned plans = fleet.previewPlans(before, after, diff, revision);
      outcome = "planned";
      return plans;
    } finally {
      work.end(outcome);
    }
  }

  /** A decision that is over when it begins would never be in force. */
  private List<Change> timely(List<Change> changes) {
    Instant now = clock.instant();
    for (Change change : changes) {
      if (change instanceof Change.Steer(SteeringDecision decision) && decision.isOver(now)) {
        throw new InvalidValue(
            "EXPIRY_PASSED",
            "expiresAt %s is not after now, %s: give a later time, or none"
                .formatted(decision.expiresAt().orElseThrow(), now));
      }
    }
    return changes;
  }

  /**
   * Runs a step while nobody else changes the intent, and publishes what it made once that is
   * durable.
   */
  private <T> T exclusively(Function<IntentStore.Transaction, Step<T>> work) {
    changing.lock();
    try {
      Step<T> step =
          store.change(transaction -> {
            if (transaction.revision() != snapshot.revision()) {
              reload();
            }
            return work.apply(transaction);
          });
      step.next().ifPresent(next -> snapshot = next);
      step.operation().ifPresent(fleet::begun);
      fleet.install(step.plans());
      return step.result();
    } finally {
      changing.unlock();
    }
  }

  /**
   * What a transaction leads to once it has committed.
   *
   * @param next the snapshot to publish; empty when nothing changed
   */
  private record Step<T>(
      T result,
      Optional<NetworkSnapshot> next,
      EdgePlans.Replanned plans,
      Optional<Operation> operation) {
    static <T> Step<T> none(T result) {
      return new Step<>(result, Optional.empty(), EdgePlans.Replanned.NOTHING, Optional.empty());
    }

    static <T> Step<T> of(T result, NetworkSnapshot next) {
      return new Step<>(result, Optional.of(next), EdgePlans.Replanned.NOTHING, Optional.empty());
    }
  }

  /** A revoked edge is not waited for: it will not answer. */
  private Operation operation(
      Network network,
      String summary,
      long revision,
      EdgePlans.Replanned plans,
      Optional<TraceParent> trace) {
    Instant now = clock.instant();
    List<EdgeOperation> edges =
        plans.changed().stream()
            .map(plan -> plan.edge().edge())
            .filter(edge -> !network.isRevoked(edge))
            .sorted()
            .map(edge -> new EdgeOperation(edge, EdgeOperation.State.PENDING, List.of(), now))
            .toList();
    return new Operation(UUID.randomUUID(), network.tenant(), summary, revision, now, trace, edges);
  }

  private static List<Event> events(Operation operation, NetworkDiff diff) {
    List<Event> events = new ArrayList<>();
    events.add(OperationEvents.intentChanged(operation));
    diff.begun().forEach(decision -> events.add(OperationEvents.rerouted(operation, decision)));
    diff.ended().stream()
        .filter(decision -> decision.isOver(operation.createdAt()))
        .forEach(decision -> events.add(OperationEvents.expired(operation, decision)));
    if (operation.isDone()) {
      events.add(OperationEvents.finished(operation, operation.createdAt()));
    }
    return events;
  }

  private static void requireEmpty(Network network) {
    for (Kind kind : Kind.values()) {
      if (!network.resources(kind).isEmpty()) {
        Name first = network.resources(kind).firstKey();
        throw new IntentRejected(
            List.of(
                new Violation(
                    Violation.Code.IN_USE,
                    kind,
                    first,
                    "",
                    "tenant %s still has %s %s: remove its resources first"
                        .formatted(network.tenant(), kind.words(), first))));
      }
    }
  }
}
