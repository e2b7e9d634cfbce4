package io.isthmus.db;

import static io.isthmus.db.Stores.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.DecisionLog;
import io.isthmus.domain.overlay.Encryption;
import io.isthmus.domain.overlay.Overlay;
import io.isthmus.domain.overlay.OverlayTopology;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.Site;
import io.isthmus.domain.topology.SiteKind;
import io.isthmus.domain.traffic.SteeringDecision;
import io.isthmus.domain.traffic.SteeringPolicy;
import io.isthmus.domain.traffic.TrafficClass;
import io.isthmus.domain.traffic.WeightedOverlay;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What {@link DecisionLog} promises, whoever keeps it. */
abstract class DecisionLogContractTest {
  private static final Name VOICE = Name.of("voice");
  private static final Name VIDEO = Name.of("video");

  abstract Stores stores();

  abstract TestClock clock();

  abstract DecisionLog log();

  @Test
  void aDecisionInForceIsFoundAsItWasMade() {
    begin();
    SteeringDecision decision = steer(VOICE, Optional.of(Name.of("nice")));

    assertThat(log().find(DEFAULT, decision.id()))
        .contains(new DecisionLog.Entry(decision, Optional.empty()));
    assertThat(log().find(Name.of("other"), decision.id())).isEmpty();
    assertThat(log().find(DEFAULT, UUID.randomUUID())).isEmpty();
  }

  @Test
  void aDecisionEndsWhenItIsWithdrawn() {
    begin();
    SteeringDecision decision = steer(VOICE, Optional.empty());
    clock().advance(Duration.ofMinutes(5));

    stores().change(new Change.Unsteer(decision.id()));

    assertThat(log().find(DEFAULT, decision.id()))
        .contains(new DecisionLog.Entry(decision, Optional.of(clock().instant())));
  }

  @Test
  void aDecisionEndsWhenAnotherTakesItsPlace() {
    begin();
    SteeringDecision first = steer(VOICE, Optional.empty());
    SteeringDecision second = steer(VOICE, Optional.empty());

    assertThat(log().list(DEFAULT, Optional.empty(), Long.MAX_VALUE, 10))
        .containsExactly(
            new DecisionLog.Entry(second, Optional.empty()),
            new DecisionLog.Entry(first, Optional.of(clock().instant())));
  }

  @Test
  void historyOutlivesWhatItTellsOf() {
    begin();
    SteeringDecision decision = steer(VOICE, Optional.of(Name.of("nice")));

    stores()
        .change(
            new Change.Remove(Kind.TRAFFIC_CLASS, VOICE),
            new Change.Remove(Kind.TRAFFIC_CLASS, VIDEO),
            new Change.Remove(Kind.OVERLAY, Name.of("on-1")),
            new Change.Remove(Kind.EDGE, Name.of("nice")));

    assertThat(log().find(DEFAULT, decision.id()))
        .contains(new DecisionLog.Entry(decision, Optional.of(clock().instant())));
  }

  @Test
  void decisionsAreListedNewestFirstByClassAndPage() {
    begin();
    SteeringDecision first = steer(VOICE, Optional.empty());
    SteeringDecision second = steer(VIDEO, Optional.empty());
    SteeringDecision third = steer(VOICE, Optional.of(Name.of("nice")));

    assertThat(ids(Optional.empty(), Long.MAX_VALUE, 2)).containsExactly(third.id(), second.id());
    assertThat(ids(Optional.empty(), second.revision(), 2)).containsExactly(first.id());
    assertThat(ids(Optional.of(VOICE), Long.MAX_VALUE, 9)).containsExactly(third.id(), first.id());
    assertThat(ids(Optional.of(Name.of("none")), Long.MAX_VALUE, 9)).isEmpty();
  }

  List<UUID> ids(Optional<Name> trafficClass, long before, int limit) {
    return log().list(DEFAULT, trafficClass, before, limit).stream()
        .map(entry -> entry.decision().id())
        .toList();
  }

  void begin() {
    Name site = Name.of("site");
    stores()
        .change(
            new Change.PutSite(new Site(site, SiteKind.EDGE)),
            new Change.PutEdge(new Edge(Name.of("nice"), site, List.of(), List.of())),
            new Change.PutEdge(new Edge(Name.of("paris"), site, List.of(), List.of())),
            new Change.PutOverlay(
                new Overlay(
                    Name.of("on-1"),
                    OverlayTopology.FULL_MESH,
                    List.of(Name.of("nice"), Name.of("paris")),
                    List.of(),
                    List.of(),
                    Encryption.REQUIRED,
                    Optional.empty())),
            new Change.PutTrafficClass(trafficClass(VOICE)),
            new Change.PutTrafficClass(trafficClass(VIDEO)));
  }

  private static TrafficClass trafficClass(Name name) {
    return new TrafficClass(
        name,
        TrafficClass.Role.NORMAL,
        SteeringPolicy.of(
            SteeringPolicy.Strategy.PREFERRED,
            List.of(new WeightedOverlay(Name.of("on-1"), 1)),
            SteeringPolicy.WhenNoPath.DROP),
        Optional.empty());
  }

  private SteeringDecision steer(Name trafficClass, Optional<Name> source) {
    SteeringDecision decision = decision(trafficClass, source);
    return decision.inRevision(stores().change(new Change.Steer(decision)).revision());
  }

  SteeringDecision decision(Name trafficClass, Optional<Name> source) {
    return new SteeringDecision(
        UUID.randomUUID(),
        trafficClass,
        source,
        Optional.empty(),
        SteeringDecision.Direction.BOTH,
        List.of(new WeightedOverlay(Name.of("on-1"), 7)),
        SteeringDecision.Cause.REQUESTED,
        SteeringDecision.Hold.PIN,
        Optional.of(clock().instant().plusSeconds(3_600)),
        "a test",
        0,
        clock().instant());
  }
}
