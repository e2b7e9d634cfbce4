package io.isthmus.southbound.load;

import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.isthmus.domain.fake.Samples;
import io.isthmus.domain.intent.Change;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.overlay.Overlay;
import io.isthmus.domain.reconcile.EdgePort;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.topology.Transport;
import io.isthmus.southbound.api.v1.Applied;
import io.isthmus.southbound.api.v1.ConfigResult;
import io.isthmus.southbound.api.v1.ConfigUpdate;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.fake.FakeEdge;
import io.isthmus.southbound.fake.MutualTls;
import io.isthmus.southbound.fake.TestController;
import io.isthmus.southbound.session.EdgeControlService;
import io.isthmus.southbound.session.EdgeSessions;
import io.isthmus.southbound.session.SessionLimits;
import io.isthmus.southbound.tls.EdgeTls;
import io.isthmus.southbound.tls.PeerInterceptor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.stream.IntStream;

/**
 * How fast a change reaches many edges, and how fast one change reaches an edge that carries much.
 * Edges, controller and streams share one JVM and a store in memory; the edges answer at once.
 *
 * <p>The edges are in full meshes of ten. Arguments: number of edges (1000), number of overlays
 * between two edges (1000).
 */
public final class PushLoad {
  private static final int GROUP = 10;

  private final TestController controller = new TestController();
  private final Timed port;
  private final io.grpc.Server server;
  private final LongAccumulator lastHeardNanos = new LongAccumulator(Math::max, Long.MIN_VALUE);

  private PushLoad() throws IOException {
    EdgeSessions sessions =
        new EdgeSessions(
            controller.fleet(),
            controller.watch(),
            controller.trust(),
            SessionLimits.withHeartbeat(Duration.ofMinutes(5)),
            Clock.systemUTC(),
            Thread::startVirtualThread,
            System::nanoTime,
            ThreadLocalRandom.current());
    port = new Timed(sessions);
    controller.fleet().attach(port);
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .sslContext(
                EdgeTls.context(controller.trust().identity(), controller.trust().certificates()))
            .intercept(new PeerInterceptor(controller.trust().certificates()))
            .addService(new EdgeControlService(sessions))
            .executor(Thread::startVirtualThread)
            .build()
            .start();
  }

  public static void main(String[] args) throws Exception {
    int edges = args.length > 0 ? Integer.parseInt(args[0]) : 1_000;
    int overlays = args.length > 1 ? Integer.parseInt(args[1]) : 1_000;
    new PushLoad().manyEdges(edges);
    new PushLoad().manyOverlays(overlays);
    System.exit(0);
  }

  private void manyEdges(int count) throws InterruptedException {
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.PutSite(Samples.site("s")));
    for (int i = 1; i <= count; i++) {
      changes.add(new Change.PutEdge(edge(i)));
    }
    for (int first = 1; first < count; first += GROUP) {
      changes.add(new Change.PutOverlay(group(first, Math.min(count, first + GROUP - 1))));
    }
    controller.change(changes.toArray(Change[]::new));
    long begin = System.nanoTime();
    for (int i = 1; i <= count; i++) {
      quick(i).connect();
    }
    awaitInSync(count);
    print("%d edges connected and configured in %.0f ms", count, millisSince(begin));
    List<Double> pushes = new ArrayList<>();
    List<Double> arrivals = new ArrayList<>();
    for (int round = 1; round <= 10; round++) {
      Optional<Operation> operation =
          controller.change(
              new Change.PutTrafficClass(Samples.preferring("class-" + round, "on-1")));
      awaitDone(operation);
      pushes.add(millisSince(port.toldNanos));
      arrivals.add((lastHeardNanos.get() - port.toldNanos) / 1e6);
    }
    print(
        "one change to all %d edges, push to last arrival at an edge: %s", count, sorted(arrivals));
    print("one change to all %d edges, push to last acknowledgement: %s", count, sorted(pushes));
  }

  private void manyOverlays(int count) throws InterruptedException {
    controller.declareEdges(2);
    controller.change(
        IntStream.rangeClosed(1, count)
            .mapToObj(i -> new Change.PutOverlay(overlay(i)))
            .toArray(Change[]::new));
    long[] heardNanos = new long[1];
    FakeEdge edge = edge("e1");
    edge.answering(update -> {
      heardNanos[0] = System.nanoTime();
      return List.of(answer(update));
    });
    edge.connect();
    quick(2).connect();
    awaitInSync(2);
    List<Double> down = new ArrayList<>();
    List<Double> both = new ArrayList<>();
    for (int round = 1; round <= 200; round++) {
      awaitDone(controller.change(new Change.PutOverlay(overlay(count + round))));
      if (round > 100) {
        both.add(millisSince(port.toldNanos));
        down.add((heardNanos[0] - port.toldNanos) / 1e6);
      }
    }
    print("an overlay more beside %d, push to arrival at the edge: %s", count, sorted(down));
    print("an overlay more beside %d, push to acknowledged by both: %s", count, sorted(both));
  }

  private FakeEdge quick(int i) {
    return edge("e" + i)
        .answering(update -> {
          lastHeardNanos.accumulate(System.nanoTime());
          return List.of(answer(update));
        });
  }

  /** Each on a connection of its own, as its certificate demands. */
  private FakeEdge edge(String name) {
    return new FakeEdge(
        MutualTls.dial(
            new InetSocketAddress("127.0.0.1", server.getPort()),
            controller.authority(),
            controller.authority().edge("default", name)),
        name);
  }

  private static EdgeMessage answer(ConfigUpdate update) {
    return EdgeMessage.newBuilder()
        .setConfigResult(
            ConfigResult.newBuilder()
                .setNonce(update.getNonce())
                .setApplied(Applied.newBuilder().setHash(update.getHash())))
        .build();
  }

  private static Edge edge(int i) {
    return new Edge(
        Name.of("e" + i),
        Name.of("s"),
        List.of(
            Samples.link(
                "internet", Transport.INTERNET, "198.18.%d.%d".formatted(i / 250, 1 + i % 250))),
        List.of(Samples.lan("lan", "lan0", "10.%d.%d.0/24".formatted(i / 250, i % 250))));
  }

  private static Overlay group(int first, int last) {
    return Samples.mesh(
        "on-" + first,
        Transport.INTERNET,
        IntStream.rangeClosed(first, last).mapToObj(i -> "e" + i).toArray(String[]::new));
  }

  private static Overlay overlay(int i) {
    return Samples.mesh("on-" + i, Transport.INTERNET, "e1", "e2");
  }

  private void awaitInSync(int count) throws InterruptedException {
    for (int i = 1; i <= count; i++) {
      while (controller.status("e" + i).configState()
          != io.isthmus.domain.reconcile.EdgeStatus.ConfigState.IN_SYNC) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
    }
  }

  private void awaitDone(Optional<Operation> operation) throws InterruptedException {
    controller
        .fleet()
        .waiters()
        .await(
            operation.orElseThrow().id(),
            Duration.ofMinutes(1),
            () -> controller.state(operation) == Operation.State.SUCCEEDED);
  }

  private static double millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e6;
  }

  private static String sorted(List<Double> millis) {
    double[] values = millis.stream().mapToDouble(value -> value).sorted().toArray();
    return "median %.2f ms, p99 %.2f ms, most %.2f ms"
        .formatted(
            values[values.length / 2],
            values[(int) Math.ceil(values.length * 0.99) - 1],
            values[values.length - 1]);
  }

  private static void print(String format, Object... values) {
    System.out.println(format.formatted(values));
  }

  /** Notes when the domain told of new plans. */
  private static final class Timed implements EdgePort {
    private final EdgePort port;
    private volatile long toldNanos;

    Timed(EdgePort port) {
      this.port = port;
    }

    @Override
    public void plansChanged(Collection<EdgeKey> edges) {
      toldNanos = System.nanoTime();
      port.plansChanged(edges);
    }

    @Override
    public void edgeRemoved(EdgeKey edge) {
      port.edgeRemoved(edge);
    }
  }
}
