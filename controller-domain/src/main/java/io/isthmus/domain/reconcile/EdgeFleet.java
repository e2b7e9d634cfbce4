package io.isthmus.domain.reconcile;

import io.isthmus.domain.intent.Network;
import io.isthmus.domain.intent.NetworkDiff;
import io.isthmus.domain.intent.NetworkSnapshot;
import io.isthmus.domain.operation.EdgeError;
import io.isthmus.domain.operation.EventLog;
import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.operation.OperationStore;
import io.isthmus.domain.operation.TraceParent;
import io.isthmus.domain.operation.WorkObserver;
import io.isthmus.domain.plan.EdgePlan;
import io.isthmus.domain.topology.EdgeKey;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Every edge with the plan that it should carry and what it said of itself: the use cases of the
 * southbound side. Safe for any thread; calls for one edge come one after the other, from the
 * session that owns it. What edges say is written to the store in the caller's thread.
 */
public final class EdgeFleet {
  private static final int MOST_TRACES = 1_000;

  private final EdgePlans plans = new EdgePlans();
  private final Map<EdgeKey, EdgeStatus> statuses = new ConcurrentHashMap<>();
  private final OperationStore operations;
  private final EventLog events;
  private final Map<EdgeKey, Long> unsettled = new ConcurrentHashMap<>();
  private final Map<EdgeKey, EdgeKeys> news = new ConcurrentHashMap<>();
  private final ConcurrentSkipListMap<Long, TraceParent> traces = new ConcurrentSkipListMap<>();
  private final WorkObserver observer;
  private final OperationWaiters waiters = new OperationWaiters();
  private final Clock clock;
  private volatile @Nullable EdgePort port;

  public EdgeFleet(OperationStore operations, EventLog events, Clock clock) {
    this(operations, events, clock, WorkObserver.NONE);
  }

  public EdgeFleet(OperationStore operations, EventLog events, Clock clock, WorkObserver observer) {
    this.operations = operations;
    this.events = events;
    this.clock = clock;
    this.observer = observer;
  }

  /** Who is told of work on the way to the edges. */
  public WorkObserver observer() {
    return observer;
  }

  /** Where the change that made this revision was asked for, if that is traced and not long ago. */
  public Optional<TraceParent> trace(long revision) {
    return Optional.ofNullable(traces.get(revision));
  }

  /** From now on the port is told of new plans. */
  public void attach(EdgePort newPort) {
    port = newPort;
  }

  /** The newest plan; empty when the intent has no such edge. */
  public Optional<EdgePlan> plan(EdgeKey edge) {
    return plans.find(edge);
  }

  /** How the edge is; empty when the intent has no such edge. */
  public Optional<EdgeStatus> status(EdgeKey edge) {
    return plans.find(edge).map(plan -> withPlan(known(edge), plan));
  }

  /** The edge opened its stream. */
  public void connected(EdgeKey edge, EdgeReport report) {
    Instant now = clock.instant();
    update(edge, status -> status.connected(report, now));
    events.append(List.of(OperationEvents.connected(edge, report, now)));
  }

  /** The edge's stream ended. */
  public void disconnected(EdgeKey edge, String reason) {
    Instant now = clock.instant();
    update(edge, status -> status.disconnected(now));
    events.append(List.of(OperationEvents.disconnected(edge, reason, now)));
  }

  /** The edge said that it carries the configuration of this revision, whole. */
  public void applied(EdgeKey edge, long revision) {
    update(edge, status -> status.applied(revision));
    if (isWhole(edge, revision)) {
      finish(() -> operations.acknowledged(edge, revision, clock.instant()));
    } else {
      unsettled.put(edge, revision);
    }
  }

  /**
   * Whether the configuration had all the tunnels that the intent asks for. One that waits for keys
   * that are about to be told has not: its operations go on until the edge answers to the next.
   */
  private boolean isWhole(EdgeKey edge, long revision) {
    if (plans.wasPartial(edge, revision)) {
      return false;
    }
    return plans
        .find(edge)
        .map(plan ->
            plan.awaited().stream()
                .map(name -> new EdgeKey(edge.tenant(), name))
                .noneMatch(this::isConnected))
        .orElse(true);
  }

  private boolean isConnected(EdgeKey edge) {
    EdgeStatus status = statuses.get(edge);
    return status != null && status.connection() == EdgeStatus.Connection.CONNECTED;
  }

  /**
   * Ends what waited for keys of edges that have gone away since. Called once a second; cheap when
   * nothing waits.
   */
  public void settle() {
    unsettled.forEach((edge, revision) -> {
      if (isWhole(edge, revision) && unsettled.remove(edge, revision)) {
        finish(() -> operations.acknowledged(edge, revision, clock.instant()));
      }
    });
  }

  /** The edge told its public keys, all of them, and where its reflector listens. */
  public void told(EdgeKey edge, EdgeKeys keys) {
    news.put(edge, keys);
    synchronized (news) {
      news.notifyAll();
    }
  }

  /** What edges told and nobody has learnt. */
  Map<EdgeKey, EdgeKeys> news() {
    return news;
  }

  /** The edge refused this revision and carries what it carried before. */
  public void refused(EdgeKey edge, long revision, List<EdgeError> errors) {
    update(edge, status -> status.refused(errors));
    finish(() -> operations.refused(edge, revision, errors, clock.instant()));
    events.append(List.of(OperationEvents.refused(edge, revision, errors, clock.instant())));
  }

  /** The edge mended its data plane. */
  public void drifted(EdgeKey edge, Drift drift) {
    update(edge, EdgeStatus::drifted);
    events.append(List.of(OperationEvents.drifted(edge, drift, clock.instant())));
  }

  /** The edge is alive. */
  public void heartbeat(EdgeKey edge, long agentRssBytes) {
    update(edge, status -> status.withAgentRss(agentRssBytes));
  }

  /** Where to wait for operations to finish. */
  public OperationWaiters waiters() {
    return waiters;
  }

  /** The operation is durable; what it leads to is about to be told. */
  void begun(Operation operation) {
    operation.trace().ifPresent(trace -> remember(Map.of(operation.revision(), trace)));
    if (operation.isDone()) {
      observer.finished(operation, operation.createdAt());
    }
  }

  private void remember(Map<Long, TraceParent> newer) {
    traces.putAll(newer);
    while (traces.size() > MOST_TRACES) {
      traces.pollFirstEntry();
    }
  }

  void replanAll(NetworkSnapshot snapshot) {
    if (observer.isTracing()) {
      remember(operations.traces(traces.isEmpty() ? 0 : traces.lastKey(), MOST_TRACES));
    }
    tell(plans.replaceAll(snapshot));
  }

  EdgePlans.Replanned previewPlans(Network before, Network after, NetworkDiff diff, long revision) {
    return plans.preview(before, after, diff, revision);
  }

  void install(EdgePlans.Replanned replanned) {
    plans.install(replanned);
    tell(replanned);
  }

  private void tell(EdgePlans.Replanned replanned) {
    replanned.gone().forEach(this::forget);
    EdgePort attached = port;
    if (attached == null) {
      return;
    }
    if (!replanned.changed().isEmpty()) {
      attached.plansChanged(replanned.changedEdges());
    }
    replanned.gone().forEach(attached::edgeRemoved);
  }

  private void forget(EdgeKey edge) {
    statuses.remove(edge);
    unsettled.remove(edge);
    news.remove(edge);
  }

  private void finish(Supplier<List<Operation>> answer) {
    List<Operation> finished = answer.get();
    if (finished.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    events.append(
        finished.stream().map(operation -> OperationEvents.finished(operation, now)).toList());
    finished.forEach(operation -> {
      waiters.finished(operation.id());
      observer.finished(operation, now);
    });
  }

  private void update(EdgeKey edge, UnaryOperator<EdgeStatus> change) {
    statuses.compute(
        edge, (key, status) -> change.apply(status == null ? EdgeStatus.unknown(key) : status));
  }

  private EdgeStatus known(EdgeKey edge) {
    return statuses.getOrDefault(edge, EdgeStatus.unknown(edge));
  }

  /** A plan that is newer than what the edge carries makes it pending. */
  private static EdgeStatus withPlan(EdgeStatus status, EdgePlan plan) {
    boolean behind =
        status.configState() == EdgeStatus.ConfigState.IN_SYNC
            && status.appliedRevision() < plan.revision();
    return status.planned(
        plan.revision(), behind ? EdgeStatus.ConfigState.PENDING : status.configState());
  }
}
