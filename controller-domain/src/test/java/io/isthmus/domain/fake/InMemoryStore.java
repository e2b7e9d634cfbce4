package io.isthmus.domain.fake;

import io.isthmus.domain.intent.Cursors;
import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.intent.NetworkDiff;
import io.isthmus.domain.intent.NetworkSnapshot;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.DecisionLog;
import io.isthmus.domain.operation.EdgeError;
import io.isthmus.domain.operation.EdgeOperation;
import io.isthmus.domain.operation.Event;
import io.isthmus.domain.operation.EventLog;
import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.operation.OperationStore;
import io.isthmus.domain.operation.TraceParent;
import io.isthmus.domain.reconcile.IntentStore;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.traffic.SteeringDecision;
import io.isthmus.domain.trust.AuditEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Intent, operations, decisions and events in one place, as one database would hold them. A change
 * works on copies that are taken over at its end, so that a change that throws leaves no trace.
 */
public final class InMemoryStore implements IntentStore, OperationStore, EventLog {
  private NetworkSnapshot snapshot;
  private List<Operation> operations = new ArrayList<>();
  private Map<Name, List<DecisionLog.Entry>> decisions = new HashMap<>();
  private List<Event> events = new ArrayList<>();
  private List<AuditEntry> audit = new ArrayList<>();
  private BiConsumer<EdgeKey, Instant> removals = (edge, at) -> {};

  /** Starts with one tenant, {@code default}, without resources. */
  public InMemoryStore() {
    SortedMap<Name, Network> tenants = new TreeMap<>();
    tenants.put(Name.of("default"), Network.empty(Name.of("default")));
    snapshot = new NetworkSnapshot(1, tenants, Cursors.START);
  }

  @Override
  public synchronized NetworkSnapshot load() {
    return snapshot;
  }

  @Override
  public synchronized long newestRevision() {
    return snapshot.revision();
  }

  @Override
  public synchronized <T> T change(Function<Transaction, T> work) {
    Staged staged = new Staged();
    T result = work.apply(staged);
    staged.commit();
    return result;
  }

  @Override
  public synchronized Optional<Operation> find(Name tenant, UUID id) {
    return operations.stream()
        .filter(o -> o.tenant().equals(tenant) && o.id().equals(id))
        .findFirst();
  }

  @Override
  public synchronized List<Operation> list(Name tenant, long before, int limit) {
    return operations.stream()
        .filter(operation -> operation.tenant().equals(tenant) && operation.revision() < before)
        .sorted(Comparator.comparingLong(Operation::revision).reversed())
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Operation> listOf(EdgeKey edge, long before, int limit) {
    return list(edge.tenant(), before, Integer.MAX_VALUE).stream()
        .filter(operation ->
            operation.edges().stream().anyMatch(part -> part.edge().equals(edge.edge())))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Operation> acknowledged(EdgeKey edge, long revision, Instant at) {
    return answer(
        edge,
        operation -> {
          boolean exact = operation.revision() == revision;
          boolean older = operation.revision() < revision;
          return part -> {
            boolean open = part.state() == EdgeOperation.State.PENDING;
            boolean healed = exact && part.state() == EdgeOperation.State.FAILED;
            return healed || open && (exact || older)
                ? new EdgeOperation(part.edge(), EdgeOperation.State.SUCCEEDED, List.of(), at)
                : part;
          };
        });
  }

  @Override
  public synchronized Set<Name> behind(Name tenant, long revision) {
    Set<Name> behind = new TreeSet<>();
    parts(tenant, operation -> operation.revision() == revision)
        .filter(part -> part.state() != EdgeOperation.State.CANCELLED)
        .forEach(part -> behind.add(part.edge()));
    parts(tenant, operation -> operation.revision() >= revision)
        .filter(part -> part.state() == EdgeOperation.State.SUCCEEDED)
        .forEach(part -> behind.remove(part.edge()));
    return behind;
  }

  @Override
  public synchronized Open open() {
    return open(operation -> true);
  }

  @Override
  public synchronized Open openOf(Name tenant) {
    return open(operation -> operation.tenant().equals(tenant));
  }

  private Open open(Predicate<Operation> which) {
    List<Instant> begun =
        operations.stream()
            .filter(which)
            .filter(operation -> !operation.isDone())
            .map(Operation::createdAt)
            .sorted()
            .toList();
    return new Open(begun.size(), begun.stream().findFirst());
  }

  @Override
  public synchronized SortedMap<Long, TraceParent> traces(long after, int most) {
    SortedMap<Long, TraceParent> traces = new TreeMap<>();
    operations.stream()
        .filter(operation -> operation.revision() > after)
        .forEach(operation ->
            operation.trace().ifPresent(trace -> traces.put(operation.revision(), trace)));
    while (traces.size() > most) {
      traces.remove(traces.firstKey());
    }
    return traces;
  }

  private Stream<EdgeOperation> parts(Name tenant, Predicate<Operation> which) {
    return operations.stream()
        .filter(operation -> operation.tenant().equals(tenant))
        .filter(which)
        .flatMap(operation -> operation.edges().stream());
  }

  @Override
  public synchronized List<Operation> refused(
      EdgeKey edge, long revision, List<EdgeError> errors, Instant at) {
    return answer(
        edge,
        operation ->
            part ->
                operation.revision() <= revision && part.state() == EdgeOperation.State.PENDING
                    ? new EdgeOperation(part.edge(), EdgeOperation.State.FAILED, errors, at)
                    : part);
  }

  @Override
  public synchronized void append(List<Event> more) {
    events = plus(events, more);
  }

  @Override
  public synchronized List<Event> after(Name tenant, long after, int limit) {
    return events.stream()
        .filter(event -> event.tenant().equals(tenant) && event.sequence() > after)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Event> before(Name tenant, long before, int limit) {
    return events.reversed().stream()
        .filter(event -> event.tenant().equals(tenant) && event.sequence() < before)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized long newest(Name tenant) {
    return events.stream()
        .filter(event -> event.tenant().equals(tenant))
        .mapToLong(Event::sequence)
        .max()
        .orElse(0);
  }

  /** Is told of edges that are removed, as part of the change. */
  public synchronized void whenRemoved(BiConsumer<EdgeKey, Instant> listener) {
    removals = removals.andThen(listener);
  }

  /** What changes told the audit log, in order. */
  public synchronized List<AuditEntry> audited() {
    return List.copyOf(audit);
  }

  /** The same store's decisions. */
  public DecisionLog decisionLog() {
    return new Decisions();
  }

  private List<Operation> answer(
      EdgeKey edge, Function<Operation, UnaryOperator<EdgeOperation>> change) {
    List<Operation> finished = new ArrayList<>();
    operations.replaceAll(operation -> {
      if (!operation.tenant().equals(edge.tenant())) {
        return operation;
      }
      UnaryOperator<EdgeOperation> step = change.apply(operation);
      List<EdgeOperation> parts =
          operation.edges().stream()
              .map(part -> part.edge().equals(edge.edge()) ? step.apply(part) : part)
              .toList();
      Operation answered = withParts(operation, parts);
      if (answered.isDone() && !operation.isDone()) {
        finished.add(answered);
      }
      return answered;
    });
    return finished;
  }

  private static Operation withParts(Operation operation, List<EdgeOperation> parts) {
    return new Operation(
        operation.id(),
        operation.tenant(),
        operation.summary(),
        operation.revision(),
        operation.createdAt(),
        operation.trace(),
        parts);
  }

  private static List<Event> plus(List<Event> log, List<Event> more) {
    List<Event> longer = new ArrayList<>(log);
    for (Event event : more) {
      longer.add(
          new Event(
              longer.size() + 1L,
              event.type(),
              event.tenant(),
              event.subject(),
              event.time(),
              event.data()));
    }
    return longer;
  }

  private static List<AuditEntry> plusAudit(List<AuditEntry> log, List<AuditEntry> more) {
    List<AuditEntry> longer = new ArrayList<>(log);
    longer.addAll(more);
    return longer;
  }

  private final class Staged implements Transaction {
    private NetworkSnapshot next = snapshot;
    private final List<Operation> nextOperations = new ArrayList<>(operations);
    private final Map<Name, List<DecisionLog.Entry>> nextDecisions = new HashMap<>(decisions);
    private List<Event> nextEvents = events;
    private List<AuditEntry> nextAudit = audit;

    @Override
    public long revision() {
      return next.revision();
    }

    @Override
    public void save(
        NetworkDiff diff,
        Cursors cursors,
        Operation operation,
        List<Event> more,
        List<AuditEntry> audit) {
      Network before = next.tenants().get(diff.tenant());
      if (before == null) {
        throw new IllegalStateException("no tenant " + diff.tenant());
      }
      Network after =
          new Network(
              diff.tenant(),
              merged(before.sites(), diff.sites(), site -> site.name()),
              merged(before.edges(), diff.edges(), edge -> edge.name()),
              merged(before.overlays(), diff.overlays(), overlay -> overlay.name()),
              merged(before.trafficClasses(), diff.trafficClasses(), item -> item.name()),
              merged(before.applications(), diff.applications(), item -> item.name()),
              decisions(before.decisions(), diff),
              merged(before.profiles(), diff.profiles(), profile -> profile.edge()));
      next = next.with(operation.revision(), after, cursors);
      saveDecisions(diff, operation.createdAt());
      cancel(diff, operation.createdAt());
      diff.edges()
          .removed()
          .forEach(
              edge -> removals.accept(new EdgeKey(diff.tenant(), edge), operation.createdAt()));
      nextOperations.add(operation);
      nextEvents = plus(nextEvents, more);
      nextAudit = plusAudit(nextAudit, audit);
    }

    @Override
    public void createTenant(Name tenant, long revision, List<AuditEntry> audit) {
      nextAudit = plusAudit(nextAudit, audit);
      next = next.with(revision, Network.empty(tenant), next.cursors());
    }

    @Override
    public void removeTenant(Name tenant, long revision, List<AuditEntry> audit) {
      nextAudit = plusAudit(nextAudit, audit);
      next = next.without(revision, tenant);
    }

    private void saveDecisions(NetworkDiff diff, Instant at) {
      List<DecisionLog.Entry> entries =
          new ArrayList<>(nextDecisions.getOrDefault(diff.tenant(), List.of()));
      entries.replaceAll(entry ->
          diff.ended().contains(entry.decision())
              ? new DecisionLog.Entry(entry.decision(), Optional.of(at))
              : entry);
      diff.begun()
          .forEach(decision -> entries.add(new DecisionLog.Entry(decision, Optional.empty())));
      nextDecisions.put(diff.tenant(), entries);
    }

    private void cancel(NetworkDiff diff, Instant at) {
      nextOperations.replaceAll(operation ->
          operation.tenant().equals(diff.tenant())
              ? withParts(
                  operation,
                  operation.edges().stream()
                      .map(part ->
                          !part.state().isFinal() && diff.silenced().contains(part.edge())
                              ? new EdgeOperation(
                                  part.edge(), EdgeOperation.State.CANCELLED, List.of(), at)
                              : part)
                      .toList())
              : operation);
    }

    private void commit() {
      snapshot = next;
      operations = nextOperations;
      decisions = nextDecisions;
      events = nextEvents;
      audit = nextAudit;
    }

    private static List<SteeringDecision> decisions(
        List<SteeringDecision> before, NetworkDiff diff) {
      List<SteeringDecision> after = new ArrayList<>(before);
      after.removeAll(diff.ended());
      after.addAll(diff.begun());
      return after;
    }

    private static <T> SortedMap<Name, Declared<T>> merged(
        SortedMap<Name, Declared<T>> before, NetworkDiff.Part<T> part, Function<T, Name> name) {
      SortedMap<Name, Declared<T>> after = new TreeMap<>(before);
      part.upserts().forEach(declared -> after.put(name.apply(declared.value()), declared));
      part.removed().forEach(after::remove);
      return after;
    }
  }

  private final class Decisions implements DecisionLog {
    @Override
    public Optional<Entry> find(Name tenant, UUID id) {
      synchronized (InMemoryStore.this) {
        return decisions.getOrDefault(tenant, List.of()).stream()
            .filter(entry -> entry.decision().id().equals(id))
            .findFirst();
      }
    }

    @Override
    public List<Entry> list(Name tenant, Optional<Name> trafficClass, long before, int limit) {
      synchronized (InMemoryStore.this) {
        return decisions.getOrDefault(tenant, List.of()).stream()
            .filter(entry -> entry.decision().revision() < before)
            .filter(entry -> trafficClass.map(entry.decision().trafficClass()::equals).orElse(true))
            .sorted(
                Comparator.comparingLong((Entry entry) -> entry.decision().revision()).reversed())
            .limit(limit)
            .toList();
      }
    }
  }
}
