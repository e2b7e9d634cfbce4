package io.isthmus.domain.reconcile;

import static io.isthmus.domain.fake.Samples.TENANT;
import static io.isthmus.domain.fake.Samples.edge;
import static io.isthmus.domain.fake.Samples.mesh;
import static io.isthmus.domain.fake.Samples.name;
import static io.isthmus.domain.fake.Samples.site;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.fake.InMemoryStore;
import io.isthmus.domain.fake.Keys;
import io.isthmus.domain.fake.MovableClock;
import io.isthmus.domain.intent.Change;
import io.isthmus.domain.operation.EdgeError;
import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.overlay.Encryption;
import io.isthmus.domain.overlay.Overlay;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.topology.EdgeProfile;
import io.isthmus.domain.topology.EdgeProfile.Step;
import io.isthmus.domain.topology.LinkKey;
import io.isthmus.domain.topology.Transport;
import io.isthmus.domain.trust.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Keys are learnt of edges, and changed without a gap. Edges e1 to e3 share an encrypted overlay.
 */
class KeysTest {
  private static final Duration INTERVAL = Duration.ofDays(30);

  private final InMemoryStore store = new InMemoryStore();
  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private Controller controller = new Controller();
  private Operation declaration;

  /** A controller on the store, as after a restart. */
  private final class Controller {
    final EdgeFleet fleet = new EdgeFleet(store, store, clock);
    final IntentService intents = new IntentService(store, fleet, clock);
    final KeyLearning learning = new KeyLearning(intents, fleet, clock);
    final KeyRotation rotation = new KeyRotation(intents, store, clock, INTERVAL);
  }

  @BeforeEach
  void declare() {
    Overlay plain = mesh("on-1", Transport.INTERNET, "e1", "e2", "e3");
    Overlay encrypted =
        new Overlay(
            plain.name(),
            plain.topology(),
            plain.edges(),
            plain.hubs(),
            plain.transports(),
            Encryption.REQUIRED,
            Optional.empty());
    declaration =
        change(
            new Change.PutSite(site("s")),
            new Change.PutEdge(edge(1)),
            new Change.PutEdge(edge(2)),
            new Change.PutEdge(edge(3)),
            new Change.PutOverlay(encrypted));
  }

  @Test
  void whatSeveralEdgesTellIsOneRevisionAndTheSameAgainIsNone() {
    tell(1, 1);
    tell(2, 1);
    controller.learning.learn();

    assertThat(revision()).isEqualTo(declaration.revision() + 1);
    assertThat(hasTunnel(1, 2)).isTrue();
    assertThat(hasTunnel(1, 3)).isFalse();

    tell(1, 1);
    controller.learning.learn();

    assertThat(revision()).isEqualTo(declaration.revision() + 1);
  }

  @Test
  void theKeyOfAnotherEdgeIsNotLearnt() {
    learn(1, 1);

    controller.fleet.told(key(2), new EdgeKeys(Optional.of(Keys.keys(1, 1)), Optional.of(862)));
    controller.learning.learn();

    assertThat(profile(2).keys()).isEmpty();
    assertThat(profile(1).keys()).hasSize(2);
  }

  @Test
  void anOperationLastsUntilConnectedEdgesHaveToldTheirKeys() {
    connect(1);
    connect(2);
    applied(1);
    applied(2);
    assertThat(load(declaration).edges()).noneMatch(part -> part.state().isFinal());

    learn(1, 1);
    learn(2, 1);
    applied(1);
    applied(2);

    assertThat(load(declaration).edges())
        .filteredOn(part -> !part.edge().equals(name("e3")))
        .allMatch(part -> part.state().isFinal());
  }

  @Test
  void aRefusalOfWhatCameWithTheKeysIsThatOfTheOperation() {
    connect(1);
    applied(1);
    learn(1, 1);
    learn(2, 1);
    applied(1, declaration.revision());

    controller.fleet.refused(
        key(1), revision(), List.of(new EdgeError("path/e2", "UNSUPPORTED", "no WireGuard")));

    assertThat(load(declaration).state()).isEqualTo(Operation.State.FAILED);
  }

  @Test
  void keysOfAnEdgeThatHasGoneAreNotWaitedFor() {
    connect(1);
    learn(1, 1);
    connect(2);
    applied(1);
    controller.fleet.settle();
    assertThat(isFinal(1)).isFalse();

    controller.fleet.disconnected(key(2), "gone");
    controller.fleet.settle();

    assertThat(isFinal(1)).isTrue();
  }

  @Test
  void keysChangeStepByStepAsEdgesConfirm() {
    keysOfAll();
    rotate(2);
    assertThat(profile(2).step()).isEqualTo(Step.OFFERED);
    appliedByAll();
    advance();
    assertThat(profile(2).activeGeneration()).isEqualTo(1);

    learn(2, 1, 2);
    applied(1);
    applied(2);
    advance();
    assertThat(profile(2).step())
        .as("e3 does not take the younger keys yet")
        .isEqualTo(Step.OFFERED);
    applied(3);
    advance();
    assertThat(profile(2).step()).isEqualTo(Step.SWITCHING);
    assertThat(profile(2).activeGeneration()).isEqualTo(2);

    advance();
    assertThat(profile(2).step()).isEqualTo(Step.SWITCHING);
    appliedByAll();
    advance();
    assertThat(profile(2).step()).isEqualTo(Step.RETIRING);
    assertThat(profile(2).keys()).hasSize(4);

    advance();
    assertThat(profile(2).step()).isEqualTo(Step.RETIRING);
    clock.advance(KeyRotation.GRACE);
    advance();
    assertThat(profile(2).step()).isEqualTo(Step.STABLE);
    assertThat(profile(2).keys()).isEqualTo(Keys.keys(2, 2));

    tell(2, 1, 2);
    long before = revision();
    controller.learning.learn();
    assertThat(revision()).as("what has retired does not come back").isEqualTo(before);
  }

  @Test
  void aNeighbourThatIsAwayIsWaitedForADay() {
    keysOfAll();
    rotate(2);
    learn(2, 1, 2);
    applied(1);
    applied(2);

    clock.advance(KeyRotation.PATIENCE.minusSeconds(1));
    advance();
    assertThat(profile(2).step()).isEqualTo(Step.OFFERED);

    clock.advance(Duration.ofSeconds(1));
    advance();
    assertThat(profile(2).step()).isEqualTo(Step.SWITCHING);
  }

  @Test
  void anEdgeThatDoesNotHaveItsKeysInPlaceIsWaitedForAsLongAsItTakes() {
    keysOfAll();
    rotate(2);
    learn(2, 1, 2);
    applied(1);
    applied(3);

    clock.advance(KeyRotation.PATIENCE.multipliedBy(3));
    advance();

    assertThat(profile(2).step()).isEqualTo(Step.OFFERED);
  }

  @Test
  void aNeighbourThatRefusesAndAcceptsTheNextIsWaitedForUntilThen() {
    keysOfAll();
    rotate(2);
    learn(2, 1, 2);
    applied(1);
    applied(2);
    controller.fleet.refused(key(3), revision(), List.of(new EdgeError("", "KERNEL", "no")));
    advance();
    assertThat(profile(2).step()).isEqualTo(Step.OFFERED);

    change(new Change.PutEdge(edge(3).withLanSegments(List.of())));
    applied(3);
    advance();

    assertThat(profile(2).step()).isEqualTo(Step.SWITCHING);
  }

  @Test
  void anotherControllerGoesOnWhereOneStopped() {
    keysOfAll();
    rotate(2);
    learn(2, 1, 2);
    appliedByAll();

    controller = new Controller();
    advance();

    assertThat(profile(2).step()).isEqualTo(Step.SWITCHING);
  }

  @Test
  void twoControllersTakeOneStep() {
    keysOfAll();
    rotate(2);
    learn(2, 1, 2);
    appliedByAll();
    Controller other = new Controller();

    other.rotation.advance();
    long after = revision(other);
    controller.rotation.advance();

    assertThat(revision()).isEqualTo(after);
    assertThat(profile(2).step()).isEqualTo(Step.SWITCHING);
  }

  @Test
  void oldKeysAreChangedByThemselvesAndNotAllAtOnce() {
    keysOfAll();
    clock.advance(INTERVAL.minusSeconds(1));
    advance();
    assertThat(steps()).containsOnly(Step.STABLE);

    clock.advance(Duration.ofSeconds(2).plus(INTERVAL.dividedBy(10)));
    advance();

    assertThat(steps()).containsOnly(Step.OFFERED);
  }

  @Test
  void anEdgeThatHasNoGenerationLeftKeepsNobodyElseFromChanging() {
    learn(1, LinkKey.HIGHEST_GENERATION);
    learn(2, 1);
    appliedByAll();

    clock.advance(INTERVAL.multipliedBy(2));
    advance();

    assertThat(profile(1).step()).isEqualTo(Step.STABLE);
    assertThat(profile(2).step()).isEqualTo(Step.OFFERED);
  }

  @Test
  void aRequestWhileKeysChangeChangesNothing() {
    keysOfAll();
    rotate(2);
    long before = revision();

    rotate(2);

    assertThat(revision()).isEqualTo(before);
  }

  @Test
  void aRevokedEdgeIsNeitherWaitedForNorRotated() {
    keysOfAll();
    Operation revocation =
        change(
            new Change.Learn(
                controller.intents.network(TENANT).profile(name("e2")).revoked(clock.instant())));
    applied(1);
    applied(3);

    assertThat(load(revocation).state()).isEqualTo(Operation.State.SUCCEEDED);
    assertThat(hasTunnel(1, 2)).isFalse();
    rotate(2);
    assertThat(profile(2).step()).isEqualTo(Step.STABLE);
  }

  private void keysOfAll() {
    learn(1, 1);
    learn(2, 1);
    learn(3, 1);
    appliedByAll();
  }

  private void tell(int edge, int... generations) {
    controller.fleet.told(
        key(edge), new EdgeKeys(Optional.of(Keys.keys(edge, generations)), Optional.of(862)));
  }

  private void learn(int edge, int... generations) {
    tell(edge, generations);
    controller.learning.learn();
  }

  private void rotate(int edge) {
    controller.intents.change(
        Actor.SYSTEM,
        TENANT,
        "rotate",
        network -> KeyRotation.begin(network, name("e" + edge), clock.instant()));
  }

  private void advance() {
    controller.rotation.advance();
  }

  private void connect(int edge) {
    controller.fleet.connected(
        key(edge),
        new EdgeReport("test", "", List.of(), EdgeReport.WireGuard.KERNEL, List.of(), 0));
  }

  private void applied(int edge) {
    applied(edge, controller.fleet.plan(key(edge)).orElseThrow().revision());
  }

  private void applied(int edge, long revision) {
    controller.fleet.applied(key(edge), revision);
  }

  private void appliedByAll() {
    applied(1);
    applied(2);
    applied(3);
  }

  private Operation change(Change... changes) {
    ChangeOutcome outcome =
        controller.intents.change(Actor.SYSTEM, TENANT, "test", network -> List.of(changes));
    return ((ChangeOutcome.Changed) outcome).operation();
  }

  private Operation load(Operation operation) {
    return store.find(TENANT, operation.id()).orElseThrow();
  }

  private boolean isFinal(int edge) {
    return load(declaration).edges().stream()
        .filter(part -> part.edge().equals(name("e" + edge)))
        .allMatch(part -> part.state().isFinal());
  }

  private boolean hasTunnel(int from, int to) {
    return controller
        .fleet
        .plan(key(from))
        .orElseThrow()
        .resources()
        .containsKey("tunnel/on-1/e" + to + "/internet/internet");
  }

  private EdgeProfile profile(int edge) {
    return controller.intents.network(TENANT).profile(name("e" + edge));
  }

  private List<Step> steps() {
    return List.of(profile(1).step(), profile(2).step(), profile(3).step());
  }

  private long revision() {
    return revision(controller);
  }

  private static long revision(Controller of) {
    return of.intents.snapshot().revision();
  }

  private static EdgeKey key(int edge) {
    return new EdgeKey(TENANT, name("e" + edge));
  }
}
