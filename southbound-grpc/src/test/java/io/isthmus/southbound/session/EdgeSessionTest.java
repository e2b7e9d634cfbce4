package io.isthmus.southbound.session;

import static io.isthmus.domain.fake.Samples.mesh;
import static io.isthmus.domain.fake.Samples.name;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.operation.EventType;
import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.reconcile.EdgeStatus;
import io.isthmus.domain.topology.Transport;
import io.isthmus.southbound.api.v1.Applied;
import io.isthmus.southbound.api.v1.ConfigResult;
import io.isthmus.southbound.api.v1.ConfigUpdate;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.ErrorCode;
import io.isthmus.southbound.api.v1.Heartbeat;
import io.isthmus.southbound.fake.EdgeModel;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What depends on time and on the order of things, with a clock that the test turns. */
class EdgeSessionTest {
  private static final SessionLimits LIMITS = SessionLimits.withHeartbeat(Duration.ofSeconds(5));
  private static final EdgeMessage HEARTBEAT =
      EdgeMessage.newBuilder().setHeartbeat(Heartbeat.newBuilder().setAgentRssBytes(7)).build();

  private final SessionWorld world = new SessionWorld(LIMITS, new Random(1));
  private final EdgeModel model = new EdgeModel();
  private final FakeLink link = new FakeLink();
  private final EdgeSession session = world.open(link);

  @Test
  void helloHasToComeWithinTenSeconds() {
    world.pass(Duration.ofMillis(9_999));
    world.settle();
    assertThat(link.ended).isEmpty();

    world.pass(Duration.ofMillis(1));
    world.settle();

    assertThat(ended()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(world.sessions.counts()).isEqualTo(SessionCounts.NONE);
  }

  @Test
  void threeMissedHeartbeatsEndTheStream() {
    connect();
    answer(take());
    for (int i = 0; i < 10; i++) {
      world.pass(Duration.ofMillis(14_999));
      hear(HEARTBEAT);
      assertThat(link.ended).isEmpty();
    }
    assertThat(world.controller.status("e1").agentRssBytes()).isEqualTo(7);

    world.pass(Duration.ofSeconds(15));
    world.settle();

    assertThat(ended()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(world.controller.status("e1").connection())
        .isEqualTo(EdgeStatus.Connection.DISCONNECTED);
  }

  @Test
  void answerHasToComeWithinThirtySeconds() {
    connect();
    for (int i = 0; i < 29; i++) {
      beatFor(1);
    }
    assertThat(link.ended).isEmpty();

    beatFor(1);

    assertThat(ended()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
  }

  @Test
  void onlyOneUpdateIsOnItsWayAndTheNewestFollows() {
    connect();
    ConfigUpdate first = take();
    addOverlay("on-1");
    addOverlay("on-2");
    addOverlay("on-3");
    world.settle();
    assertThat(link.takeUpdate()).isEmpty();

    answer(first);

    ConfigUpdate second = take();
    assertThat(second.getRevision()).isEqualTo(world.controller.plan("e1").revision());
    answer(second);
    assertThat(link.takeUpdate()).isEmpty();
    assertThat(world.controller.status("e1").configState())
        .isEqualTo(EdgeStatus.ConfigState.IN_SYNC);
  }

  @Test
  void updateWaitsForRoomInTheStream() {
    link.ready = false;
    connect();
    assertThat(link.takeUpdate()).isEmpty();

    link.ready = true;
    session.wake();
    world.settle();

    assertThat(link.takeUpdate()).isPresent();
  }

  @Test
  void refusedPlanIsTriedAgainAtGrowingDistances() {
    connect();
    long[] seconds = {5, 10, 20, 40, 60, 60};
    for (long distance : seconds) {
      hear(model.refuse(take(), ErrorCode.ERROR_CODE_KERNEL));

      int most = (int) (distance * 1.2);
      int waited = 0;
      while (link.down.isEmpty() && waited <= most) {
        beatFor(1);
        waited++;
      }

      assertThat(waited).isBetween((int) (distance * 0.8), most + 1);
    }
    assertThat(world.controller.events(EventType.CONFIG_REFUSED)).isEqualTo(1);
  }

  @Test
  void newReasonsAreRecorded() {
    connect();
    hear(model.refuse(take(), ErrorCode.ERROR_CODE_KERNEL));
    beatFor(6);
    hear(model.refuse(take(), ErrorCode.ERROR_CODE_INTERFACE));

    assertThat(world.controller.events(EventType.CONFIG_REFUSED)).isEqualTo(2);
    assertThat(world.controller.status("e1").errors().getFirst().code()).isEqualTo("INTERFACE");
  }

  @Test
  void mismatchOfTheWholeIsARefusal() {
    Optional<Operation> declared = connect();

    hear(model.refuse(take(), ErrorCode.ERROR_CODE_HASH_MISMATCH));

    assertThat(world.controller.state(declared)).isEqualTo(Operation.State.FAILED);
    assertThat(link.takeUpdate()).isEmpty();
  }

  @Test
  void edgeThatClaimsToCarryAnotherSetGetsTheWholeAndIsThenRefused() {
    connect();
    answer(take());
    Optional<Operation> change = addOverlay("on-1");
    world.settle();
    ConfigUpdate delta = take();
    assertThat(delta.hasDelta()).isTrue();

    hear(claim(delta));
    ConfigUpdate whole = take();
    assertThat(whole.hasFull()).isTrue();
    hear(claim(whole));

    assertThat(world.controller.status("e1").configState())
        .isEqualTo(EdgeStatus.ConfigState.REFUSED);
    assertThat(world.controller.state(change)).isNotEqualTo(Operation.State.SUCCEEDED);
  }

  @Test
  void answerToAnotherNonceCountsForNothing() {
    Optional<Operation> declared = connect();
    ConfigUpdate update = take();

    answer(update.toBuilder().setNonce("of another session").build());

    assertThat(world.controller.state(declared)).isEqualTo(Operation.State.PENDING);
  }

  @Test
  void goingBackToWhatTheEdgeCarriesNeedsNoUpdate() {
    connect();
    answer(take());
    addOverlay("on-1");
    world.settle();
    hear(model.refuse(take(), ErrorCode.ERROR_CODE_KERNEL));

    Optional<Operation> undone =
        world.controller.change(new Change.Remove(Kind.OVERLAY, name("on-1")));
    world.settle();

    assertThat(link.takeUpdate()).isEmpty();
    assertThat(world.controller.status("e1").configState())
        .isEqualTo(EdgeStatus.ConfigState.IN_SYNC);
    assertThat(undone).isPresent();
  }

  @Test
  void farewellWaitsForTheAnswerThatIsDue() {
    connect();
    ConfigUpdate update = take();
    world.controller.change(new Change.Remove(Kind.EDGE, name("e1")));
    world.settle();
    assertThat(link.takeUpdate()).isEmpty();

    answer(update);
    ConfigUpdate farewell = take();
    assertThat(farewell.getFull().getResourcesCount()).isZero();
    assertThat(farewell.getRevision()).isGreaterThanOrEqualTo(update.getRevision());
    answer(farewell);

    assertThat(ended()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(model.carried()).isEmpty();
  }

  @Test
  void removedEdgeIsWaitedForFiveSeconds() {
    connect();
    answer(take());
    world.controller.change(new Change.Remove(Kind.EDGE, name("e1")));
    world.settle();

    beatFor(4);
    assertThat(link.ended).isEmpty();
    beatFor(1);

    assertThat(ended()).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void configurationTooLargeForAMessageIsSaidSoAndNotSent() {
    SessionLimits tight =
        new SessionLimits(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            200,
            400,
            4L << 20,
            4L << 20,
            100);
    SessionWorld small = new SessionWorld(tight, new Random(1));
    Optional<Operation> declared = small.controller.declareEdges(1);
    FakeLink smallLink = new FakeLink();

    small.open(smallLink).received(model.hello("default", "e1"));
    small.settle();

    assertThat(small.controller.state(declared)).isEqualTo(Operation.State.FAILED);
    assertThat(small.controller.status("e1").errors().getFirst().message())
        .contains("more than the 100");
    assertThat(smallLink.takeUpdate()).isEmpty();
    assertThat(smallLink.ended).isEmpty();
  }

  private Optional<Operation> connect() {
    Optional<Operation> declared = world.controller.declareEdges(2);
    hear(model.hello("default", "e1"));
    return declared;
  }

  private void hear(EdgeMessage message) {
    session.received(message);
    world.settle();
  }

  private void answer(ConfigUpdate update) {
    hear(model.apply(update));
  }

  private EdgeMessage claim(ConfigUpdate update) {
    return EdgeMessage.newBuilder()
        .setConfigResult(
            ConfigResult.newBuilder()
                .setNonce(update.getNonce())
                .setApplied(Applied.newBuilder().setHash(ByteString.copyFrom(new byte[32]))))
        .build();
  }

  private ConfigUpdate take() {
    return link.takeUpdate().orElseThrow();
  }

  private void beatFor(int seconds) {
    for (int i = 0; i < seconds && link.ended.isEmpty(); i++) {
      world.pass(Duration.ofSeconds(1));
      hear(HEARTBEAT);
    }
  }

  private Optional<Operation> addOverlay(String overlay) {
    return world.controller.change(
        new Change.PutOverlay(mesh(overlay, Transport.INTERNET, "e1", "e2")));
  }

  private Status.Code ended() {
    return link.ended.orElseThrow().getCode();
  }
}
