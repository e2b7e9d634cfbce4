package io.isthmus.db;

import static io.isthmus.db.Stores.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Kind;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.overlay.Encryption;
import io.isthmus.domain.overlay.Overlay;
import io.isthmus.domain.overlay.OverlayTopology;
import io.isthmus.domain.steering.Choice;
import io.isthmus.domain.steering.ChoiceCause;
import io.isthmus.domain.steering.ChoiceLog;
import io.isthmus.domain.topology.Edge;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.topology.Site;
import io.isthmus.domain.topology.SiteKind;
import io.isthmus.domain.traffic.SteeringPolicy;
import io.isthmus.domain.traffic.TrafficClass;
import io.isthmus.domain.traffic.WeightedOverlay;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@StoreTest
class ChoiceLogIT extends ChoiceLogContractTest {
  private static final Duration KEPT = Duration.ofDays(8);

  @Autowired private Stores stores;
  @Autowired private ChoiceLog log;
  @Autowired private Retention retention;
  @Autowired private PostgresState postgres;
  @Autowired private TestClock clock;

  @Override
  Stores stores() {
    return stores;
  }

  @Override
  ChoiceLog log() {
    return log;
  }

  @BeforeEach
  void reset() {
    postgres.reset();
  }

  @Test
  void whatWasInForceAtAnyTimeWithinTheLimitIsKept() {
    declare();
    Choice superseded = choice(VOICE, NICE, PARIS, NOW);
    Choice inForceAtTheLimit = choice(VOICE, NICE, PARIS, NOW.plusSeconds(1));
    Choice young = choice(VOICE, NICE, PARIS, NOW.plusSeconds(100));
    Choice onlyOne = choice(VOICE, PARIS, NICE, NOW.minus(KEPT.multipliedBy(3)));
    List.of(superseded, inForceAtTheLimit, young, onlyOne).forEach(log::add);
    Instant limit = NOW.plusSeconds(50);
    clock.advance(KEPT.plusSeconds(50));

    retention.run();

    assertThat(log.find(DEFAULT, superseded.id())).isEmpty();
    assertThat(log.inForceAt(DEFAULT, ALL, limit)).containsExactly(inForceAtTheLimit, onlyOne);
    assertThat(log.inForceAt(DEFAULT, ALL, clock.instant())).containsExactly(young, onlyOne);
  }

  @Test
  void whatWasChosenForWhatIsGoneGoesWithAge() {
    declare();
    log.add(choice(VOICE, NICE, PARIS, NOW));
    log.add(choice(TrafficClass.UNCLASSIFIED, NICE, PARIS, NOW));
    log.add(choice(VIDEO, NICE, PARIS, NOW));
    log.add(choice(VOICE, NICE, ROME, NOW));
    clock.advance(KEPT);
    retention.run();
    assertThat(log.inForceAt(DEFAULT, ALL, clock.instant())).hasSize(4);

    clock.advance(Duration.ofSeconds(1));
    retention.run();

    assertThat(log.inForceAt(DEFAULT, ALL, clock.instant()))
        .extracting(Choice::trafficClass)
        .containsExactly(TrafficClass.UNCLASSIFIED, VOICE);
    stores.change(new Change.Remove(Kind.TRAFFIC_CLASS, VOICE));
    retention.run();
    assertThat(log.list(DEFAULT, ALL, Instant.MAX, Optional.empty(), 9)).hasSize(1);
  }

  @Test
  void choicesGoWithTheirTenant() {
    EdgeKey edge = new EdgeKey(OTHER, NICE);
    stores.createTenant(OTHER);
    log.add(choice(edge, VOICE, PARIS, NOW, ChoiceCause.POLICY));
    stores.removeTenant(OTHER);
    log.add(choice(edge, VIDEO, PARIS, NOW, ChoiceCause.POLICY));

    stores.createTenant(OTHER);

    assertThat(log.list(OTHER, ALL, Instant.MAX, Optional.empty(), 9)).isEmpty();
    assertThat(log.inForceAt(OTHER, ALL, Instant.MAX)).isEmpty();
  }

  private void declare() {
    Name site = Name.of("site");
    stores.change(
        new Change.PutSite(new Site(site, SiteKind.EDGE)),
        new Change.PutEdge(new Edge(NICE, site, List.of(), List.of())),
        new Change.PutEdge(new Edge(PARIS, site, List.of(), List.of())),
        new Change.PutOverlay(
            new Overlay(
                Name.of("on-1"),
                OverlayTopology.FULL_MESH,
                List.of(NICE, PARIS),
                List.of(),
                List.of(),
                Encryption.REQUIRED,
                Optional.empty())),
        new Change.PutTrafficClass(
            new TrafficClass(
                VOICE,
                TrafficClass.Role.NORMAL,
                SteeringPolicy.of(
                    SteeringPolicy.Strategy.PREFERRED,
                    List.of(new WeightedOverlay(Name.of("on-1"), 1)),
                    SteeringPolicy.WhenNoPath.DROP),
                Optional.empty())));
  }
}
