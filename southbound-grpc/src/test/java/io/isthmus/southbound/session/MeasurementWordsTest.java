package io.isthmus.southbound.session;

import static io.isthmus.domain.fake.Samples.mesh;
import static io.isthmus.domain.fake.Samples.name;
import static io.isthmus.domain.fake.Samples.preferring;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.isthmus.domain.fake.Reports;
import io.isthmus.domain.intent.Change;
import io.isthmus.domain.reconcile.EdgeNotice;
import io.isthmus.domain.reconcile.EdgeTerms;
import io.isthmus.domain.sla.SlaMetric;
import io.isthmus.domain.telemetry.PathState;
import io.isthmus.domain.topology.Transport;
import io.isthmus.selection.quality.DelaySketch;
import io.isthmus.southbound.api.v1.CandidateInput;
import io.isthmus.southbound.api.v1.ChoiceCause;
import io.isthmus.southbound.api.v1.Chosen;
import io.isthmus.southbound.api.v1.ClassWindow;
import io.isthmus.southbound.api.v1.Delay;
import io.isthmus.southbound.api.v1.Measurements;
import io.isthmus.southbound.api.v1.PathChanged;
import io.isthmus.southbound.api.v1.PathWindow;
import io.isthmus.southbound.api.v1.SlaChanged;
import io.isthmus.southbound.api.v1.SteeringMember;
import io.isthmus.southbound.fake.TestController;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What edges measure and tell, read by somebody who does not trust them. */
class MeasurementWordsTest {
  private static final String PATH = "path/e2/mpls/mpls/plain";
  private static final String TUNNEL = "tunnel/on-2/e2/mpls/mpls";

  private final EdgeTerms terms = terms();

  @Test
  void windowKeepsAllItSays() {
    io.isthmus.domain.telemetry.PathWindow window = read(any -> {}).paths().getFirst();

    assertThat(window.path()).isEqualTo(Reports.path("e1", "e2", "mpls"));
    assertThat(window.begin()).isEqualTo(Instant.parse("2026-03-01T12:00:00.000001Z"));
    assertThat(window.length()).isEqualTo(Duration.ofSeconds(1));
    assertThat(window.sent()).isEqualTo(10);
    assertThat(window.lost()).isEqualTo(6);
    assertThat(window.duplicated()).isEqualTo(4);
    assertThat(window.reordered()).isEqualTo(5);
    assertThat(window.rtt().orElseThrow().delay())
        .isEqualTo(new io.isthmus.domain.telemetry.PathWindow.Delay(1, 2, 3.5));
    assertThat(window.rtt().orElseThrow().sketch().count()).isEqualTo(1);
    assertThat(window.forward())
        .contains(new io.isthmus.domain.telemetry.PathWindow.Delay(-0.02, 1, 1));
    assertThat(window.backward()).isEmpty();
    assertThat(window.jitterForwardMs()).hasValue(0.25);
    assertThat(window.jitterBackwardMs()).isEmpty();
    assertThat(window.linkTxBps()).isEqualTo(7);
    assertThat(window.state()).isEqualTo(PathState.REMOTE_SILENT);
  }

  @Test
  void windowThatCannotBeIsLeftOutAndCounted() {
    assertRefused(window -> window.setPathKey("path/e1/mpls/mpls/plain"));
    assertRefused(window -> window.setPathKey(TUNNEL));
    assertRefused(window -> window.setLengthMillis(0));
    assertRefused(window -> window.setLengthMillis(Integer.MAX_VALUE));
    assertRefused(window -> window.setSent(-1));
    assertRefused(window -> window.setSent(5));
    assertRefused(window -> window.setLostForward(-1));
    assertRefused(window -> window.setLostBackward(Integer.MAX_VALUE));
    assertRefused(window -> window.setReordered(-1));
    assertRefused(window -> window.getRttBuilder().setMinMicros(-1));
    assertRefused(window -> window.getRttBuilder().setMeanMicros(4_000));
    assertRefused(window -> window.getRttBuilder().setMaxMicros(Long.MAX_VALUE));
    assertRefused(window -> window.getRttBuilder().setSketch(ByteString.copyFromUtf8("no sketch")));
    assertRefused(window ->
        window
            .getRttBuilder()
            .setSketch(ByteString.copyFrom(new byte[MeasurementWords.LARGEST_SKETCH_BYTES + 1])));
  }

  @Test
  void anyTimeIsAnInstant() {
    assertThat(read(window -> window.setBeginMicros(Long.MIN_VALUE)).paths()).hasSize(1);
    assertThat(read(window -> window.setBeginMicros(Long.MAX_VALUE)).paths()).hasSize(1);
  }

  @Test
  void classWindowIsOfTheEdgesClassesAndSound() {
    assertThat(read(ofClass("voice", 1_000, 300)).classes())
        .singleElement()
        .satisfies(window -> assertThat(window.violated()).isEqualTo(Duration.ofMillis(300)));
    assertThat(read(ofClass("other", 1_000, 300)).refused()).isEqualTo(1);
    assertThat(read(ofClass("voice", 1_000, 1_001)).refused()).isEqualTo(1);
    assertThat(read(ofClass("voice", -1, -1)).refused()).isEqualTo(1);
  }

  @Test
  void noticesKeepAllTheySay() {
    EdgeNotice.What changed =
        notice(notice ->
            notice.setSlaChanged(
                SlaChanged.newBuilder()
                    .setTrafficClass("voice")
                    .setDestinationEdge("e2")
                    .setTunnelKey(TUNNEL)
                    .setViolated(true)
                    .setMetric("one_way_delay_ms")
                    .setValue(180.5)
                    .setThreshold(Double.NaN)
                    .setHalfRtt(true)));

    assertThat(changed)
        .isEqualTo(
            new EdgeNotice.What.SlaChanged(
                EdgeNotice.Verdict.BROKEN,
                name("voice"),
                name("e2"),
                new EdgeTerms.Tunnel(name("on-2"), Reports.path("e1", "e2", "mpls")),
                SlaMetric.ONE_WAY_DELAY_MS,
                180.5,
                0,
                false,
                true));
    assertThat(notice(notice -> notice.setChosen(chosen())))
        .isInstanceOfSatisfying(
            EdgeNotice.What.Chosen.class,
            chosen -> {
              assertThat(chosen.members()).hasSize(1);
              assertThat(chosen.cause())
                  .isEqualTo(io.isthmus.domain.steering.ChoiceCause.SLA_BROKEN);
              assertThat(chosen.reaction()).isEqualTo(Duration.ofMillis(9));
              assertThat(chosen.inputs())
                  .singleElement()
                  .satisfies(input -> {
                    assertThat(input.rttMs()).hasValue(20);
                    assertThat(input.lossPct()).isEmpty();
                    assertThat(input.score()).isEmpty();
                  });
            });
  }

  @Test
  void noticeOfWhatIsNotTheEdgesIsSenseless() {
    EdgeNotice.What senseless = new EdgeNotice.What.Senseless();
    assertThat(notice(notice -> notice.clearBody())).isEqualTo(senseless);
    assertThat(
            notice(notice ->
                notice.setPathChanged(PathChanged.newBuilder().setPathKey("path/e9/mpls/mpls"))))
        .isEqualTo(senseless);
    assertThat(notice(notice -> notice.setChosen(chosen().setTrafficClass("other"))))
        .isEqualTo(senseless);
    assertThat(notice(notice -> notice.setChosen(chosen().setDestinationEdge("e1"))))
        .isEqualTo(senseless);
    assertThat(
            notice(notice ->
                notice.setChosen(
                    chosen().addMembers(SteeringMember.newBuilder().setTunnelKey(TUNNEL)))))
        .isEqualTo(senseless);
    assertThat(notice(notice -> notice.setChosen(chosen().setCauseValue(99)))).isEqualTo(senseless);
  }

  private MeasurementWords read(Consumer<PathWindow.Builder> change) {
    PathWindow.Builder window =
        PathWindow.newBuilder()
            .setPathKey(PATH)
            .setBeginMicros(1_772_366_400_000_001L)
            .setLengthMillis(1_000)
            .setSent(10)
            .setLostForward(1)
            .setLostBackward(2)
            .setLostUnknown(3)
            .setDuplicated(4)
            .setReordered(5)
            .setRtt(delay(1_000, 2_000, 3_500).setSketch(sketch()))
            .setForward(delay(-20, 1_000, 1_000))
            .setJitterForwardMicros(250)
            .setJitterBackwardMicros(-1)
            .setLinkTxBps(7)
            .setState(io.isthmus.southbound.api.v1.PathState.PATH_STATE_REMOTE_SILENT);
    change.accept(window);
    return MeasurementWords.of(Measurements.newBuilder().addPaths(window).build(), terms);
  }

  private void assertRefused(Consumer<PathWindow.Builder> change) {
    MeasurementWords words = read(change);
    assertThat(words.paths()).isEmpty();
    assertThat(words.refused()).isEqualTo(1);
  }

  private MeasurementWords read(ClassWindow window) {
    return MeasurementWords.of(Measurements.newBuilder().addClasses(window).build(), terms);
  }

  private static ClassWindow ofClass(String name, int measured, int violated) {
    return ClassWindow.newBuilder()
        .setTrafficClass(name)
        .setDestinationEdge("e2")
        .setMeasuredMillis(measured)
        .setViolatedMillis(violated)
        .build();
  }

  private EdgeNotice.What notice(Consumer<io.isthmus.southbound.api.v1.EdgeNotice.Builder> body) {
    io.isthmus.southbound.api.v1.EdgeNotice.Builder notice =
        io.isthmus.southbound.api.v1.EdgeNotice.newBuilder().setSequence(3);
    body.accept(notice);
    return NoticeWords.of(notice.build(), terms).what();
  }

  private static Chosen.Builder chosen() {
    return Chosen.newBuilder()
        .setTrafficClass("voice")
        .setDestinationEdge("e2")
        .addMembers(SteeringMember.newBuilder().setTunnelKey(TUNNEL).setWeight(1))
        .setCause(ChoiceCause.CHOICE_CAUSE_SLA_BROKEN)
        .addInputs(
            CandidateInput.newBuilder().setTunnelKey(TUNNEL).setRttMs(20).setLossPct(Double.NaN))
        .setReactionMicros(9_000);
  }

  private static Delay.Builder delay(long min, long mean, long max) {
    return Delay.newBuilder().setMinMicros(min).setMeanMicros(mean).setMaxMicros(max);
  }

  private static ByteString sketch() {
    DelaySketch sketch = DelaySketch.empty();
    sketch.add(2_000);
    return ByteString.copyFrom(sketch.toBytes());
  }

  private static EdgeTerms terms() {
    TestController controller = new TestController();
    controller.declareEdges(2);
    controller.change(
        new Change.PutOverlay(mesh("on-2", Transport.MPLS, "e1", "e2")),
        new Change.PutTrafficClass(preferring("voice", "on-2")));
    return controller.watch().terms(TestController.key("e1")).orElseThrow();
  }
}
