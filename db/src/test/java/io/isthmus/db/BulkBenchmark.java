package io.isthmus.db;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.intent.NetworkDiff;
import io.isthmus.domain.intent.NetworkSnapshot;
import io.isthmus.domain.intent.Numbering;
import io.isthmus.domain.net.InterfaceName;
import io.isthmus.domain.net.IpAddress;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.net.Prefix;
import io.isthmus.domain.operation.Event;
import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.operation.OperationStore;
import io.isthmus.domain.overlay.Encryption;
import io.isthmus.domain.overlay.Overlay;
import io.isthmus.domain.overlay.OverlayTopology;
import io.isthmus.domain.reconcile.IntentStore;
import io.isthmus.domain.topology.Access;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.topology.LanSegment;
import io.isthmus.domain.topology.LinkService;
import io.isthmus.domain.topology.Site;
import io.isthmus.domain.topology.SiteKind;
import io.isthmus.domain.topology.Transport;
import io.isthmus.domain.topology.WanLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Prints how long the stores take for what matters: the first time, and the median when warm. The
 * test server does not wait for its disk; what a commit costs there is the disk's and comes on top.
 */
final class BulkBenchmark {
  private static final int ROUNDS = 20;

  private final IntentStore store;
  private final OperationStore operations;
  private final Stores stores;
  private final PostgresState postgres;

  private BulkBenchmark(ConfigurableApplicationContext context) {
    store = context.getBean(IntentStore.class);
    operations = context.getBean(OperationStore.class);
    stores = context.getBean(Stores.class);
    postgres = context.getBean(PostgresState.class);
  }

  public static void main(String[] args) {
    SpringApplication application = new SpringApplication(StoreTest.Application.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    try (ConfigurableApplicationContext context = application.run(args)) {
      new BulkBenchmark(context).run();
    }
  }

  private void run() {
    measureOverlays();
    measureSingle();
    measureEdges();
    measureAcknowledgements();
  }

  private void measureOverlays() {
    List<Double> create = new ArrayList<>();
    List<Double> load = new ArrayList<>();
    List<Double> replace = new ArrayList<>();
    List<Double> remove = new ArrayList<>();
    List<Change> removals =
        IntStream.range(0, 1_000)
            .<Change>mapToObj(i -> new Change.Remove(Kind.OVERLAY, Name.of("on-" + i)))
            .toList();
    postgres.reset();
    save(edges(2));
    for (int i = 0; i < ROUNDS; i++) {
      create.add(save(overlays(1_000, Transport.INTERNET)));
      load.add(millis(store::load));
      replace.add(save(overlays(1_000, Transport.LTE)));
      remove.add(save(removals));
    }
    print("create 1,000 overlays", create);
    print("load them", load);
    print("replace them", replace);
    print("remove them", remove);
  }

  private void measureSingle() {
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Transport transport = i % 2 == 0 ? Transport.LTE : Transport.MPLS;
      times.add(save(List.of(new Change.PutOverlay(overlay(0, transport)))));
    }
    print("replace 1 overlay", times);
  }

  private void measureEdges() {
    List<Double> save = new ArrayList<>();
    List<Double> load = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      postgres.reset();
      save.add(save(edges(1_000)));
      load.add(millis(store::load));
    }
    print("create 1,000 edges of 2 links and 2 segments", save);
    print("load them", load);
  }

  private void measureAcknowledgements() {
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Operation operation =
          stores.change(new Change.PutSite(new Site(Name.of("last-" + i), SiteKind.CLOUD)));
      times.add(millis(() -> acknowledge(operation)));
    }
    print("1,000 acknowledgements of one operation", times);
  }

  private void acknowledge(Operation operation) {
    operation.edges().parallelStream()
        .forEach(part ->
            operations.acknowledged(
                new EdgeKey(Stores.DEFAULT, part.edge()),
                operation.revision(),
                operation.createdAt()));
  }

  /**
   * How long the store takes, without the domain's part.
   *
   * @return milliseconds from the begin of the transaction to the end of its commit
   */
  private double save(List<Change> changes) {
    NetworkSnapshot snapshot = store.load();
    Numbering numbering = Numbering.of(snapshot);
    Network before = snapshot.tenants().get(Stores.DEFAULT);
    Network after = before.apply(changes, numbering, snapshot.revision() + 1);
    NetworkDiff diff = NetworkDiff.between(before, after);
    Operation operation = stores.operation(after, snapshot.revision() + 1);
    Event event = stores.event(operation);
    return millis(() ->
        store.change(transaction -> {
          transaction.save(diff, numbering.cursors(), operation, List.of(event), List.of());
          return true;
        }));
  }

  private static List<Change> edges(int count) {
    Stream<Change> site = Stream.of(new Change.PutSite(new Site(Name.of("site"), SiteKind.EDGE)));
    return Stream.concat(site, IntStream.range(0, count).mapToObj(i -> new Change.PutEdge(edge(i))))
        .toList();
  }

  private static Edge edge(int i) {
    return new Edge(
        Name.of("edge-" + i),
        Name.of("site"),
        List.of(
            link(i, Transport.INTERNET, Access.PUBLIC), link(i, Transport.MPLS, Access.PRIVATE)),
        List.of(segment(i, 0), segment(i, 1)));
  }

  private static WanLink link(int i, Transport transport, Access access) {
    return new WanLink(
        Name.of(transport.label()),
        transport,
        access,
        new InterfaceName(transport.label()),
        WanLink.Mobility.FIXED,
        Optional.of(
            IpAddress.parse("100.%d.%d.%d".formatted(transport.ordinal(), i / 250, 1 + i % 250))),
        Optional.empty(),
        1500,
        LinkService.DEFAULT,
        0);
  }

  private static LanSegment segment(int i, int segment) {
    return new LanSegment(
        Name.of("lan-" + segment),
        new InterfaceName("lan" + segment),
        List.of(Prefix.parse("10.%d.%d.0/24".formatted(i / 128, i % 128 * 2 + segment))),
        Optional.empty());
  }

  private static List<Change> overlays(int count, Transport transport) {
    return IntStream.range(0, count)
        .<Change>mapToObj(i -> new Change.PutOverlay(overlay(i, transport)))
        .toList();
  }

  private static Overlay overlay(int i, Transport transport) {
    return new Overlay(
        Name.of("on-" + i),
        OverlayTopology.FULL_MESH,
        List.of(Name.of("edge-0"), Name.of("edge-1")),
        List.of(),
        i % 2 == 0 ? List.of(transport) : List.of(transport, Transport.FIBER),
        Encryption.REQUIRED,
        Optional.empty());
  }

  private static double millis(Runnable work) {
    long begin = System.nanoTime();
    work.run();
    return (System.nanoTime() - begin) / 1e6;
  }

  private static void print(String what, List<Double> times) {
    double[] sorted = times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    System.out.printf(
        "%-50s first %7.1f ms  median %7.1f ms  (%d times)%n",
        what, times.getFirst(), sorted[sorted.length / 2], sorted.length);
  }
}
