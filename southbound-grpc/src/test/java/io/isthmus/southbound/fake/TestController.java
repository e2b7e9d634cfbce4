package io.isthmus.southbound.fake;

import static io.isthmus.domain.fake.Samples.TENANT;

import io.isthmus.domain.fake.InMemoryStore;
import io.isthmus.domain.fake.Samples;
import io.isthmus.domain.intent.Change;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.EdgeError;
import io.isthmus.domain.operation.Event;
import io.isthmus.domain.operation.EventLog;
import io.isthmus.domain.operation.EventType;
import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.operation.OperationStore;
import io.isthmus.domain.plan.EdgePlan;
import io.isthmus.domain.reconcile.ChangeOutcome;
import io.isthmus.domain.reconcile.EdgeFleet;
import io.isthmus.domain.reconcile.EdgeStatus;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.topology.EdgeKey;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The real use cases over stores in memory, which can be made to fail. */
public final class TestController {
  private final InMemoryStore store = new InMemoryStore();
  private final AtomicInteger failures = new AtomicInteger();
  private final EdgeFleet fleet =
      new EdgeFleet(new Failing(store, failures), store, Clock.systemUTC());
  private final IntentService intent = new IntentService(store, fleet, Clock.systemUTC());

  public EdgeFleet fleet() {
    return fleet;
  }

  /** Recording what edges answer fails so many times. */
  public void failRecording(int times) {
    failures.set(times);
  }

  /** Edges {@code e1} to {@code e<count>}, without overlays. */
  public Optional<Operation> declareEdges(int count) {
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.PutSite(Samples.site("s")));
    IntStream.rangeClosed(1, count).forEach(i -> changes.add(new Change.PutEdge(Samples.edge(i))));
    return change(changes.toArray(Change[]::new));
  }

  public Optional<Operation> change(Change... changes) {
    ChangeOutcome outcome = intent.change(TENANT, "test", network -> Arrays.asList(changes));
    return switch (outcome) {
      case ChangeOutcome.Changed changed -> Optional.of(changed.operation());
      case ChangeOutcome.Unchanged _ -> Optional.empty();
    };
  }

  public EdgePlan plan(String edge) {
    return fleet.plan(key(edge)).orElseThrow();
  }

  public EdgeStatus status(String edge) {
    return fleet.status(key(edge)).orElseThrow();
  }

  public Operation.State state(Optional<Operation> operation) {
    return store.find(TENANT, operation.orElseThrow().id()).orElseThrow().state();
  }

  public long events(EventType type) {
    return store.after(TENANT, 0, Integer.MAX_VALUE).stream()
        .map(Event::type)
        .filter(type::equals)
        .count();
  }

  public EventLog eventLog() {
    return store;
  }

  public static EdgeKey key(String edge) {
    return new EdgeKey(TENANT, Name.of(edge));
  }

  private record Failing(OperationStore store, AtomicInteger failures) implements OperationStore {
    @Override
    public Optional<Operation> find(Name tenant, UUID id) {
      return store.find(tenant, id);
    }

    @Override
    public List<Operation> list(Name tenant, long before, int limit) {
      return store.list(tenant, before, limit);
    }

    @Override
    public List<Operation> acknowledged(EdgeKey edge, long revision, Instant at) {
      failIfToldTo();
      return store.acknowledged(edge, revision, at);
    }

    @Override
    public List<Operation> refused(
        EdgeKey edge, long revision, List<EdgeError> errors, Instant at) {
      failIfToldTo();
      return store.refused(edge, revision, errors, at);
    }

    private void failIfToldTo() {
      if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new IllegalStateException("the store does not answer, on purpose");
      }
    }
  }
}
