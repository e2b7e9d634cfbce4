package io.isthmus.southbound.session;

import static io.isthmus.domain.fake.Samples.edge;
import static io.isthmus.domain.fake.Samples.lan;
import static io.isthmus.domain.fake.Samples.mesh;
import static io.isthmus.domain.fake.Samples.name;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.IntentRejected;
import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.reconcile.EdgeStatus;
import io.isthmus.domain.topology.Transport;
import io.isthmus.southbound.api.v1.ConfigUpdate;
import io.isthmus.southbound.api.v1.ControllerMessage;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.ErrorCode;
import io.isthmus.southbound.api.v1.Heartbeat;
import io.isthmus.southbound.fake.EdgeModel;
import io.isthmus.southbound.fake.TestController;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Edges, streams, intent and time do at random what they may; when they calm down, every edge
 * carries the plan of the newest revision, and the controller knows it. A failure names its seed.
 */
class ConvergenceTest {
  private static final int EDGES = 4;
  private static final int STEPS = 1_500;

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyEdgeConverges(long seed) {
    new Simulation(seed).run();
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(
        Long.getLong("isthmus.test.firstSeed", 1), Long.getLong("isthmus.test.lastSeed", 60));
  }

  private static final class Simulation {
    private final long seed;
    private final Random random;
    private final SessionWorld world;
    private final List<SimulatedEdge> edges = new ArrayList<>();
    private boolean calm;

    Simulation(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.world =
          new SessionWorld(
              SessionLimits.withHeartbeat(Duration.ofSeconds(5)), new Random(seed + 1));
      for (int i = 1; i <= EDGES; i++) {
        edges.add(new SimulatedEdge(i));
      }
    }

    void run() {
      world.controller.declareEdges(EDGES);
      for (int step = 0; step < STEPS; step++) {
        step();
      }
      calm = true;
      declareAll();
      for (int round = 0; round < 400; round++) {
        calmRound();
      }
      edges.forEach(this::assertConverged);
    }

    private void step() {
      switch (random.nextInt(12)) {
        case 0 -> changeIntent();
        case 1 -> world.pass(Duration.ofMillis(random.nextInt(4_000)));
        case 2 -> anyEdge().meddle();
        case 3, 4 -> anyEdge().talk();
        case 5, 6, 7 -> anyEdge().listen();
        default -> runOne();
      }
    }

    private void runOne() {
      if (!world.isIdle()) {
        world.runOne(tasks -> random.nextInt(tasks.size()));
      }
    }

    private void calmRound() {
      world.pass(Duration.ofMillis(500));
      for (SimulatedEdge edge : edges) {
        edge.behave();
      }
      while (!world.isIdle()) {
        runOne();
      }
    }

    private SimulatedEdge anyEdge() {
      return edges.get(random.nextInt(edges.size()));
    }

    private void changeIntent() {
      int i = 1 + random.nextInt(EDGES);
      String overlay = "on-" + random.nextInt(3);
      try {
        switch (random.nextInt(6)) {
          case 0, 1 ->
              world.controller.change(
                  new Change.PutOverlay(
                      mesh(overlay, Transport.INTERNET, "e" + i, "e" + (i % EDGES + 1))));
          case 2 -> world.controller.change(new Change.Remove(Kind.OVERLAY, name(overlay)));
          case 3 ->
              world.controller.change(
                  new Change.PutEdge(
                      edge(i)
                          .withLanSegments(
                              List.of(
                                  lan(
                                      "lan",
                                      "lan0",
                                      "10.%d.%d.0/24".formatted(i, random.nextInt(3)))))));
          case 4 -> world.controller.change(new Change.Remove(Kind.EDGE, name("e" + i)));
          default -> world.controller.change(new Change.PutEdge(edge(i)));
        }
      } catch (IntentRejected e) {
        // An overlay that is not there, or an edge that one still names.
      }
    }

    private void declareAll() {
      for (int i = 1; i <= EDGES; i++) {
        if (world.controller.fleet().plan(TestController.key("e" + i)).isEmpty()) {
          world.controller.change(new Change.PutEdge(edge(i)));
        }
      }
    }

    private void assertConverged(SimulatedEdge edge) {
      String name = "e" + edge.number;
      EdgeStatus status = world.controller.status(name);
      String what = "seed %d, edge %s".formatted(seed, name);
      assertThat(edge.model.carried().keySet())
          .as(what)
          .containsExactlyElementsOf(world.controller.plan(name).resources().keySet());
      assertThat(EdgeModel.hash(edge.model.carried())).as(what).isEqualTo(edge.model.carriedHash());
      assertThat(status.connection()).as(what).isEqualTo(EdgeStatus.Connection.CONNECTED);
      assertThat(status.configState()).as(what).isEqualTo(EdgeStatus.ConfigState.IN_SYNC);
      assertThat(status.appliedRevision())
          .as(what)
          .isEqualTo(world.controller.plan(name).revision());
      assertThat(world.sessions.counts().connected()).as(what).isEqualTo(EDGES);
    }

    /** An edge with at most one stream that it cares for, and older ones that linger. */
    private final class SimulatedEdge {
      private final int number;
      private final EdgeModel model = new EdgeModel();
      private Optional<SimulatedStream> stream = Optional.empty();
      private long newestRevisionSeen;

      SimulatedEdge(int number) {
        this.number = number;
      }

      void meddle() {
        switch (random.nextInt(5)) {
          case 0 -> stream.ifPresent(SimulatedStream::lose);
          case 1 -> stream = Optional.empty(); // The network forgets it; the controller does not.
          case 2 -> {
            if (random.nextInt(5) == 0) {
              startOver();
            }
          }
          default -> stream.ifPresent(s -> s.toggleReady(random.nextBoolean()));
        }
      }

      /** Its disk is wiped, which it does not survive. */
      private void startOver() {
        stream.ifPresent(SimulatedStream::lose);
        model.forget();
        newestRevisionSeen = 0;
      }

      void talk() {
        if (stream.isEmpty() || stream.get().isOver()) {
          stream = Optional.of(new SimulatedStream(number));
          stream.get().up.add(model.hello("default", "e" + number));
        } else if (random.nextInt(3) == 0) {
          stream.get().up.add(heartbeat());
        }
        stream.get().deliverUp();
      }

      void listen() {
        stream.ifPresent(s -> s.takeDown().ifPresent(message -> hear(s, message)));
      }

      void behave() {
        if (stream.isPresent()) {
          stream.get().toggleReady(true);
        }
        talk();
        for (int i = 0; i < 5; i++) {
          listen();
          stream.ifPresent(SimulatedStream::deliverUp);
        }
        stream.ifPresent(s -> s.up.add(heartbeat()));
      }

      private void hear(SimulatedStream from, ControllerMessage message) {
        if (!message.hasConfigUpdate()) {
          return;
        }
        ConfigUpdate update = message.getConfigUpdate();
        assertThat(from.up.stream().filter(EdgeMessage::hasConfigResult))
            .as("seed %d: one update at a time", seed)
            .isEmpty();
        assertThat(update.getRevision())
            .as("seed %d: revisions never fall", seed)
            .isGreaterThanOrEqualTo(newestRevisionSeen);
        newestRevisionSeen = update.getRevision();
        int mood = calm ? 9 : random.nextInt(10);
        switch (mood) {
          case 0 -> from.up.add(model.refuse(update, ErrorCode.ERROR_CODE_KERNEL));
          case 1 -> from.up.add(model.refuse(update, ErrorCode.ERROR_CODE_BASE_MISMATCH));
          case 2 -> {} // It hangs.
          case 3 -> model.apply(update); // It dies before it answers.
          case 4 -> from.up.add(garbled(model.apply(update)));
          default -> from.up.add(model.apply(update));
        }
      }

      private EdgeMessage garbled(EdgeMessage answer) {
        EdgeMessage.Builder other = answer.toBuilder();
        if (answer.getConfigResult().hasApplied()) {
          other.getConfigResultBuilder().getAppliedBuilder().setHash(ByteString.copyFromUtf8("?"));
        }
        return other.build();
      }

      private EdgeMessage heartbeat() {
        return EdgeMessage.newBuilder().setHeartbeat(Heartbeat.newBuilder()).build();
      }
    }

    /** One stream, seen from the edge. */
    private final class SimulatedStream {
      private final FakeLink link = new FakeLink();
      private final EdgeSession session;
      private final Deque<EdgeMessage> up = new ArrayDeque<>();
      private boolean lost;

      SimulatedStream(int number) {
        session = world.open(link, "e" + number);
      }

      boolean isOver() {
        return lost || link.ended.isPresent() && link.down.isEmpty();
      }

      void lose() {
        lost = true;
        session.cancelled();
      }

      void toggleReady(boolean ready) {
        link.ready = ready;
        if (ready) {
          session.wake();
        }
      }

      void deliverUp() {
        if (!lost && link.ended.isEmpty() && link.requested > 0 && !up.isEmpty()) {
          link.requested--;
          session.received(up.removeFirst());
        }
      }

      Optional<ControllerMessage> takeDown() {
        return lost ? Optional.empty() : Optional.ofNullable(link.down.pollFirst());
      }
    }
  }
}
