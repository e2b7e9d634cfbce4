package io.isthmus.db;

import static io.isthmus.db.Stores.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.EdgeError;
import io.isthmus.domain.operation.EdgeOperation;
import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.operation.OperationStore;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.topology.Site;
import io.isthmus.domain.topology.SiteKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What {@link OperationStore} promises, whoever keeps it. */
abstract class OperationStoreContractTest {
  static final Name NICE = Name.of("nice");
  static final Name PARIS = Name.of("paris");
  static final EdgeKey NICE_KEY = new EdgeKey(DEFAULT, NICE);
  static final EdgeKey PARIS_KEY = new EdgeKey(DEFAULT, PARIS);
  static final Instant LATER = TestClock.START.plusMillis(1_500);
  static final List<EdgeError> ERRORS =
      List.of(
          new EdgeError("wan-link/internet", "INTERFACE", "no device eth7"),
          new EdgeError("", "OTHER", "\"quoted\" and \\ é 👋\n"));

  abstract Stores stores();

  abstract OperationStore store();

  /** Makes an operation with a part for each of the two edges. */
  Operation change() {
    return stores().change(new Change.PutSite(new Site(Name.of("touched"), nextKind())));
  }

  private int changes;

  private SiteKind nextKind() {
    return SiteKind.values()[changes++ % SiteKind.values().length];
  }

  Operation begin() {
    return stores()
        .change(
            new Change.PutSite(new Site(Name.of("site"), SiteKind.EDGE)),
            new Change.PutEdge(new Edge(NICE, Name.of("site"), List.of(), List.of())),
            new Change.PutEdge(new Edge(PARIS, Name.of("site"), List.of(), List.of())));
  }

  @Test
  void tracesAreToldByRevisionTheNewestFirstWhereThereAreTooMany() {
    Operation first = begin();
    Operation second = change();
    Operation third = change();

    assertThat(store().traces(first.revision(), 10))
        .containsExactly(
            entry(second.revision(), Stores.trace(second.revision())),
            entry(third.revision(), Stores.trace(third.revision())));
    assertThat(store().traces(0, 1))
        .containsExactly(entry(third.revision(), Stores.trace(third.revision())));
  }

  @Test
  void whatWaitsForEdgesIsCounted() {
    Operation waiting = begin();

    assertThat(store().open())
        .isEqualTo(new OperationStore.Open(1, Optional.of(waiting.createdAt())));
    assertThat(store().openOf(DEFAULT)).isEqualTo(store().open());
    assertThat(store().openOf(Name.of("other")).count()).isZero();
    store().acknowledged(NICE_KEY, waiting.revision(), LATER);
    assertThat(store().open().count()).isEqualTo(1);
    store().acknowledged(PARIS_KEY, waiting.revision(), LATER);
    assertThat(store().open()).isEqualTo(new OperationStore.Open(0, Optional.empty()));
  }

  @Test
  void anOperationIsFoundAsItWasSaved() {
    Operation saved = begin();

    assertThat(store().find(DEFAULT, saved.id())).contains(saved);
    assertThat(saved.edges()).hasSize(2);
  }

  @Test
  void anOperationIsFoundOnlyInItsTenant() {
    Operation saved = begin();

    assertThat(store().find(Name.of("other"), saved.id())).isEmpty();
    assertThat(store().find(DEFAULT, UUID.randomUUID())).isEmpty();
    assertThat(store().list(Name.of("other"), Long.MAX_VALUE, 10)).isEmpty();
  }

  @Test
  void operationsAreListedNewestFirstPageByPage() {
    Operation first = begin();
    Operation second = change();
    Operation third = change();

    assertThat(store().list(DEFAULT, Long.MAX_VALUE, 2)).containsExactly(third, second);
    assertThat(store().list(DEFAULT, second.revision(), 2)).containsExactly(first);
    assertThat(store().list(DEFAULT, first.revision(), 2)).isEmpty();
  }

  @Test
  void operationsOfAnEdgeAreThoseWithAPartForIt() {
    Name site = Name.of("site");
    Operation niceAlone =
        stores()
            .change(
                new Change.PutSite(new Site(site, SiteKind.EDGE)),
                new Change.PutEdge(new Edge(NICE, site, List.of(), List.of())));
    Operation both =
        stores().change(new Change.PutEdge(new Edge(PARIS, site, List.of(), List.of())));

    assertThat(store().listOf(NICE_KEY, Long.MAX_VALUE, 1)).containsExactly(both);
    assertThat(store().listOf(NICE_KEY, both.revision(), 9)).containsExactly(niceAlone);
    assertThat(store().listOf(PARIS_KEY, Long.MAX_VALUE, 9)).containsExactly(both);
    assertThat(store().listOf(new EdgeKey(Name.of("other"), NICE), Long.MAX_VALUE, 9)).isEmpty();
  }

  @Test
  void theLastAcknowledgementFinishesAnOperation() {
    Operation operation = begin();

    assertThat(store().acknowledged(NICE_KEY, operation.revision(), LATER)).isEmpty();
    assertThat(find(operation).state()).isEqualTo(Operation.State.RUNNING);
    List<Operation> finished = store().acknowledged(PARIS_KEY, operation.revision(), LATER);

    assertThat(finished).containsExactly(find(operation));
    assertThat(find(operation).state()).isEqualTo(Operation.State.SUCCEEDED);
    assertThat(find(operation).edges())
        .allSatisfy(part -> assertThat(part.updatedAt()).isEqualTo(LATER));
  }

  @Test
  void anAcknowledgementIsSaidOnce() {
    Operation operation = begin();
    store().acknowledged(NICE_KEY, operation.revision(), LATER);
    store().acknowledged(PARIS_KEY, operation.revision(), LATER);

    assertThat(store().acknowledged(PARIS_KEY, operation.revision(), LATER.plusMillis(1)))
        .isEmpty();
    assertThat(part(operation, PARIS).updatedAt()).isEqualTo(LATER);
  }

  @Test
  void anAcknowledgementOfANewerRevisionSettlesOlderOnes() {
    Operation older = begin();
    Operation newer = change();
    store().acknowledged(NICE_KEY, newer.revision(), LATER);

    List<Operation> finished = store().acknowledged(PARIS_KEY, newer.revision(), LATER);

    assertThat(finished).extracting(Operation::id).containsExactly(older.id(), newer.id());
  }

  @Test
  void anAcknowledgementOfAnOlderRevisionLeavesNewerOnesOpen() {
    Operation older = begin();
    Operation newer = change();

    store().acknowledged(NICE_KEY, older.revision(), LATER);

    assertThat(part(newer, NICE).state()).isEqualTo(EdgeOperation.State.PENDING);
  }

  @Test
  void aRefusalFailsWhatIsPendingUpToItsRevision() {
    Operation older = begin();
    store().acknowledged(PARIS_KEY, older.revision(), LATER);
    Operation newer = change();

    List<Operation> finished = store().refused(NICE_KEY, newer.revision(), ERRORS, LATER);

    assertThat(finished).extracting(Operation::id).containsExactly(older.id());
    assertThat(part(older, NICE))
        .isEqualTo(new EdgeOperation(NICE, EdgeOperation.State.FAILED, ERRORS, LATER));
    assertThat(part(newer, NICE).errors()).isEqualTo(ERRORS);
    assertThat(find(newer).state()).isEqualTo(Operation.State.FAILED);
  }

  @Test
  void aRefusalAfterAnAcknowledgementChangesNothing() {
    Operation operation = begin();
    store().acknowledged(NICE_KEY, operation.revision(), LATER);

    assertThat(store().refused(NICE_KEY, operation.revision(), ERRORS, LATER)).isEmpty();
    assertThat(part(operation, NICE).state()).isEqualTo(EdgeOperation.State.SUCCEEDED);
  }

  @Test
  void anEdgeMayAcceptTheVeryRevisionThatItRefused() {
    Operation operation = begin();
    store().refused(NICE_KEY, operation.revision(), ERRORS, LATER);

    List<Operation> finished = store().acknowledged(NICE_KEY, operation.revision(), LATER);

    assertThat(finished).isEmpty();
    assertThat(part(operation, NICE))
        .isEqualTo(new EdgeOperation(NICE, EdgeOperation.State.SUCCEEDED, List.of(), LATER));
  }

  @Test
  void aRefusalStaysWhenANewerRevisionIsAccepted() {
    Operation older = begin();
    store().refused(NICE_KEY, older.revision(), ERRORS, LATER);
    Operation newer = change();

    store().acknowledged(NICE_KEY, newer.revision(), LATER);

    assertThat(part(older, NICE).state()).isEqualTo(EdgeOperation.State.FAILED);
    assertThat(part(newer, NICE).state()).isEqualTo(EdgeOperation.State.SUCCEEDED);
  }

  @Test
  void anEdgeThatIsRemovedIsNotWaitedFor() {
    Operation operation = begin();
    store().acknowledged(PARIS_KEY, operation.revision(), LATER);

    stores().change(new Change.Remove(Kind.EDGE, NICE));

    assertThat(part(operation, NICE).state()).isEqualTo(EdgeOperation.State.CANCELLED);
    assertThat(find(operation).state()).isEqualTo(Operation.State.SUCCEEDED);
    assertThat(store().acknowledged(NICE_KEY, operation.revision(), LATER)).isEmpty();
    assertThat(part(operation, NICE).state()).isEqualTo(EdgeOperation.State.CANCELLED);
  }

  Operation find(Operation operation) {
    return store().find(DEFAULT, operation.id()).orElseThrow();
  }

  private EdgeOperation part(Operation operation, Name edge) {
    return find(operation).edges().stream()
        .filter(part -> part.edge().equals(edge))
        .findFirst()
        .orElseThrow();
  }
}
