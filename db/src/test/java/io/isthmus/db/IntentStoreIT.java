package io.isthmus.db;

import static io.isthmus.db.Stores.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Cursors;
import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.intent.NetworkDiff;
import io.isthmus.domain.intent.NetworkSnapshot;
import io.isthmus.domain.intent.Numbering;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.Event;
import io.isthmus.domain.operation.EventLog;
import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.operation.OperationStore;
import io.isthmus.domain.overlay.Overlay;
import io.isthmus.domain.reconcile.IntentStore;
import io.isthmus.domain.topology.Site;
import io.isthmus.domain.topology.SiteKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;

@StoreTest
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class IntentStoreIT {
  private static final Name OTHER = Name.of("other");

  @Autowired IntentStore store;
  @Autowired OperationStore operations;
  @Autowired EventLog events;
  @Autowired Stores stores;
  @Autowired PostgresState postgres;

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  @BeforeEach
  void reset() {
    postgres.reset();
  }

  @Test
  void beginsWithAnEmptyDefaultTenant() {
    NetworkSnapshot snapshot = store.load();

    assertThat(snapshot.revision()).isOne().isEqualTo(store.newestRevision());
    assertThat(snapshot.cursors()).isEqualTo(Cursors.START);
    assertThat(snapshot.tenants()).containsOnly(Map.entry(DEFAULT, Network.empty(DEFAULT)));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyFieldOfEveryResourceIsReadAsItWasSaved(long seed) {
    NetworkSnapshot created = save(new RandomIntent(seed).changes());
    assertThat(store.load()).as("seed %d", seed).isEqualTo(created);

    NetworkSnapshot replaced = save(new RandomIntent(seed + 1_000).changes());
    assertThat(store.load()).as("seed %d", seed).isEqualTo(replaced);

    NetworkSnapshot emptied = save(removalOfAll(replaced));
    assertThat(store.load()).as("seed %d", seed).isEqualTo(emptied);
  }

  @Test
  void aRefusedDatabaseRowUndoesTheWholeChange() {
    save(new RandomIntent(1).changes());
    NetworkSnapshot before = store.load();
    Network network = before.tenants().get(DEFAULT);
    Network withoutOverlays =
        new Network(
            DEFAULT,
            network.sites(),
            network.edges(),
            new TreeMap<>(),
            network.trafficClasses(),
            network.applications(),
            network.decisions(),
            network.profiles());

    assertThatExceptionOfType(DataAccessException.class)
        .isThrownBy(() -> save(before, withoutOverlays))
        .withMessageContaining("traffic_class_overlay");

    assertThat(store.load()).isEqualTo(before);
  }

  @Test
  void workThatThrowsChangesNothing() {
    NetworkSnapshot before = store.load();

    assertThatThrownBy(() ->
            store.change(transaction -> {
              stores.changeWithin(transaction, DEFAULT, new RandomIntent(2).changes());
              throw new IllegalStateException("on second thoughts");
            }))
        .hasMessage("on second thoughts");

    assertThat(store.load()).isEqualTo(before);
    assertThat(store.newestRevision()).isEqualTo(before.revision());
    assertThat(operations.list(DEFAULT, Long.MAX_VALUE, 10)).isEmpty();
    assertThat(events.newest(DEFAULT)).isZero();
  }

  @Test
  void aConnectionKilledWithinAChangeChangesNothing() {
    NetworkSnapshot before = store.load();

    assertThatThrownBy(() ->
            store.change(transaction -> {
              stores.changeWithin(transaction, DEFAULT, new RandomIntent(3).changes());
              postgres.killConnections();
              return true;
            }))
        .isInstanceOf(RuntimeException.class);

    assertThat(store.load()).isEqualTo(before);
    Operation next = stores.change(new Change.PutSite(new Site(Name.of("nice"), SiteKind.EDGE)));
    assertThat(next.revision()).isEqualTo(before.revision() + 1);
  }

  @Test
  void changesFromManyThreadsRunOneAfterTheOther() throws Exception {
    int threads = 16;
    int each = 10;
    List<Long> revisions = Collections.synchronizedList(new ArrayList<>());

    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < threads; i++) {
        int thread = i;
        pool.submit(() -> {
          for (int j = 0; j < each; j++) {
            Name site = Name.of("site-%d-%d".formatted(thread, j));
            revisions.add(
                stores.change(new Change.PutSite(new Site(site, SiteKind.CLOUD))).revision());
          }
          return true;
        });
      }
    }

    assertThat(revisions)
        .containsExactlyInAnyOrderElementsOf(
            LongStream.rangeClosed(2, 1L + threads * each).boxed().toList());
    assertThat(store.newestRevision()).isEqualTo(1L + threads * each);
    assertThat(store.load().tenants().get(DEFAULT).sites()).hasSize(threads * each);
    assertThat(eventRevisions())
        .isEqualTo(LongStream.rangeClosed(2, 1L + threads * each).boxed().toList());
  }

  @Test
  void changesFromManyThreadsGetNumbersOfTheirOwn() throws Exception {
    List<Change> intent =
        new RandomIntent(4)
            .changes().stream().filter(change -> !(change instanceof Change.Steer)).toList();
    List<Name> tenants = IntStream.range(0, 16).mapToObj(i -> Name.of("tenant-" + i)).toList();
    for (Name tenant : tenants) {
      stores.createTenant(tenant);
    }

    try (ExecutorService pool = Executors.newFixedThreadPool(16)) {
      tenants.forEach(tenant -> pool.submit(() -> stores.change(tenant, withoutVni(intent))));
    }

    NetworkSnapshot snapshot = store.load();
    assertThat(snapshot.revision()).isEqualTo(1 + 16 + 16);
    assertThat(
            tenants.stream()
                .flatMap(tenant -> snapshot.tenants().get(tenant).edges().values().stream())
                .map(edge -> edge.number()))
        .doesNotHaveDuplicates()
        .hasSize(16 * 5);
    assertThat(snapshot.cursors().edge()).isEqualTo(16 * 5);
  }

  @Test
  void tenantsComeAndGo() {
    stores.createTenant(OTHER);
    assertThat(store.load().findTenant(OTHER)).contains(Network.empty(OTHER));
    assertThat(store.newestRevision()).isEqualTo(2);
    stores.change(OTHER, List.of(new Change.PutSite(new Site(Name.of("nice"), SiteKind.EDGE))));

    assertThatExceptionOfType(DataAccessException.class)
        .isThrownBy(() -> stores.removeTenant(OTHER))
        .withMessageContaining("site_tenant_fkey");
    stores.change(OTHER, List.of(new Change.Remove(Kind.SITE, Name.of("nice"))));
    stores.removeTenant(OTHER);

    assertThat(store.load().findTenant(OTHER)).isEmpty();
    assertThat(store.newestRevision()).isEqualTo(5);
    assertThat(events.newest(OTHER)).isZero();
    assertThat(operations.list(OTHER, Long.MAX_VALUE, 10)).isEmpty();
  }

  @Test
  void aRevisionCannotBeSkippedOrReused() {
    assertThatThrownBy(() ->
            store.change(transaction -> {
              transaction.createTenant(OTHER, transaction.revision() + 2, List.of());
              return true;
            }))
        .hasMessage("revision 3 cannot follow 1");
  }

  @Test
  void aChangeWithinAChangeIsRefused() {
    assertThatThrownBy(() -> store.change(outer -> store.change(inner -> true)))
        .hasMessage("a transaction cannot run within another");
  }

  private NetworkSnapshot save(List<Change> changes) {
    NetworkSnapshot before = store.load();
    Numbering numbering = Numbering.of(before);
    Network network = before.tenants().get(DEFAULT);
    Network after = network.apply(changes, numbering, before.revision() + 1);
    stores.change(DEFAULT, changes);
    return before.with(before.revision() + 1, after, numbering.cursors());
  }

  private void save(NetworkSnapshot before, Network after) {
    store.change(transaction -> {
      Operation operation =
          new Operation(
              UUID.randomUUID(),
              DEFAULT,
              "",
              transaction.revision() + 1,
              TestClock.START,
              Optional.empty(),
              List.of());
      transaction.save(
          NetworkDiff.between(before.tenants().get(DEFAULT), after),
          before.cursors(),
          operation,
          List.of(),
          List.of());
      return true;
    });
  }

  private static List<Change> removalOfAll(NetworkSnapshot snapshot) {
    List<Change> changes = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      snapshot
          .tenants()
          .get(DEFAULT)
          .resources(kind)
          .keySet()
          .forEach(name -> changes.add(new Change.Remove(kind, name)));
    }
    return changes;
  }

  private static List<Change> withoutVni(List<Change> changes) {
    return changes.stream().map(IntentStoreIT::withoutVni).toList();
  }

  private static Change withoutVni(Change change) {
    return change instanceof Change.PutOverlay(Overlay overlay)
        ? new Change.PutOverlay(
            new Overlay(
                overlay.name(),
                overlay.topology(),
                overlay.edges(),
                overlay.hubs(),
                overlay.transports(),
                overlay.encryption(),
                Optional.empty()))
        : change;
  }

  private List<Long> eventRevisions() {
    return events.after(DEFAULT, 0, 10_000).stream()
        .map(Event::data)
        .map(data -> (Long) data.get("revision"))
        .toList();
  }
}
