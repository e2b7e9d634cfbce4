package io.isthmus.db;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.intent.NetworkDiff;
import io.isthmus.domain.intent.NetworkSnapshot;
import io.isthmus.domain.intent.Numbering;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.EdgeOperation;
import io.isthmus.domain.operation.Event;
import io.isthmus.domain.operation.EventType;
import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.operation.TraceParent;
import io.isthmus.domain.reconcile.IntentStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What tests do to the stores. */
final class Stores {
  static final Name DEFAULT = Name.of("default");

  private final IntentStore store;
  private final TestClock clock;

  Stores(IntentStore store, TestClock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Changes the default tenant's network as the controller would; edges are all affected. */
  Operation change(Change... changes) {
    return change(DEFAULT, List.of(changes));
  }

  Operation change(Name tenant, List<Change> changes) {
    return store.change(transaction -> changeWithin(transaction, tenant, changes));
  }

  Operation changeWithin(IntentStore.Transaction transaction, Name tenant, List<Change> changes) {
    NetworkSnapshot snapshot = store.load();
    Numbering numbering = Numbering.of(snapshot);
    Network before = snapshot.tenants().get(tenant);
    long revision = transaction.revision() + 1;
    Network after = before.apply(changes, numbering, revision);
    Operation operation = operation(after, revision);
    transaction.save(
        NetworkDiff.between(before, after),
        numbering.cursors(),
        operation,
        List.of(event(operation)),
        List.of());
    return operation;
  }

  Operation operation(Network network, long revision) {
    List<EdgeOperation> edges =
        network.edges().keySet().stream()
            .map(edge ->
                new EdgeOperation(edge, EdgeOperation.State.PENDING, List.of(), clock.instant()))
            .toList();
    return new Operation(
        UUID.randomUUID(),
        network.tenant(),
        "a test",
        revision,
        clock.instant(),
        Optional.of(trace(revision)),
        edges);
  }

  /** One of its own for each revision. */
  static TraceParent trace(long revision) {
    return new TraceParent("00-%032x-%016x-01".formatted(revision, revision));
  }

  Event event(Operation operation) {
    return Event.of(
        EventType.INTENT_CHANGED,
        operation.tenant(),
        "operations/" + operation.id(),
        operation.createdAt(),
        Map.of("revision", operation.revision()));
  }

  void createTenant(Name tenant) {
    store.change(transaction -> {
      transaction.createTenant(tenant, transaction.revision() + 1, List.of());
      return true;
    });
  }

  void removeTenant(Name tenant) {
    store.change(transaction -> {
      transaction.removeTenant(tenant, transaction.revision() + 1, List.of());
      return true;
    });
  }
}
