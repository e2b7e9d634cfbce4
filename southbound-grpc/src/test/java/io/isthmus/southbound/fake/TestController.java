package io.isthmus.southbound.fake;

import static io.isthmus.domain.fake.Samples.TENANT;

import io.isthmus.domain.fake.InMemoryChoiceLog;
import io.isthmus.domain.fake.InMemoryMeasurementStore;
import io.isthmus.domain.fake.InMemoryNoticeLedger;
import io.isthmus.domain.fake.InMemorySlaLog;
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
import io.isthmus.domain.operation.TraceParent;
import io.isthmus.domain.plan.EdgePlan;
import io.isthmus.domain.reconcile.ChangeOutcome;
import io.isthmus.domain.reconcile.EdgeFleet;
import io.isthmus.domain.reconcile.EdgeStatus;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.reconcile.KeyLearning;
import io.isthmus.domain.reconcile.NetworkWatch;
import io.isthmus.domain.reconcile.NoticeLedger;
import io.isthmus.domain.sla.ComplianceBook;
import io.isthmus.domain.telemetry.LiveQuality;
import io.isthmus.domain.telemetry.MeasurementBuffer;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.topology.EdgeProfile;
import io.isthmus.domain.trust.Actor;
import io.isthmus.pki.TestAuthority;
import io.isthmus.southbound.session.EdgeTrust;
import io.isthmus.southbound.tls.EdgeCertificates;
import io.isthmus.southbound.tls.RefusedEdges;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** The real use cases over stores in memory, which can be made to fail. */
public final class TestController {
  private final InMemoryStore store = new InMemoryStore();
  private final AtomicInteger failures = new AtomicInteger();
  private final EdgeFleet fleet =
      new EdgeFleet(new Failing(store, failures), store, Clock.systemUTC());
  private final IntentService intent = new IntentService(store, fleet, Clock.systemUTC());

  private final KeyLearning learning = new KeyLearning(intent, fleet, Clock.systemUTC());

  private final InMemorySlaLog violations = new InMemorySlaLog();
  private final InMemoryChoiceLog choices = new InMemoryChoiceLog();
  private final InMemoryMeasurementStore measurements = new InMemoryMeasurementStore();
  private final LiveQuality live = new LiveQuality(Clock.systemUTC());
  private final NetworkWatch watch =
      new NetworkWatch(
          fleet,
          live,
          new MeasurementBuffer(measurements, Clock.systemUTC()),
          new ComplianceBook(violations),
          new FailingLedger(failures),
          violations,
          choices,
          store,
          Clock.systemUTC());

  private final TestAuthority authority;
  private final TestAdmission admission;
  private final TestAudit audit = new TestAudit();
  private final EdgeTrust trust;

  public TestController() {
    this(new TestAuthority(Clock.systemUTC()));
  }

  /** One that need not make an authority of its own, which takes its time. */
  public TestController(TestAuthority authority) {
    this.authority = authority;
    this.admission = new TestAdmission(authority.authority());
    this.trust =
        new EdgeTrust(
            admission,
            authority.authority(),
            new EdgeCertificates(TestAuthority.DOMAIN, authority.authority(), Clock.systemUTC()),
            new RefusedEdges(audit.refusals(), Clock.systemUTC()),
            Clock.systemUTC());
  }

  public InMemoryStore store() {
    return store;
  }

  public IntentService intent() {
    return intent;
  }

  public TestAuthority authority() {
    return authority;
  }

  public TestAdmission admission() {
    return admission;
  }

  public TestAudit audit() {
    return audit;
  }

  public EdgeTrust trust() {
    return trust;
  }

  public EdgeFleet fleet() {
    return fleet;
  }

  /** Learns the keys that edges told. */
  public EdgeProfile profile(String edge) {
    learning.learn();
    return intent.network(TENANT).profile(Name.of(edge));
  }

  public NetworkWatch watch() {
    return watch;
  }

  public LiveQuality live() {
    return live;
  }

  public InMemorySlaLog violations() {
    return violations;
  }

  public InMemoryChoiceLog choices() {
    return choices;
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
    ChangeOutcome outcome =
        intent.change(Actor.SYSTEM, TENANT, "test", network -> Arrays.asList(changes));
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

  private record FailingLedger(InMemoryNoticeLedger ledger, AtomicInteger failures)
      implements NoticeLedger {
    FailingLedger(AtomicInteger failures) {
      this(new InMemoryNoticeLedger(), failures);
    }

    @Override
    public void advance(EdgeKey edge, UnaryOperator<Cursor> work) {
      failIfTold(failures);
      ledger.advance(edge, work);
    }
  }

  private static void failIfTold(AtomicInteger failures) {
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IllegalStateException("the store does not answer, on purpose");
    }
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
    public List<Operation> listOf(EdgeKey edge, long before, int limit) {
      return store.listOf(edge, before, limit);
    }

    @Override
    public List<Operation> acknowledged(EdgeKey edge, long revision, Instant at) {
      failIfTold(failures);
      return store.acknowledged(edge, revision, at);
    }

    @Override
    public Open open() {
      return store.open();
    }

    @Override
    public Open openOf(Name tenant) {
      return store.openOf(tenant);
    }

    @Override
    public SortedMap<Long, TraceParent> traces(long after, int most) {
      return store.traces(after, most);
    }

    @Override
    public Set<Name> behind(Name tenant, long revision) {
      return store.behind(tenant, revision);
    }

    @Override
    public List<Operation> refused(
        EdgeKey edge, long revision, List<EdgeError> errors, Instant at) {
      failIfTold(failures);
      return store.refused(edge, revision, errors, at);
    }
  }
}
