package io.isthmus.southbound;

import static io.isthmus.domain.fake.Samples.mesh;
import static io.isthmus.domain.fake.Samples.name;
import static io.isthmus.southbound.fake.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.isthmus.domain.fake.Reports;
import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.operation.EdgeError;
import io.isthmus.domain.operation.EventType;
import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.reconcile.EdgeStatus;
import io.isthmus.domain.reconcile.WatchCount;
import io.isthmus.domain.telemetry.LivePath;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.topology.LinkKey;
import io.isthmus.domain.topology.Transport;
import io.isthmus.southbound.api.v1.ConfigUpdate;
import io.isthmus.southbound.api.v1.ControllerMessage;
import io.isthmus.southbound.api.v1.DriftReport;
import io.isthmus.southbound.api.v1.EdgeControlGrpc;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.EdgeNotice;
import io.isthmus.southbound.api.v1.ErrorCode;
import io.isthmus.southbound.api.v1.Hello;
import io.isthmus.southbound.api.v1.Measurements;
import io.isthmus.southbound.api.v1.PathChanged;
import io.isthmus.southbound.api.v1.PathState;
import io.isthmus.southbound.api.v1.PathWindow;
import io.isthmus.southbound.api.v1.WireGuardKey;
import io.isthmus.southbound.api.v1.WireGuardKeys;
import io.isthmus.southbound.fake.EdgeModel;
import io.isthmus.southbound.fake.FakeEdge;
import io.isthmus.southbound.fake.MutualTls;
import io.isthmus.southbound.fake.TestController;
import io.isthmus.southbound.session.EdgeSessions;
import io.isthmus.southbound.session.SessionLimits;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over real streams on loopback, with the real use cases. */
class SouthboundServerTest {
  private static final SessionLimits LIMITS =
      new SessionLimits(
          Duration.ofSeconds(5),
          Duration.ofMillis(500),
          Duration.ofMillis(2_000),
          Duration.ofMillis(500),
          Duration.ofMillis(100),
          Duration.ofMillis(400),
          200,
          400,
          4L << 20,
          4L << 20,
          4L << 20);

  private final TestController controller = new TestController();
  private final List<ManagedChannel> channels = new ArrayList<>();
  private SouthboundServer server;

  @BeforeEach
  void start() {
    EdgeSessions sessions =
        new EdgeSessions(
            controller.fleet(),
            controller.watch(),
            controller.trust(),
            LIMITS,
            Clock.systemUTC(),
            Thread::startVirtualThread,
            System::nanoTime,
            new Random(1));
    controller.fleet().attach(sessions);
    SouthboundProperties properties =
        new SouthboundProperties(List.of("127.0.0.1"), 0, LIMITS.heartbeatInterval(), 1_000, 1_000);
    server =
        new SouthboundServer(properties, sessions, controller.trust(), Thread::startVirtualThread);
    server.start();
  }

  @AfterEach
  void stop() {
    channels.forEach(ManagedChannel::shutdownNow);
    server.stop();
  }

  @Test
  void firstConfigurationIsWholeAndAcknowledged() throws Exception {
    Optional<Operation> declared = controller.declareEdges(2);
    FakeEdge edge = edge("e1").connect();
    edge("e2").connect();

    eventually(() -> assertThat(controller.state(declared)).isEqualTo(Operation.State.SUCCEEDED));
    assertThat(edge.heard().getFirst().getWelcome().getSessionEpoch()).isPositive();
    assertThat(edge.heard().getFirst().getWelcome().getHeartbeatIntervalMillis()).isEqualTo(5_000);
    assertThat(edge.updates()).hasSize(1).allMatch(ConfigUpdate::hasFull);
    assertCarriesPlan(edge, "e1");
    assertThat(controller.status("e1").configState()).isEqualTo(EdgeStatus.ConfigState.IN_SYNC);
    assertThat(controller.events(EventType.EDGE_CONNECTED)).isEqualTo(2);
  }

  @Test
  void laterChangeIsADelta() throws Exception {
    controller.declareEdges(2);
    FakeEdge edge = edge("e1").connect();
    edge("e2").connect();
    eventually(() -> assertCarriesPlan(edge, "e1"));

    Optional<Operation> change = addOverlay("on-1");

    eventually(() -> assertThat(controller.state(change)).isEqualTo(Operation.State.SUCCEEDED));
    assertThat(edge.updates()).hasSize(2);
    assertThat(edge.updates().getLast().hasDelta()).isTrue();
    assertCarriesPlan(edge, "e1");
  }

  @Test
  void noticesAreTakenOnceThroughAnyNumberOfStreams() throws Exception {
    controller.declareEdges(2);
    addOverlay("on-1");
    FakeEdge edge = edge("e1").connect();
    edge.say(down(1)).say(down(2));
    eventually(() -> assertThat(acknowledged(edge)).isEqualTo(2));
    edge.cut();

    edge.connect();
    edge.say(down(1)).say(down(2)).say(down(3));

    eventually(() -> assertThat(acknowledged(edge)).isEqualTo(3));
    assertThat(controller.events(EventType.PATH_DOWN)).isEqualTo(3);
  }

  @Test
  void measurementsAreKnownAtOnceAndNonsenseEndsNothing() throws Exception {
    controller.declareEdges(2);
    addOverlay("on-1");
    FakeEdge edge = edge("e1").connect();
    Measurements.Builder measured =
        Measurements.newBuilder()
            .setDroppedWindows(4)
            .addPaths(PathWindow.newBuilder().setPathKey("path/e9/none/none"))
            .addPaths(
                PathWindow.newBuilder()
                    .setPathKey("path/e2/internet/internet/plain")
                    .setBeginMicros(System.currentTimeMillis() * 1_000)
                    .setLengthMillis(1_000)
                    .setState(PathState.PATH_STATE_UP));

    edge.say(EdgeMessage.newBuilder().setMeasurements(measured).build());

    PathKey path = Reports.path("e1", "e2", "internet");
    eventually(() ->
        assertThat(controller.live().find(path).map(LivePath::state))
            .contains(io.isthmus.domain.telemetry.PathState.UP));
    assertThat(controller.watch().count(WatchCount.WINDOWS_REFUSED)).isEqualTo(1);
    assertThat(controller.watch().count(WatchCount.WINDOWS_DROPPED_BY_EDGES)).isEqualTo(4);
    assertThat(edge.isOpen()).isTrue();
  }

  @Test
  void keysAreLearntAndNonsenseAmongThemIsLeftOut() throws Exception {
    controller.declareEdges(2);
    FakeEdge edge = edge("e1").connect();

    edge.say(keys(key(1, 1, 32), key(2, 1, 31), key(300, 1, 32), key(2, 0, 32), key(2, 9, 32)));

    eventually(() ->
        assertThat(controller.profile("e1").keys())
            .extracting(LinkKey::link, LinkKey::generation)
            .containsExactly(tuple(2, 9)));
    assertThat(edge.isOpen()).isTrue();
    assertThat(controller.profile("e2").keys()).isEmpty();

    edge.say(keys(key(1, 9, 32), key(2, 9, 32)));

    eventually(() -> assertThat(controller.profile("e1").keys()).hasSize(2));
    assertThat(controller.profile("e1").stampPort()).isEqualTo(862);
  }

  private static WireGuardKey key(int link, int generation, int bytes) {
    byte[] value = new byte[bytes];
    Arrays.fill(value, (byte) (16 * link + generation));
    return WireGuardKey.newBuilder()
        .setLinkNumber(link)
        .setGeneration(generation)
        .setPublicKey(ByteString.copyFrom(value))
        .setListenPort(51_820)
        .build();
  }

  private static EdgeMessage keys(WireGuardKey... keys) {
    return EdgeMessage.newBuilder()
        .setWireguardKeys(WireGuardKeys.newBuilder().addAllKeys(Arrays.asList(keys)))
        .build();
  }

  @Test
  void equalHashAtHelloSendsNothingAndCounts() throws Exception {
    controller.declareEdges(2);
    FakeEdge edge = edge("e1").connect();
    eventually(() -> assertCarriesPlan(edge, "e1"));
    edge.cut();
    eventually(() -> assertThat(connection("e1")).isEqualTo(EdgeStatus.Connection.DISCONNECTED));

    edge.connect();

    eventually(() -> {
      assertThat(connection("e1")).isEqualTo(EdgeStatus.Connection.CONNECTED);
      assertThat(controller.status("e1").configState()).isEqualTo(EdgeStatus.ConfigState.IN_SYNC);
    });
    assertThat(edge.updates()).isEmpty();
  }

  @Test
  void changeWhileTheEdgeIsAwayReachesItAsADelta() throws Exception {
    controller.declareEdges(2);
    FakeEdge edge = edge("e1").connect();
    eventually(() -> assertCarriesPlan(edge, "e1"));
    edge.hangUp();
    assertThat(edge.end().getCode()).isEqualTo(Status.Code.OK);
    addOverlay("on-1");

    edge.connect();

    eventually(() -> assertCarriesPlan(edge, "e1"));
    assertThat(edge.updates()).hasSize(1).allMatch(ConfigUpdate::hasDelta);
  }

  @Test
  void refusedChangeFailsItsOperationAndIsTriedAgain() throws Exception {
    controller.declareEdges(2);
    FakeEdge edge = edge("e1").connect();
    edge("e2").connect();
    eventually(() -> assertCarriesPlan(edge, "e1"));
    edge.answering(update -> List.of(edge.model().refuse(update, ErrorCode.ERROR_CODE_INTERFACE)));

    Optional<Operation> change = addOverlay("on-1");

    eventually(() -> assertThat(controller.state(change)).isEqualTo(Operation.State.FAILED));
    assertThat(controller.status("e1").errors())
        .containsExactly(new EdgeError("", "INTERFACE", "on purpose"));
    eventually(() -> assertThat(edge.updates()).hasSizeGreaterThan(3));
    assertThat(controller.events(EventType.CONFIG_REFUSED)).isEqualTo(1);

    edge.obeying();

    eventually(() -> assertThat(controller.state(change)).isEqualTo(Operation.State.SUCCEEDED));
    assertCarriesPlan(edge, "e1");
  }

  @Test
  void newerPlanIsSentAtOnceAfterARefusal() throws Exception {
    controller.declareEdges(2);
    FakeEdge edge = edge("e1").connect();
    edge("e2").connect();
    eventually(() -> assertCarriesPlan(edge, "e1"));
    edge.answering(update -> List.of(edge.model().refuse(update, ErrorCode.ERROR_CODE_KERNEL)));
    Optional<Operation> bad = addOverlay("on-1");
    eventually(() -> assertThat(controller.state(bad)).isEqualTo(Operation.State.FAILED));
    edge.obeying();

    controller.change(new Change.Remove(Kind.OVERLAY, name("on-1")));

    eventually(() ->
        assertThat(controller.status("e1").configState())
            .isEqualTo(EdgeStatus.ConfigState.IN_SYNC));
    assertCarriesPlan(edge, "e1");
  }

  @Test
  void deltaForAnotherBaseIsFollowedByTheWhole() throws Exception {
    controller.declareEdges(2);
    FakeEdge edge = edge("e1").connect();
    edge("e2").connect();
    eventually(() -> assertCarriesPlan(edge, "e1"));
    edge.model().forget();

    Optional<Operation> change = addOverlay("on-1");

    eventually(() -> assertThat(controller.state(change)).isEqualTo(Operation.State.SUCCEEDED));
    assertThat(edge.updates())
        .extracting(ConfigUpdate::hasDelta)
        .containsExactly(false, true, false);
    assertThat(controller.events(EventType.CONFIG_REFUSED)).isZero();
    assertCarriesPlan(edge, "e1");
  }

  @Test
  void newestStreamOfAnEdgeIsTheOnlyOne() throws Exception {
    controller.declareEdges(2);
    FakeEdge older = edge("e1").connect();
    eventually(() -> assertCarriesPlan(older, "e1"));

    FakeEdge newer = edge("e1").connect();

    assertThat(older.end().getCode()).isEqualTo(Status.Code.ABORTED);
    eventually(() -> assertCarriesPlan(newer, "e1"));
    assertThat(newer.heard().getFirst().getWelcome().getSessionEpoch())
        .isGreaterThan(older.heard().getFirst().getWelcome().getSessionEpoch());
    eventually(() -> assertThat(controller.events(EventType.EDGE_CONNECTED)).isEqualTo(2));
    assertThat(controller.events(EventType.EDGE_DISCONNECTED)).isEqualTo(1);
    assertThat(connection("e1")).isEqualTo(EdgeStatus.Connection.CONNECTED);
    assertThat(server.sessions().connected()).isEqualTo(1);
  }

  @Test
  void undeclaredEdgeIsToldHowToBeDeclared() throws Exception {
    FakeEdge edge = edge("e9").connect();

    assertThat(edge.end().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(edge.end().getDescription()).contains("PUT /api/v1/tenants/default/edges/e9");
  }

  @Test
  void nameThatCannotBeDeclaredIsRefused() throws Exception {
    FakeEdge edge = edge("Not A Name\0").connect();

    assertThat(edge.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void streamWithoutHelloEnds() throws Exception {
    FakeEdge silent = edge("e1").dial(FakeEdge.Reading.ALL);
    FakeEdge rude = edge("e1").dial(FakeEdge.Reading.ALL).beat();

    assertThat(rude.end().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(silent.end().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
  }

  @Test
  void secondHelloEndsTheStream() throws Exception {
    controller.declareEdges(1);
    FakeEdge edge = edge("e1").connect();
    edge.say(edge.model().hello("default", "e1"));

    assertThat(edge.end().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
  }

  @Test
  void unansweredUpdateEndsTheStream() throws Exception {
    controller.declareEdges(1);
    FakeEdge edge = edge("e1").answering(update -> List.of()).connect();

    assertThat(edge.end().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(edge.end().getDescription()).contains("no answer to revision");
  }

  @Test
  void edgeThatNeverReadsDelaysNoOther() throws Exception {
    controller.declareEdges(3);
    FakeEdge stuck = edge("e1").dial(FakeEdge.Reading.NOTHING);
    stuck.say(stuck.model().hello("default", "e1"));
    FakeEdge other = edge("e2").connect();
    eventually(() -> assertCarriesPlan(other, "e2"));
    eventually(() -> assertThat(server.sessions().awaitingAnswer()).isEqualTo(1));

    for (int i = 1; i <= 20; i++) {
      addOverlay("on-" + i);
    }

    eventually(() -> assertCarriesPlan(other, "e2"));
    assertThat(stuck.isOpen()).isTrue();
  }

  @Test
  void removedEdgeIsEmptiedAndLetGo() throws Exception {
    controller.declareEdges(2);
    FakeEdge edge = edge("e1").connect();
    eventually(() -> assertCarriesPlan(edge, "e1"));

    controller.change(new Change.Remove(Kind.EDGE, name("e1")));

    assertThat(edge.end().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(edge.model().carried()).isEmpty();
    assertThat(edge.model().carriedHash()).isEqualTo(EdgeModel.hash(new java.util.TreeMap<>()));
  }

  @Test
  void removedEdgeThatDoesNotAnswerIsLetGo() throws Exception {
    controller.declareEdges(2);
    FakeEdge edge = edge("e1").connect();
    eventually(() -> assertCarriesPlan(edge, "e1"));
    edge.answering(update -> List.of());

    controller.change(new Change.Remove(Kind.EDGE, name("e1")));

    assertThat(edge.end().getCode()).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void stopDrainsEveryEdge() throws Exception {
    controller.declareEdges(2);
    FakeEdge edge = edge("e1").connect();
    eventually(() -> assertCarriesPlan(edge, "e1"));

    server.stop();

    assertThat(edge.end().getCode()).isEqualTo(Status.Code.OK);
    assertThat(edge.heard().getLast().getDrain().getReconnectAfterMillis()).isBetween(200, 1_000);
    assertThat(connection("e1")).isEqualTo(EdgeStatus.Connection.DISCONNECTED);
  }

  @Test
  void floodEndsTheStreamAndNoOther() throws Exception {
    controller.declareEdges(2);
    FakeEdge good = edge("e2").connect();
    FakeEdge flooding = edge("e1").connect();

    IntStream.range(0, 2_000).forEach(i -> flooding.beat());

    assertThat(flooding.end().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    eventually(() -> assertCarriesPlan(good, "e2"));
    assertThat(good.isOpen()).isTrue();
  }

  @Test
  void oversizedMessageEndsTheStream() throws Exception {
    controller.declareEdges(1);
    FakeEdge edge = edge("e1").dial(FakeEdge.Reading.ALL);

    edge.say(
        EdgeMessage.newBuilder()
            .setHello(Hello.newBuilder().setTenant("x".repeat(2 << 20)))
            .build());

    assertThat(edge.end().isOk()).isFalse();
    assertServes("e1");
  }

  @Test
  void hostileWordsAreCut() throws Exception {
    controller.declareEdges(1);
    FakeEdge edge = edge("e1").connect();
    eventually(() -> assertCarriesPlan(edge, "e1"));

    edge.say(
        EdgeMessage.newBuilder()
            .setDriftReport(
                DriftReport.newBuilder()
                    .addRepaired("link\0vx0\n" + "x".repeat(100_000))
                    .setRepairedTotal(-7)
                    .setHealed(true))
            .build());

    eventually(() -> assertThat(controller.events(EventType.DRIFT_REPAIRED)).isEqualTo(1));
    assertThat(controller.eventLog().after(name("default"), 0, 100).getLast().data().toString())
        .doesNotContain("\0")
        .doesNotContain("\n")
        .hasSizeLessThan(1_000);
  }

  @Test
  void garbageInAStreamEndsItAndNoOther() throws Exception {
    controller.declareEdges(1);
    MethodDescriptor<byte[], ControllerMessage> raw =
        EdgeControlGrpc.getConnectMethod().toBuilder(
                new Bytes(), EdgeControlGrpc.getConnectMethod().getResponseMarshaller())
            .build();
    for (long seed = 1; seed <= 20; seed++) {
      byte[] garbage = new byte[200];
      new Random(seed).nextBytes(garbage);

      CompletableFuture<Status> end = new CompletableFuture<>();
      ClientCall<byte[], ControllerMessage> call = channel("e1").newCall(raw, CallOptions.DEFAULT);
      call.start(
          new ClientCall.Listener<>() {
            @Override
            public void onClose(Status status, Metadata trailers) {
              end.complete(status);
            }
          },
          new Metadata());
      call.request(1);
      call.sendMessage(garbage);

      assertThat(end.get(10, TimeUnit.SECONDS).getCode())
          .as("seed %d", seed)
          .isIn(Status.Code.INVALID_ARGUMENT, Status.Code.FAILED_PRECONDITION);
    }
    assertServes("e1");
    eventually(() -> assertThat(server.sessions().awaitingHello()).isZero());
  }

  @Test
  void garbageInsteadOfHttpDoesNoHarm() throws Exception {
    controller.declareEdges(1);
    byte[] garbage = new byte[100_000];
    new Random(1).nextBytes(garbage);
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
      socket.getOutputStream().write(garbage);
    } catch (java.net.SocketException e) {
      // The server may have closed it half-way, rightly.
    }

    assertServes("e1");
  }

  @Test
  void storeThatFailsForAWhileLosesNoAnswer() throws Exception {
    controller.failRecording(3);
    Optional<Operation> declared = controller.declareEdges(1);

    edge("e1").connect();

    eventually(() -> assertThat(controller.state(declared)).isEqualTo(Operation.State.SUCCEEDED));
  }

  private Optional<Operation> addOverlay(String overlay) {
    return controller.change(new Change.PutOverlay(mesh(overlay, Transport.INTERNET, "e1", "e2")));
  }

  private EdgeStatus.Connection connection(String edge) {
    return controller.status(edge).connection();
  }

  private void assertServes(String name) throws Exception {
    FakeEdge edge = edge(name).connect();
    eventually(() -> assertCarriesPlan(edge, name));
  }

  private void assertCarriesPlan(FakeEdge edge, String name) {
    assertThat(edge.model().carried().keySet())
        .containsExactlyElementsOf(controller.plan(name).resources().keySet());
  }

  private FakeEdge edge(String name) {
    return new FakeEdge(channel(name), name);
  }

  private ManagedChannel channel(String edge) {
    String certified = edge.matches("[a-z0-9]+") ? edge : "e1";
    ManagedChannel channel =
        MutualTls.dial(
            new InetSocketAddress("127.0.0.1", server.port()),
            controller.authority(),
            controller.authority().edge("default", certified));
    channels.add(channel);
    return channel;
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      throw new UnsupportedOperationException("only sent");
    }
  }

  private static EdgeMessage down(long sequence) {
    return EdgeMessage.newBuilder()
        .setNotice(
            EdgeNotice.newBuilder()
                .setSequence(sequence)
                .setAtMicros(System.currentTimeMillis() * 1_000)
                .setPathChanged(
                    PathChanged.newBuilder()
                        .setPathKey("path/e2/internet/internet/plain")
                        .setState(PathState.PATH_STATE_DOWN)))
        .build();
  }

  private static long acknowledged(FakeEdge edge) {
    return edge.heard().stream()
        .filter(ControllerMessage::hasNoticeAck)
        .mapToLong(message -> message.getNoticeAck().getSequence())
        .max()
        .orElse(0);
  }
}
