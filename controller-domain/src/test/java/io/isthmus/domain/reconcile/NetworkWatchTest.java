package io.isthmus.domain.reconcile;

import static io.isthmus.domain.fake.Reports.chosen;
import static io.isthmus.domain.fake.Reports.member;
import static io.isthmus.domain.fake.Reports.notice;
import static io.isthmus.domain.fake.Reports.path;
import static io.isthmus.domain.fake.Reports.pathChanged;
import static io.isthmus.domain.fake.Reports.sla;
import static io.isthmus.domain.fake.Reports.window;
import static io.isthmus.domain.fake.Samples.TENANT;
import static io.isthmus.domain.fake.Samples.edge;
import static io.isthmus.domain.fake.Samples.mesh;
import static io.isthmus.domain.fake.Samples.name;
import static io.isthmus.domain.fake.Samples.preferring;
import static io.isthmus.domain.fake.Samples.site;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.fake.InMemoryChoiceLog;
import io.isthmus.domain.fake.InMemoryMeasurementStore;
import io.isthmus.domain.fake.InMemoryNoticeLedger;
import io.isthmus.domain.fake.InMemorySlaLog;
import io.isthmus.domain.fake.InMemoryStore;
import io.isthmus.domain.fake.MovableClock;
import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.operation.Event;
import io.isthmus.domain.operation.EventType;
import io.isthmus.domain.reconcile.EdgeNotice.Verdict;
import io.isthmus.domain.sla.ComplianceBook;
import io.isthmus.domain.sla.SlaLog;
import io.isthmus.domain.sla.SlaViolation;
import io.isthmus.domain.steering.Choice;
import io.isthmus.domain.steering.ChoiceCause;
import io.isthmus.domain.steering.ChoiceLog;
import io.isthmus.domain.telemetry.ClassWindow;
import io.isthmus.domain.telemetry.LiveQuality;
import io.isthmus.domain.telemetry.MeasurementBuffer;
import io.isthmus.domain.telemetry.MeasurementPoint;
import io.isthmus.domain.telemetry.MeasurementQuery;
import io.isthmus.domain.telemetry.PathKey;
import io.isthmus.domain.telemetry.PathState;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.topology.Transport;
import io.isthmus.domain.trust.Actor;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworkWatchTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final EdgeKey E1 = new EdgeKey(TENANT, name("e1"));
  private static final PathKey INTERNET = path("e1", "e2", "internet");
  private static final PathKey MPLS = path("e1", "e2", "mpls");
  private static final Choice.Member ON_1 = member("on-1", INTERNET);
  private static final Choice.Member ON_2 = member("on-2", MPLS);

  private final MovableClock clock = new MovableClock(NOW);
  private final InMemoryStore store = new InMemoryStore();
  private final EdgeFleet fleet = new EdgeFleet(store, store, clock);
  private final IntentService intent = new IntentService(store, fleet, clock);
  private final LiveQuality live = new LiveQuality(clock);
  private final InMemoryMeasurementStore measurements = new InMemoryMeasurementStore();
  private final InMemoryNoticeLedger ledger = new InMemoryNoticeLedger();
  private final InMemorySlaLog violations = new InMemorySlaLog();
  private final InMemoryChoiceLog choices = new InMemoryChoiceLog();
  private final NetworkWatch watch =
      new NetworkWatch(
          fleet,
          live,
          new MeasurementBuffer(measurements, clock),
          new ComplianceBook(violations),
          ledger,
          violations,
          choices,
          store,
          clock);

  @BeforeEach
  void declare() {
    change(
        new Change.PutSite(site("s")),
        new Change.PutEdge(edge(1)),
        new Change.PutEdge(edge(2)),
        new Change.PutOverlay(mesh("on-1", Transport.INTERNET, "e1", "e2")),
        new Change.PutOverlay(mesh("on-2", Transport.MPLS, "e1", "e2")),
        new Change.PutTrafficClass(preferring("voice", "on-1", "on-2")));
    watch.started(E1, "boot-1");
  }

  @Test
  void edgeSpeaksOfItsPlanAndForAWhileOfTheOneBefore() {
    EdgeTerms terms = watch.terms(E1).orElseThrow();
    assertThat(terms.path("path/e2/mpls/mpls/plain")).contains(MPLS);
    assertThat(terms.path("path/e1/mpls/mpls/plain")).isEmpty();
    assertThat(terms.path("tunnel/on-2/e2/mpls/mpls")).isEmpty();
    assertThat(terms.trafficClass("unclassified")).isPresent();

    change(
        new Change.PutTrafficClass(preferring("voice", "on-1")),
        new Change.Remove(Kind.OVERLAY, name("on-2")));

    assertThat(watch.terms(E1).orElseThrow().tunnel("tunnel/on-2/e2/mpls/mpls")).isPresent();
    clock.advance(EdgeTerms.REMEMBERED);
    change(new Change.PutSite(site("t")), new Change.PutEdge(edge(3)));
    change(new Change.PutOverlay(mesh("on-3", Transport.INTERNET, "e1", "e3")));
    assertThat(watch.terms(E1).orElseThrow().tunnel("tunnel/on-2/e2/mpls/mpls")).isEmpty();
  }

  @Test
  void windowsAreTheNewestAndHistory() {
    watch.measured(E1, List.of(window(INTERNET, NOW.minusSeconds(1), PathState.UP)), List.of());
    watch.writeMeasurements();

    assertThat(live.find(INTERNET).orElseThrow().state()).isEqualTo(PathState.UP);
    assertThat(history(INTERNET)).hasSize(1);
    assertThat(watch.measurements().written()).isEqualTo(1);
  }

  @Test
  void timesThatCannotBeAreThisControllers() {
    Instant wrong = Instant.EPOCH.plusSeconds(100);

    watch.measured(E1, List.of(window(INTERNET, wrong, PathState.UP)), List.of());
    watch.noticed(E1, "boot-1", List.of(notice(1, wrong, pathChanged(INTERNET, PathState.DOWN))));

    assertThat(live.find(INTERNET).orElseThrow().latest().orElseThrow().begin())
        .isEqualTo(NOW.minusSeconds(1));
    assertThat(events(EventType.PATH_DOWN))
        .singleElement()
        .satisfies(event -> assertThat(event.time()).isEqualTo(NOW));
    assertThat(watch.count(WatchCount.CLOCKS_CORRECTED)).isEqualTo(2);
  }

  @Test
  void deadPathIsKnownAtOnceAndToldOnce() {
    EdgeNotice down = notice(1, NOW, pathChanged(INTERNET, PathState.DOWN));

    watch.sensed(down);
    watch.noticed(E1, "boot-1", List.of(down));
    watch.noticed(E1, "boot-1", List.of(down));

    assertThat(live.find(INTERNET).orElseThrow().state()).isEqualTo(PathState.DOWN);
    assertThat(events(EventType.PATH_DOWN))
        .singleElement()
        .satisfies(event ->
            assertThat(event.data())
                .containsEntry("edge", "e1")
                .containsEntry("remoteEdge", "e2")
                .containsEntry("overlays", List.of("on-1"))
                .containsEntry("detectionMs", 250.0));
    assertThat(watch.count(WatchCount.NOTICES_REPEATED)).isEqualTo(1);
  }

  @Test
  void repeatedNoticesUndoNothingThatCameAfterThem() {
    List<EdgeNotice> told =
        List.of(
            notice(1, NOW, sla(Verdict.BROKEN, "on-1", INTERNET)),
            notice(2, NOW.plusMillis(1), sla(Verdict.KEPT, "on-1", INTERNET)),
            notice(3, NOW.plusMillis(2), sla(Verdict.BROKEN, "on-1", INTERNET)));
    watch.noticed(E1, "boot-1", told);

    watch.noticed(E1, "boot-1", told);

    assertThat(violations.open()).hasSize(1);
    assertThat(events(EventType.SLA_BROKEN)).hasSize(2);
    assertThat(events(EventType.SLA_RESTORED))
        .singleElement()
        .satisfies(event ->
            assertThat(event.data())
                .containsEntry("overlay", "on-1")
                .containsEntry("durationMs", 1L)
                .containsEntry("metric", "LOSS_PCT"));
  }

  @Test
  void agentThatStartsAnewEndsWhatTheOneBeforeLeftOpen() {
    watch.noticed(E1, "boot-1", List.of(notice(9, NOW, sla(Verdict.BROKEN, "on-1", INTERNET))));

    watch.started(E1, "boot-1");
    assertThat(violations.open()).hasSize(1);
    watch.started(E1, "boot-2");
    watch.noticed(E1, "boot-2", List.of(notice(1, NOW, sla(Verdict.BROKEN, "on-1", INTERNET))));

    assertThat(violations.open()).hasSize(1);
    assertThat(events(EventType.SLA_RESTORED)).hasSize(1);
    assertThat(events(EventType.SLA_BROKEN)).hasSize(2);
  }

  @Test
  void noticesOfAnEarlierStartAreNotTaken() {
    watch.started(E1, "boot-2");

    watch.noticed(E1, "boot-1", List.of(notice(1, NOW, sla(Verdict.BROKEN, "on-1", INTERNET))));

    assertThat(violations.open()).isEmpty();
    assertThat(ledger.cursor(E1).sequence()).isZero();
  }

  @Test
  void moveOfAClassIsToldWithBeforeAndAfter() {
    clock.advance(Duration.ofSeconds(1));
    watch.noticed(
        E1,
        "boot-1",
        List.of(
            notice(1, clock.instant(), chosen(ChoiceCause.POLICY, ON_1)),
            notice(2, clock.instant(), chosen(ChoiceCause.SLA_BROKEN, ON_2))));

    assertThat(events(EventType.CLASS_REROUTED))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.data())
              .containsEntry("cause", "SLA_BROKEN")
              .containsEntry("reason", "loss 3.5 % above 1 %")
              .containsEntry("overlays", List.of("on-2"))
              .containsEntry("reactionMs", 12.0);
          assertThat(event.data().get("before").toString()).contains("overlay=on-1");
          assertThat(event.data().get("after").toString()).contains("overlay=on-2");
        });
    assertThat(inForce()).singleElement().extracting(Choice::members).isEqualTo(List.of(ON_2));
  }

  @Test
  void beginningsRequestsAndTheSameTunnelsAreRecordedButNoNews() {
    clock.advance(Duration.ofSeconds(1));
    watch.noticed(
        E1,
        "boot-1",
        List.of(
            notice(1, clock.instant(), chosen(ChoiceCause.POLICY, ON_1)),
            notice(2, clock.instant(), chosen(ChoiceCause.REQUESTED, ON_2)),
            notice(3, clock.instant(), chosen(ChoiceCause.STRATEGY, ON_2))));
    clock.advance(Duration.ofSeconds(1));
    watch.started(E1, "boot-2");
    clock.advance(Duration.ofSeconds(1));
    watch.noticed(
        E1, "boot-2", List.of(notice(1, clock.instant(), chosen(ChoiceCause.POLICY, ON_1))));

    assertThat(events(EventType.CLASS_REROUTED)).isEmpty();
    assertThat(watch.count(WatchCount.CHOICES)).isEqualTo(4);
  }

  @Test
  void senselessNoticesArePassedOver() {
    watch.noticed(
        E1,
        "boot-1",
        List.of(
            notice(5, NOW, new EdgeNotice.What.Senseless()),
            notice(6, NOW, new EdgeNotice.What.Dropped(3))));

    assertThat(ledger.cursor(E1).sequence()).isEqualTo(6);
    assertThat(watch.count(WatchCount.NOTICES_REFUSED)).isEqualTo(1);
    assertThat(watch.count(WatchCount.NOTICES_DROPPED_BY_EDGES)).isEqualTo(3);
  }

  @Test
  void violationOfWhatIsNoLongerPlannedEnds() {
    watch.noticed(E1, "boot-1", List.of(notice(1, NOW, sla(Verdict.BROKEN, "on-2", MPLS))));
    clock.advance(Duration.ofMinutes(5));
    watch.tidy();
    assertThat(watch.openViolations()).isEqualTo(1);

    change(new Change.PutTrafficClass(preferring("voice", "on-1")));
    watch.tidy();

    assertThat(violations.open()).isEmpty();
    assertThat(
            violations.list(
                TENANT,
                SlaLog.Filter.of(Optional.empty(), Optional.of(false)),
                clock.instant(),
                Optional.empty(),
                10))
        .singleElement()
        .extracting(SlaViolation::endedAt)
        .isEqualTo(Optional.of(clock.instant()));
    assertThat(watch.openViolations()).isZero();
  }

  @Test
  void complianceIsSummedUpPerDay() {
    ClassWindow half =
        new ClassWindow(
            name("voice"),
            name("e2"),
            NOW.minusSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofMillis(500),
            Duration.ZERO,
            2);

    watch.measured(E1, List.of(), List.of(half, half));
    watch.writeCompliance();
    watch.measured(E1, List.of(), List.of(half));
    watch.writeCompliance();
    watch.writeCompliance();

    LocalDate day = LocalDate.of(2026, 3, 1);
    assertThat(violations.compliance(TENANT, Optional.empty(), day, day))
        .singleElement()
        .satisfies(sum -> {
          assertThat(sum.measured()).isEqualTo(Duration.ofSeconds(3));
          assertThat(sum.compliancePct()).isEqualTo(50);
          assertThat(sum.shadowMoves()).isEqualTo(6);
        });
  }

  @Test
  void edgeThatIsGoneIsForgotten() {
    watch.measured(E1, List.of(window(INTERNET, NOW.minusSeconds(1), PathState.UP)), List.of());
    change(
        new Change.Remove(Kind.TRAFFIC_CLASS, name("voice")),
        new Change.Remove(Kind.OVERLAY, name("on-1")),
        new Change.Remove(Kind.OVERLAY, name("on-2")),
        new Change.Remove(Kind.EDGE, name("e1")));

    watch.tidy();

    assertThat(live.of(E1)).isEmpty();
    assertThat(watch.terms(E1)).isEmpty();
  }

  private void change(Change... changes) {
    intent.change(Actor.SYSTEM, TENANT, "test", network -> Arrays.asList(changes));
  }

  private List<Event> events(EventType type) {
    return store.after(TENANT, 0, Integer.MAX_VALUE).stream()
        .filter(event -> event.type() == type)
        .toList();
  }

  private List<Choice> inForce() {
    ChoiceLog.Filter any =
        new ChoiceLog.Filter(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    return choices.inForceAt(TENANT, any, NOW.plusSeconds(60));
  }

  private List<MeasurementPoint> history(PathKey path) {
    return measurements.query(
        new MeasurementQuery(
            List.of(path), NOW.minusSeconds(10), NOW.plusSeconds(10), Duration.ofSeconds(1)));
  }
}
