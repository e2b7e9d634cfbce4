package io.isthmus.db;

import static io.isthmus.db.Stores.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.sla.Compliance;
import io.isthmus.domain.sla.SlaLog;
import io.isthmus.domain.sla.SlaMetric;
import io.isthmus.domain.sla.SlaViolation;
import io.isthmus.domain.telemetry.PathKey;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What {@link SlaLog} promises, whoever keeps it. */
abstract class SlaLogContractTest {
  static final Instant NOW = TestClock.START;
  static final Name VOICE = Name.of("voice");
  static final Name VIDEO = Name.of("video");
  static final Name OTHER = Name.of("other");
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

  abstract Stores stores();

  abstract SlaLog log();

  @Test
  void everyFieldIsReadAsItWasWritten() {
    for (SlaMetric metric : SlaMetric.values()) {
      SlaViolation violation =
          new SlaViolation(
              UUID.randomUUID(),
              VOICE,
              Name.of("paris"),
              Name.of("on-" + metric.ordinal()),
              Windows.path(DEFAULT, 1),
              metric,
              150.25,
              0.1,
              metric.ordinal() % 2 == 0,
              metric.ordinal() % 3 == 0,
              NOW,
              Optional.empty());

      assertThat(log().begin(violation)).isTrue();

      assertThat(log().find(DEFAULT, violation.id())).contains(violation);
      assertThat(log().find(OTHER, violation.id())).isEmpty();
    }
    assertThat(log().find(DEFAULT, UUID.randomUUID())).isEmpty();
  }

  @Test
  void ofOneTunnelOneViolationIsOpen() {
    SlaViolation first = violation(VOICE, 1, NOW);
    SlaViolation second = violation(VOICE, 1, NOW.plusSeconds(1));

    assertThat(log().begin(first)).isTrue();
    assertThat(log().begin(second)).isFalse();
    assertThat(log().begin(violation(VIDEO, 1, NOW))).isTrue();
    assertThat(log().begin(violation(VOICE, 2, NOW))).isTrue();

    assertThat(log().find(DEFAULT, second.id())).isEmpty();
    assertThat(log().open()).hasSize(3);
  }

  @Test
  void aViolationThatIsToldAgainAfterItsEndStaysOver() {
    SlaViolation violation = violation(VOICE, 1, NOW);
    log().begin(violation);
    log().end(violation, NOW.plusSeconds(5));

    assertThat(log().begin(violation)).isFalse();

    assertThat(log().open()).isEmpty();
    assertThat(log().list(DEFAULT, SlaLog.Filter.NONE, Instant.MAX, Optional.empty(), 9))
        .hasSize(1);
  }

  @Test
  void anEndEndsWhatIsOpenOnce() {
    SlaViolation violation = violation(VOICE, 1, NOW);
    SlaViolation like = violation(VOICE, 1, NOW.plusSeconds(9));
    log().begin(violation);

    assertThat(log().end(violation(VIDEO, 1, NOW), NOW)).isEmpty();
    assertThat(log().end(like, NOW.plusSeconds(5))).contains(violation.ended(NOW.plusSeconds(5)));
    assertThat(log().end(like, NOW.plusSeconds(6))).isEmpty();

    assertThat(log().find(DEFAULT, violation.id())).contains(violation.ended(NOW.plusSeconds(5)));
    assertThat(log().begin(like)).isTrue();
  }

  @Test
  void nothingEndsBeforeItBegan() {
    SlaViolation violation = violation(VOICE, 1, NOW);
    log().begin(violation);

    assertThat(log().end(violation, NOW.minusSeconds(1))).contains(violation.ended(NOW));
  }

  @Test
  void allOfAnEdgeEndTogether() {
    SlaViolation first = violation(VOICE, 1, NOW);
    SlaViolation second = violation(VIDEO, 1, NOW.plusSeconds(1));
    SlaViolation elsewhere = violation(VOICE, 2, NOW);
    List.of(second, first, elsewhere).forEach(log()::begin);

    assertThat(log().endAll(first.path().edge(), NOW.plusSeconds(9)))
        .containsExactlyInAnyOrder(
            first.ended(NOW.plusSeconds(9)), second.ended(NOW.plusSeconds(9)));

    assertThat(log().open()).containsExactly(elsewhere);
    assertThat(log().endAll(first.path().edge(), NOW.plusSeconds(10))).isEmpty();
  }

  @Test
  void whatIsOpenComesOldestFirstFromAllTenants() {
    stores().createTenant(OTHER);
    SlaViolation young = violation(DEFAULT, VOICE, 1, NOW);
    SlaViolation old = violation(OTHER, VOICE, 1, NOW.minusSeconds(1));
    log().begin(young);
    log().begin(old);

    assertThat(log().open()).containsExactly(old, young);
  }

  @Test
  void eachTunnelThatIsBrokenIsToldOnce() {
    stores().createTenant(OTHER);
    SlaViolation voice = violation(VOICE, 1, NOW);
    SlaViolation video = violation(VIDEO, 1, NOW);
    SlaViolation over = violation(VOICE, 2, NOW);
    SlaViolation elsewhere = violation(OTHER, VOICE, 3, NOW);
    List.of(voice, video, over, elsewhere).forEach(log()::begin);
    log().end(over, NOW);

    assertThat(log().broken(DEFAULT))
        .containsExactly(new SlaLog.Judged(voice.overlay(), voice.path()));
    assertThat(log().countOpen(DEFAULT)).isEqualTo(2);
  }

  @Test
  void violationsAreListedNewestFirstByClassAndState() {
    SlaViolation first = violation(VOICE, 1, NOW);
    SlaViolation second = violation(VIDEO, 1, NOW.plusSeconds(1));
    SlaViolation third = violation(VOICE, 2, NOW.plusSeconds(2));
    List.of(first, second, third).forEach(log()::begin);
    SlaViolation over = log().end(first, NOW.plusSeconds(3)).orElseThrow();

    assertThat(list(Optional.empty(), Optional.empty())).containsExactly(third, second, over);
    assertThat(list(Optional.of(VOICE), Optional.empty())).containsExactly(third, over);
    assertThat(list(Optional.of(VOICE), Optional.of(true))).containsExactly(third);
    assertThat(list(Optional.empty(), Optional.of(false))).containsExactly(over);
    assertThat(log().list(DEFAULT, SlaLog.Filter.NONE, third.beganAt(), Optional.empty(), 1))
        .containsExactly(second);
    assertThat(log().list(OTHER, SlaLog.Filter.NONE, Instant.MAX, Optional.empty(), 9)).isEmpty();
  }

  @Test
  void violationsAreFoundByEdgePathAndTime() {
    SlaViolation first = violation(VOICE, 1, NOW);
    SlaViolation second = violation(VOICE, 2, NOW.plusSeconds(1));
    List.of(first, second).forEach(log()::begin);
    SlaViolation over = log().end(first, NOW.plusSeconds(3)).orElseThrow();
    Optional<Name> source = Optional.of(first.path().edge().edge());
    Optional<Name> destination = Optional.of(first.destinationEdge());
    SlaLog.Filter none = SlaLog.Filter.NONE;

    assertThat(list(where(source, destination, Optional.empty(), none.from(), none.to())))
        .contains(over);
    assertThat(list(where(source, Optional.of(OTHER), Optional.empty(), none.from(), none.to())))
        .isEmpty();
    assertThat(
            list(
                where(
                    none.sourceEdge(),
                    none.sourceEdge(),
                    Optional.of(second.path()),
                    none.from(),
                    none.to())))
        .containsExactly(second);
    assertThat(list(at(Optional.of(NOW.plusSeconds(3)), none.to()))).containsExactly(second);
    assertThat(list(at(Optional.of(NOW.plusSeconds(2)), none.to()))).containsExactly(second, over);
    assertThat(list(at(none.from(), Optional.of(NOW.plusSeconds(1))))).containsExactly(over);
  }

  @Test
  void pagesMissNothingThatBeganAtOneInstant() {
    List<SlaViolation> all = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      all.add(violation(VOICE, i, NOW));
    }
    all.forEach(log()::begin);

    List<SlaViolation> paged = new ArrayList<>();
    Instant before = Instant.MAX;
    Optional<UUID> beforeId = Optional.empty();
    for (int page = 0; page < 4; page++) {
      List<SlaViolation> more = log().list(DEFAULT, SlaLog.Filter.NONE, before, beforeId, 2);
      paged.addAll(more);
      before = more.getLast().beganAt();
      beforeId = Optional.of(more.getLast().id());
    }

    assertThat(paged).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void complianceAddsUpByClassAndDay() {
    Compliance more =
        new Compliance(
            VOICE, DAY, Duration.ofSeconds(10), Duration.ofMillis(1_500), Duration.ofMillis(20), 3);

    log().addCompliance(DEFAULT, more);
    log().addCompliance(DEFAULT, more);
    log().addCompliance(DEFAULT, on(VIDEO, DAY));
    log().addCompliance(DEFAULT, on(VOICE, DAY.plusDays(1)));
    log().addCompliance(DEFAULT, on(VOICE, DAY.plusDays(2)));

    assertThat(log().compliance(DEFAULT, Optional.empty(), DAY, DAY.plusDays(1)))
        .containsExactly(on(VIDEO, DAY), more.plus(more), on(VOICE, DAY.plusDays(1)));
    assertThat(log().compliance(DEFAULT, Optional.of(VIDEO), DAY, DAY.plusDays(1)))
        .containsExactly(on(VIDEO, DAY));
    assertThat(log().compliance(OTHER, Optional.empty(), DAY, DAY.plusDays(1))).isEmpty();
  }

  private List<SlaViolation> list(Optional<Name> trafficClass, Optional<Boolean> open) {
    return list(SlaLog.Filter.of(trafficClass, open));
  }

  private List<SlaViolation> list(SlaLog.Filter filter) {
    return log().list(DEFAULT, filter, Instant.MAX, Optional.empty(), 9);
  }

  private static SlaLog.Filter at(Optional<Instant> from, Optional<Instant> to) {
    return where(Optional.empty(), Optional.empty(), Optional.empty(), from, to);
  }

  private static SlaLog.Filter where(
      Optional<Name> source,
      Optional<Name> destination,
      Optional<PathKey> path,
      Optional<Instant> from,
      Optional<Instant> to) {
    return new SlaLog.Filter(
        Optional.empty(), Optional.empty(), source, destination, path, from, to);
  }

  private static Compliance on(Name trafficClass, LocalDate day) {
    return new Compliance(
        trafficClass, day, Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO, 0);
  }

  static SlaViolation violation(Name trafficClass, int path, Instant beganAt) {
    return violation(DEFAULT, trafficClass, path, beganAt);
  }

  static SlaViolation violation(Name tenant, Name trafficClass, int number, Instant beganAt) {
    PathKey path = Windows.path(tenant, number);
    return new SlaViolation(
        UUID.randomUUID(),
        trafficClass,
        path.remoteEdge(),
        Name.of("on-1"),
        path,
        SlaMetric.JITTER_MS,
        31,
        30,
        true,
        false,
        beganAt,
        Optional.empty());
  }
}
