package io.isthmus.domain.reconcile;

import static io.isthmus.domain.fake.Samples.TENANT;
import static io.isthmus.domain.fake.Samples.application;
import static io.isthmus.domain.fake.Samples.edge;
import static io.isthmus.domain.fake.Samples.hubAndSpoke;
import static io.isthmus.domain.fake.Samples.mesh;
import static io.isthmus.domain.fake.Samples.name;
import static io.isthmus.domain.fake.Samples.preferring;
import static io.isthmus.domain.fake.Samples.reroute;
import static io.isthmus.domain.fake.Samples.site;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.isthmus.domain.fake.InMemoryStore;
import io.isthmus.domain.fake.MovableClock;
import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.IntentRejected;
import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.EdgeError;
import io.isthmus.domain.operation.EdgeOperation;
import io.isthmus.domain.operation.EventType;
import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.plan.EdgePlan;
import io.isthmus.domain.plan.PlannedResource;
import io.isthmus.domain.plan.Planner;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.topology.Site;
import io.isthmus.domain.topology.SiteKind;
import io.isthmus.domain.topology.Transport;
import io.isthmus.domain.traffic.SteeringDecision;
import io.isthmus.domain.traffic.WeightedOverlay;
import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.AuditEntry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntentServiceTest {
  private final InMemoryStore store = new InMemoryStore();
  private final EdgeFleet fleet = new EdgeFleet(store, store, Clock.systemUTC());
  private final IntentService intent = new IntentService(store, fleet, Clock.systemUTC());

  @Test
  void theAuditLogIsToldWhoChangedWhatFromWhatToWhat() {
    Actor alice = Actor.user("alice", "192.0.2.1");
    intent.change(alice, TENANT, "create", network -> List.of(new Change.PutSite(site("t"))));
    Site cloud = new Site(name("t"), SiteKind.CLOUD);
    intent.change(alice, TENANT, "replace", network -> List.of(new Change.PutSite(cloud)));
    intent.change(
        alice, TENANT, "remove", network -> List.of(new Change.Remove(Kind.SITE, name("t"))));

    Map<String, Object> edge = Map.of("name", "t", "kind", "EDGE");
    Map<String, Object> now = Map.of("name", "t", "kind", "CLOUD");
    assertThat(store.audited())
        .extracting(AuditEntry::action, AuditEntry::before, AuditEntry::after)
        .containsExactly(
            tuple("CREATE", Optional.empty(), Optional.of(edge)),
            tuple("REPLACE", Optional.of(edge), Optional.of(now)),
            tuple("DELETE", Optional.of(now), Optional.empty()));
    assertThat(store.audited())
        .allSatisfy(entry -> {
          assertThat(entry.actor()).isEqualTo(alice);
          assertThat(entry.subject()).isEqualTo("sites/t");
          assertThat(entry.tenant()).contains(TENANT);
        });
  }

  @Test
  void changeIsStoredPlannedAndOnItsWay() {
    Operation operation = declareTwoEdges();

    assertThat(operation.state()).isEqualTo(Operation.State.PENDING);
    assertThat(operation.edges())
        .extracting(EdgeOperation::edge)
        .containsExactly(name("e1"), name("e2"));
    assertThat(fleet.plan(key("e1")).orElseThrow().resources())
        .containsKey("tunnel/on-1/e2/internet/internet");
  }

  @Test
  void operationSucceedsWhenEveryEdgeHasAcknowledged() throws Exception {
    Operation operation = declareTwoEdges();

    fleet.applied(key("e1"), operation.revision());
    assertThat(load(operation).state()).isEqualTo(Operation.State.RUNNING);
    fleet.applied(key("e2"), operation.revision());

    assertThat(load(operation).state()).isEqualTo(Operation.State.SUCCEEDED);
    assertThat(
            fleet
                .waiters()
                .await(operation.id(), Duration.ofSeconds(5), () -> load(operation).isDone()))
        .isTrue();
    assertThat(store.after(TENANT, 0, 100))
        .extracting(event -> event.type())
        .contains(EventType.INTENT_CHANGED, EventType.OPERATION_SUCCEEDED);
  }

  @Test
  void refusalFailsTheOperationAndANewRevisionHealsTheEdge() {
    Operation first = declareTwoEdges();
    EdgeError error = new EdgeError("wan-link/internet", "INTERFACE", "no interface internet");
    fleet.applied(key("e2"), first.revision());

    fleet.refused(key("e1"), first.revision(), List.of(error));

    assertThat(load(first).state()).isEqualTo(Operation.State.FAILED);
    assertThat(fleet.status(key("e1")).orElseThrow().configState())
        .isEqualTo(EdgeStatus.ConfigState.REFUSED);

    ChangeOutcome.Changed second =
        changed(new Change.PutOverlay(mesh("on-2", Transport.MPLS, "e1", "e2")));
    fleet.applied(key("e1"), second.revision());

    assertThat(fleet.status(key("e1")).orElseThrow().configState())
        .isEqualTo(EdgeStatus.ConfigState.IN_SYNC);
    assertThat(load(first).state()).isEqualTo(Operation.State.FAILED);
  }

  @Test
  void decisionEndsByItselfAndSaysSo() {
    MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
    EdgeFleet clocked = new EdgeFleet(store, store, clock);
    IntentService service = new IntentService(store, clocked, clock);
    service.change(Actor.SYSTEM, TENANT, "test", network -> continuumOfTwo());
    SteeringDecision decision = expiring("voice", "on-2", clock.instant().plusSeconds(60));
    service.change(Actor.SYSTEM, TENANT, "reroute", network -> List.of(new Change.Steer(decision)));
    assertThat(carries(clocked)).isEqualTo("tunnel/on-2/e2/mpls/mpls");

    clock.advance(Duration.ofSeconds(59));
    service.endExpired();
    assertThat(service.network(TENANT).decisions()).hasSize(1);
    clock.advance(Duration.ofSeconds(1));
    service.endExpired();
    service.endExpired();

    assertThat(service.network(TENANT).decisions()).isEmpty();
    assertThat(carries(clocked)).isEqualTo("tunnel/on-1/e2/internet/internet");
    assertThat(store.after(TENANT, 0, 100))
        .filteredOn(event -> event.type() == EventType.DECISION_EXPIRED)
        .singleElement()
        .satisfies(event ->
            assertThat(event.data())
                .containsEntry("decision", decision.id().toString())
                .containsEntry("hold", "PIN"));
  }

  @Test
  void decisionThatIsOverBeforeItBeginsIsRefused() {
    intent.change(Actor.SYSTEM, TENANT, "test", network -> continuumOfTwo());
    SteeringDecision late = expiring("voice", "on-2", Instant.now().minusSeconds(1));

    assertThatThrownBy(() ->
            intent.change(Actor.SYSTEM, TENANT, "late", network -> List.of(new Change.Steer(late))))
        .isInstanceOfSatisfying(
            InvalidValue.class, e -> assertThat(e.code()).isEqualTo("EXPIRY_PASSED"));

    assertThat(intent.network(TENANT).decisions()).isEmpty();
  }

  @Test
  void unchangedIntentMakesNoRevision() {
    declareTwoEdges();
    long revision = intent.snapshot().revision();

    ChangeOutcome outcome =
        intent.change(
            Actor.SYSTEM, TENANT, "again", network -> List.of(new Change.PutSite(site("s"))));

    assertThat(outcome).isInstanceOf(ChangeOutcome.Unchanged.class);
    assertThat(store.newestRevision()).isEqualTo(revision);
  }

  @Test
  void rejectedChangeChangesNothing() {
    declareTwoEdges();
    long revision = intent.snapshot().revision();

    assertThatThrownBy(() ->
            intent.change(
                Actor.SYSTEM,
                TENANT,
                "half good",
                network ->
                    List.of(
                        new Change.PutSite(site("t")),
                        new Change.PutOverlay(mesh("on-9", Transport.MPLS, "e1", "nobody")))))
        .isInstanceOf(IntentRejected.class);

    assertThat(store.newestRevision()).isEqualTo(revision);
    assertThat(intent.network(TENANT).sites()).doesNotContainKey(name("t"));
  }

  @Test
  void oneOfManyConcurrentCreationsCreates() throws Exception {
    List<Callable<ChangeOutcome>> creations = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      creations.add(() ->
          intent.change(
              Actor.SYSTEM,
              TENANT,
              "create",
              network -> List.of(new Change.PutSite(site("same")))));
    }

    long created = 0;
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<ChangeOutcome> outcome : executor.invokeAll(creations)) {
        created += outcome.get() instanceof ChangeOutcome.Changed ? 1 : 0;
      }
    }

    assertThat(created).isEqualTo(1);
  }

  @Test
  void anotherReplicasChangeIsTakenOver() {
    EdgeFleet otherFleet = new EdgeFleet(store, store, Clock.systemUTC());
    IntentService other = new IntentService(store, otherFleet, Clock.systemUTC());
    declareTwoEdges();

    other.refresh();

    assertThat(other.snapshot()).isEqualTo(intent.snapshot());
    assertThat(otherFleet.plan(key("e1"))).isEqualTo(fleet.plan(key("e1")));
    other.change(
        Actor.SYSTEM, TENANT, "from the other", network -> List.of(new Change.PutSite(site("t"))));
    intent.change(
        Actor.SYSTEM, TENANT, "on top", network -> List.of(new Change.PutSite(site("u"))));
    assertThat(intent.network(TENANT).sites()).containsKeys(name("t"), name("u"));
  }

  @Test
  void tenantWithResourcesStays() {
    intent.createTenant(Actor.SYSTEM, name("acme"));
    declareTwoEdges();

    assertThatThrownBy(() -> intent.removeTenant(Actor.SYSTEM, TENANT))
        .isInstanceOf(IntentRejected.class);
    intent.removeTenant(Actor.SYSTEM, name("acme"));

    assertThatThrownBy(() -> intent.network(name("acme"))).isInstanceOf(TenantNotFound.class);
  }

  /** Whatever is changed, the edges that were replanned are all that a full plan would change. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void incrementalPlansEqualFullOnes(long seed) {
    Random random = new Random(seed);
    for (int step = 0; step < 150; step++) {
      Change change = randomChange(random);
      try {
        intent.change(Actor.SYSTEM, TENANT, "step " + step, network -> List.of(change));
      } catch (IntentRejected e) {
        continue;
      }
      Network network = intent.network(TENANT);
      for (Declared<io.isthmus.domain.topology.Edge> edge : network.edges().values()) {
        EdgePlan full = Planner.plan(network, edge, 0);
        EdgePlan kept = fleet.plan(full.edge()).orElseThrow();
        assertThat(kept.resources())
            .as("seed %d step %d after %s: plan of %s", seed, step, change, full.edge())
            .isEqualTo(full.resources());
      }
    }
  }

  private static Change randomChange(Random random) {
    String[] edges = {"e1", "e2", "e3", "e4", "e5"};
    String one = edges[random.nextInt(5)];
    String two = edges[random.nextInt(5)];
    String three = edges[random.nextInt(5)];
    String overlay = "on-" + (1 + random.nextInt(3));
    String trafficClass = "c" + random.nextInt(3);
    Transport transport = random.nextBoolean() ? Transport.INTERNET : Transport.MPLS;
    return switch (random.nextInt(10)) {
      case 0 -> new Change.PutSite(site("s"));
      case 1, 2 -> randomEdge(random);
      case 3, 4 ->
          distinct(one, two)
              ? new Change.PutOverlay(mesh(overlay, transport, one, two))
              : new Change.PutSite(site("s"));
      case 5 ->
          distinct(one, two, three)
              ? new Change.PutOverlay(hubAndSpoke(overlay, one, two, three))
              : new Change.Remove(Kind.OVERLAY, name(overlay));
      case 6 -> new Change.PutTrafficClass(preferring(trafficClass, overlay));
      case 7 ->
          new Change.PutApplication(
              application("a" + random.nextInt(3), trafficClass, 80 + random.nextInt(3)));
      case 8 ->
          new Change.Steer(
              random.nextBoolean()
                  ? reroute(trafficClass, overlay)
                  : between(reroute(trafficClass, overlay), one, two));
      default -> randomRemoval(random, one, overlay, trafficClass);
    };
  }

  private static SteeringDecision between(SteeringDecision decision, String from, String to) {
    return new SteeringDecision(
        decision.id(),
        decision.trafficClass(),
        Optional.of(name(from)),
        Optional.of(name(to)),
        decision.direction(),
        decision.overlays(),
        decision.cause(),
        SteeringDecision.Hold.PREFER,
        Optional.empty(),
        decision.reason(),
        0,
        decision.decidedAt());
  }

  private static Change randomEdge(Random random) {
    int number = 1 + random.nextInt(5);
    io.isthmus.domain.topology.Edge edge = edge(number);
    return new Change.PutEdge(
        random.nextBoolean() ? edge : edge.withWanLinks(edge.wanLinks().subList(0, 1)));
  }

  private static Change randomRemoval(
      Random random, String edge, String overlay, String trafficClass) {
    return switch (random.nextInt(4)) {
      case 0 -> new Change.Remove(Kind.EDGE, name(edge));
      case 1 -> new Change.Remove(Kind.OVERLAY, name(overlay));
      case 2 -> new Change.Remove(Kind.TRAFFIC_CLASS, name(trafficClass));
      default -> new Change.Remove(Kind.APPLICATION, name("a" + random.nextInt(3)));
    };
  }

  private static boolean distinct(String... names) {
    return java.util.Set.of(java.util.Arrays.stream(names).distinct().toArray()).size()
        == names.length;
  }

  private static List<Change> continuumOfTwo() {
    return List.of(
        new Change.PutSite(site("s")),
        new Change.PutEdge(edge(1)),
        new Change.PutEdge(edge(2)),
        new Change.PutOverlay(mesh("on-1", Transport.INTERNET, "e1", "e2")),
        new Change.PutOverlay(mesh("on-2", Transport.MPLS, "e1", "e2")),
        new Change.PutTrafficClass(preferring("voice", "on-1", "on-2")));
  }

  private static SteeringDecision expiring(String trafficClass, String overlay, Instant end) {
    return new SteeringDecision(
        UUID.randomUUID(),
        name(trafficClass),
        Optional.empty(),
        Optional.empty(),
        SteeringDecision.Direction.BOTH,
        List.of(new WeightedOverlay(name(overlay), 1)),
        SteeringDecision.Cause.REQUESTED,
        SteeringDecision.Hold.PIN,
        Optional.of(end),
        "",
        0,
        Instant.EPOCH);
  }

  private static String carries(EdgeFleet fleet) {
    PlannedResource.Steering steering =
        (PlannedResource.Steering)
            Objects.requireNonNull(
                fleet.plan(key("e1")).orElseThrow().resources().get("steering/voice/e2"));
    return steering.members().getFirst().tunnelKey();
  }

  private Operation declareTwoEdges() {
    return changed(
            new Change.PutSite(site("s")),
            new Change.PutEdge(edge(1)),
            new Change.PutEdge(edge(2)),
            new Change.PutOverlay(mesh("on-1", Transport.INTERNET, "e1", "e2")))
        .operation();
  }

  private ChangeOutcome.Changed changed(Change... changes) {
    return (ChangeOutcome.Changed)
        intent.change(Actor.SYSTEM, TENANT, "test", network -> List.of(changes));
  }

  private Operation load(Operation operation) {
    return store.find(TENANT, operation.id()).orElseThrow();
  }

  private static EdgeKey key(String edge) {
    return new EdgeKey(TENANT, Name.of(edge));
  }
}
