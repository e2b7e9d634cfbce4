package io.isthmus.southbound.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.grpc.Status;
import io.isthmus.domain.fake.Samples;
import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.topology.Transport;
import io.isthmus.domain.trust.Der;
import io.isthmus.pki.TestAuthority;
import io.isthmus.southbound.api.v1.ConfigUpdate;
import io.isthmus.southbound.api.v1.ControllerMessage;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.EnrollReply;
import io.isthmus.southbound.api.v1.ErrorCode;
import io.isthmus.southbound.fake.EdgeModel;
import io.isthmus.southbound.fake.TestController;
import io.isthmus.southbound.tls.CertificateRefused;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Whatever a device sends, with a certificate or without, is answered by a status that the contract
 * has, and concerns no edge but its own. The bytes are a {@link FuzzScript}. See docs/fuzzing.md.
 */
class ContractFuzzTest {
  private static final Duration SLOW = Duration.ofSeconds(60);
  private static final Duration BEAT = Duration.ofSeconds(5);

  private static final Set<Status.Code> OF_CONNECT =
      Set.of(
          Status.Code.OK,
          Status.Code.CANCELLED,
          Status.Code.INVALID_ARGUMENT,
          Status.Code.FAILED_PRECONDITION,
          Status.Code.PERMISSION_DENIED,
          Status.Code.NOT_FOUND,
          Status.Code.UNAUTHENTICATED,
          Status.Code.ABORTED,
          Status.Code.RESOURCE_EXHAUSTED,
          Status.Code.DEADLINE_EXCEEDED);

  private static final Set<Status.Code> OF_ENROLL =
      Set.of(
          Status.Code.OK,
          Status.Code.INVALID_ARGUMENT,
          Status.Code.FAILED_PRECONDITION,
          Status.Code.PERMISSION_DENIED,
          Status.Code.NOT_FOUND,
          Status.Code.UNAUTHENTICATED,
          Status.Code.RESOURCE_EXHAUSTED);

  @FuzzTest(maxDuration = "10m")
  void whateverADeviceSendsIsAnswered(byte[] input) {
    Scene scene = new Scene();
    long began = System.nanoTime();
    for (FuzzScript.Step step : FuzzScript.read(input)) {
      scene.play(step);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).as("slowness").isLessThan(SLOW);
  }

  /** Edge e1 says what the script says; e2 looks on. */
  private static final class Scene {
    private final FuzzWorld world = new FuzzWorld();
    private final EdgeModel model = new EdgeModel();
    private final EdgeModel other = new EdgeModel();
    private final FuzzWorld.Call bystander = world.connect(FuzzWorld.JOINED.second.chain());
    private FuzzWorld.Call edge = world.connect(FuzzWorld.JOINED.first.chain());
    private List<Object> untouched;

    Scene() {
      bystander.send(other.hello("default", "e2").toByteArray());
      bystander.send(other.apply(Objects.requireNonNull(newest(bystander))).toByteArray());
      bystander.down.clear();
      untouched = world.stateOf("e2");
    }

    void play(FuzzScript.Step step) {
      switch (step.kind()) {
        case RAW_MESSAGE, MESSAGE -> edge.send(step.bytes());
        case RAW_ENROLL, ENROLL -> enroll(step.bytes());
        case ANSWER -> answer(step.flag());
        case PASS -> pass(Duration.ofMillis(step.number() % BEAT.toMillis()));
        case INTENT -> change(step.number());
        case CERTIFICATE -> judge(step.bytes());
        case REQUEST -> read(step.bytes());
        case RECONNECT -> reconnect(step.flag());
        case COMPLETE -> edge.complete();
      }
      edge.ended.ifPresent(
          status -> assertThat(status.getCode()).as("%s", status).isIn(OF_CONNECT));
      assertThat(bystander.ended).as("after %s", step).isEmpty();
      hear(step);
      assertThat(world.stateOf("e2")).as("after %s", step).isEqualTo(untouched);
    }

    /** Where e1 answers probes is its own to say, and e2 has to know; e2 hears of nothing else. */
    private void hear(FuzzScript.Step step) {
      if (bystander.down.isEmpty() && world.stateOf("e2").equals(untouched)) {
        return;
      }
      for (int second = 0; second < 60 && bystander.down.isEmpty(); second++) {
        bystander.send(FuzzScript.HEARTBEAT.toByteArray());
        world.pass(Duration.ofSeconds(1));
      }
      assertThat(bystander.down).as("after %s", step).isNotEmpty();
      for (Object message : bystander.down) {
        ConfigUpdate update = ((ControllerMessage) message).getConfigUpdate();
        assertThat(update.getDelta().getRemovedKeysList()).as("after %s", step).isEmpty();
        assertThat(update.getDelta().getUpsertsList())
            .as("after %s", step)
            .isNotEmpty()
            .allMatch(resource -> resource.getPath().getRemoteEdge().equals("e1"));
      }
      bystander.send(other.apply(Objects.requireNonNull(newest(bystander))).toByteArray());
      untouched = world.stateOf("e2");
    }

    private void enroll(byte[] bytes) {
      FuzzWorld.Call call = world.enroll();
      call.send(bytes);
      call.complete();
      Status status = call.ended.orElseThrow();
      assertThat(status.getCode()).as("%s", status).isIn(OF_ENROLL);
      if (status.isOk()) {
        EnrollReply reply = (EnrollReply) call.down.getFirst();
        assertThat(reply.getIssued().getEdge()).isNotEqualTo("e2");
      }
    }

    private void answer(boolean well) {
      ConfigUpdate update = newest(edge);
      if (update != null) {
        EdgeMessage words =
            well ? model.apply(update) : model.refuse(update, ErrorCode.ERROR_CODE_KERNEL);
        edge.send(words.toByteArray());
      }
    }

    private void pass(Duration time) {
      bystander.send(FuzzScript.HEARTBEAT.toByteArray());
      world.pass(time);
      untouched = world.stateOf("e2");
    }

    /** As an operator would; that concerns e2 too. */
    private void change(int number) {
      TestController controller = world.controller();
      Change change =
          switch (number % 3) {
            case 0 -> new Change.PutOverlay(Samples.mesh("on-2", Transport.MPLS, "e1", "e3"));
            case 1 -> new Change.PutApplication(Samples.application("sip", "voice", number));
            default -> new Change.PutSite(Samples.site("t" + Kind.SITE.ordinal() + number % 9));
          };
      controller.change(change);
      world.settle();
      bystander.down.clear();
      untouched = world.stateOf("e2");
    }

    private void judge(byte[] der) {
      try {
        FuzzWorld.JOINED.authority.authority().readIssued(Der.of(der));
      } catch (InvalidValue e) {
        assertThat(e.code()).isNotEmpty();
      }
      X509Certificate certificate;
      try {
        certificate =
            (X509Certificate)
                CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der));
      } catch (CertificateException e) {
        return; // no handshake brings such a thing
      }
      try {
        assertThat(world.certificates().judge(List.of(certificate)).edge().edge())
            .isIn(Name.of("e1"), Name.of("e2"));
      } catch (CertificateRefused e) {
        assertThat(e.reason()).isNotNull();
      }
      FuzzWorld.Call call = world.connect(List.of(certificate));
      if (call.ended.isEmpty()) {
        call.complete();
      }
      assertThat(call.ended.orElseThrow().getCode()).isIn(OF_CONNECT);
    }

    private void read(byte[] der) {
      try {
        FuzzWorld.JOINED.authority.authority().read(Der.of(der));
      } catch (InvalidValue e) {
        assertThat(e.code()).isNotEmpty();
      }
    }

    private void reconnect(boolean joined) {
      TestAuthority.Credentials own = FuzzWorld.JOINED.first;
      edge = world.connect(joined ? own.chain() : List.of());
      model.forget();
      if (joined) {
        edge.send(model.hello("default", "e1").toByteArray());
      }
    }
  }

  private static ConfigUpdate newest(FuzzWorld.Call call) {
    ConfigUpdate update = null;
    while (!call.down.isEmpty()) {
      if (call.down.removeFirst() instanceof ControllerMessage message
          && message.hasConfigUpdate()) {
        update = message.getConfigUpdate();
      }
    }
    return update;
  }
}
