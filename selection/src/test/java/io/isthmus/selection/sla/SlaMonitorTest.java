package io.isthmus.selection.sla;

import static io.isthmus.selection.sla.Probes.objective;
import static io.isthmus.selection.sla.Verdict.State.COMPLIANT;
import static io.isthmus.selection.sla.Verdict.State.UNKNOWN;
import static io.isthmus.selection.sla.Verdict.State.VIOLATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlaMonitorTest {

  @Test
  void nothingMeasuredBreaksNothing() {
    Probes probes = new Probes(objective(Metric.RTT_MS, 100, 80));

    assertThat(probes.state()).isEqualTo(UNKNOWN);
    assertThat(probes.rtt(3, 500).state()).isEqualTo(UNKNOWN);
  }

  @Test
  void withoutObjectiveWhateverIsUpComplies() {
    Probes probes = new Probes(Objective.NONE);

    assertThat(probes.rtt(20, 5_000).lost(5, Loss.FORWARD).rtt(1, 5_000).state())
        .isEqualTo(COMPLIANT);
  }

  @Test
  void roundTripBreaksBeyondEnterAndMendsWithinExitForItsWindow() {
    Probes probes = new Probes(objective(Metric.RTT_MS, 100, 80)).rtt(20, 50);
    assertThat(probes.state()).isEqualTo(COMPLIANT);

    assertThat(probes.rtt(6, 150).state()).isEqualTo(VIOLATED);
    Verdict broken = probes.monitor.verdict();
    assertThat(broken.metric()).isEqualTo(Metric.RTT_MS);
    assertThat(broken.threshold()).isEqualTo(100);
    assertThat(broken.value()).isGreaterThan(100);
    assertThat(broken.words()).startsWith("rtt_ms ").contains(" > 100");

    assertThat(probes.rtt(50, 90).state()).as("between exit and enter").isEqualTo(VIOLATED);
    assertThat(probes.rtt(15, 70).state()).as("within exit, not for long").isEqualTo(VIOLATED);
    assertThat(probes.rtt(15, 70).state()).isEqualTo(COMPLIANT);
  }

  @Test
  void whatIsStillBrokenIsToldByWhatBrokeItNotByWhatIsMeasuredNow() {
    Threshold loss = new Threshold(5, 2.5, Duration.ofMillis(500), Duration.ofSeconds(10));
    Probes probes = new Probes(objective(Metric.RTT_MS, 100, 80).with(Metric.LOSS_PCT, loss));
    probes.rtt(100, 50).rtt(10, 150).lost(4, Loss.FORWARD);
    assertThat(probes.monitor.verdict().metric()).isEqualTo(Metric.RTT_MS);

    assertThat(probes.rtt(60, 50).state()).isEqualTo(VIOLATED);
    Verdict left = probes.monitor.verdict();
    assertThat(left.metric()).isEqualTo(Metric.LOSS_PCT);
    assertThat(left.value()).isGreaterThan(5);
  }

  @Test
  void exitWindowBeginsAnewWithEachRelapse() {
    Probes probes = new Probes(objective(Metric.RTT_MS, 100, 80)).rtt(20, 50).rtt(10, 150);
    for (int i = 0; i < 10; i++) {
      probes.rtt(15, 70).rtt(5, 95);
      assertThat(probes.state()).isEqualTo(VIOLATED);
    }
  }

  @Test
  void oneLatePacketIsNoDelay() {
    Probes probes = new Probes(objective(Metric.RTT_MS, 100, 80)).rtt(20, 50);
    for (int i = 0; i < 20; i++) {
      assertThat(probes.rtt(1, 3_000).rtt(9, 50).state()).isEqualTo(COMPLIANT);
    }
  }

  @Test
  void oneWayDelayIsJudgedByTheForwardDirection() {
    Probes probes = new Probes(objective(Metric.ONE_WAY_DELAY_MS, 50, 40)).oneWay(20, 10, 200);
    assertThat(probes.state()).isEqualTo(COMPLIANT);

    assertThat(probes.oneWay(10, 100, 200).state()).isEqualTo(VIOLATED);
    assertThat(probes.monitor.verdict().halfRtt()).isFalse();
    assertThat(probes.monitor.verdict().value()).isGreaterThan(50);
  }

  @Test
  void withoutClocksHalfTheRoundTripIsJudgedAndSaidSo() {
    Probes probes = new Probes(objective(Metric.ONE_WAY_DELAY_MS, 50, 40)).rtt(20, 60);
    assertThat(probes.state()).isEqualTo(COMPLIANT);

    assertThat(probes.rtt(10, 140).state()).isEqualTo(VIOLATED);
    assertThat(probes.monitor.verdict().halfRtt()).isTrue();
    assertThat(probes.monitor.verdict().words()).contains("half the round trip");
  }

  @Test
  void steppedClockIsNoDelay() {
    Probes probes = new Probes(objective(Metric.ONE_WAY_DELAY_MS, 50, 40)).oneWay(50, 10, 10);

    assertThat(probes.answered(50, 20, 90, -70, 10).state()).isEqualTo(COMPLIANT);
    assertThat(probes.oneWay(50, 10, 10).state()).isEqualTo(COMPLIANT);
  }

  @Test
  void clockThatStepsByLessThanTheDelayIsNoDelayEither() {
    Probes probes = new Probes(objective(Metric.ONE_WAY_DELAY_MS, 50, 45)).oneWay(50, 40, 40);

    assertThat(probes.oneWay(50, 70, 10).state()).isEqualTo(COMPLIANT);
    assertThat(probes.oneWay(50, 10, 70).state()).isEqualTo(COMPLIANT);
  }

  @Test
  void delayAfterAStepIsStillSeenByTheRoundTrip() {
    Probes probes = new Probes(objective(Metric.ONE_WAY_DELAY_MS, 50, 45)).oneWay(50, 40, 40);

    assertThat(probes.oneWay(10, 70, 10).oneWay(20, 130, 10).state()).isEqualTo(VIOLATED);
    assertThat(probes.monitor.verdict().halfRtt()).isTrue();
  }

  @Test
  void jitterBreaksAndMends() {
    Probes probes = new Probes(objective(Metric.JITTER_MS, 30, 20)).rtt(20, 20);

    for (int i = 0; i < 3; i++) {
      probes.variations(10, 60, 25, 70, 15);
    }
    assertThat(probes.state()).isEqualTo(VIOLATED);
    assertThat(probes.monitor.verdict().metric()).isEqualTo(Metric.JITTER_MS);
    assertThat(probes.rtt(10, 20).state()).isEqualTo(VIOLATED);
    assertThat(probes.rtt(20, 20).state()).isEqualTo(COMPLIANT);
  }

  @Test
  void delayThatRisesAndStaysIsNoJitter() {
    Probes probes = new Probes(objective(Metric.JITTER_MS, 30, 20)).rtt(20, 20);
    for (int i = 0; i < 20; i++) {
      probes.rtt(1, 120);
      assertThat(probes.state()).isEqualTo(COMPLIANT);
    }
  }

  @Test
  void loneSpikeIsNoJitter() {
    Probes probes = new Probes(objective(Metric.JITTER_MS, 30, 20)).rtt(20, 20);
    for (int i = 0; i < 20; i++) {
      assertThat(probes.rtt(1, 300).rtt(30, 20).state()).isEqualTo(COMPLIANT);
    }
  }

  @Test
  void twoLossesInASecondBreakOnePerCentAndALoneOneDoesNot() {
    Probes probes = new Probes(objective(Metric.LOSS_PCT, 1, 0.5)).rtt(100, 20);

    assertThat(probes.lost(1, Loss.FORWARD).rtt(100, 20).state()).isEqualTo(COMPLIANT);
    probes.lost(1, Loss.FORWARD).rtt(4, 20).lost(1, Loss.FORWARD).rtt(1, 20);
    assertThat(probes.state()).isEqualTo(VIOLATED);
    assertThat(probes.monitor.verdict().metric()).isEqualTo(Metric.LOSS_PCT);
  }

  @Test
  void lossThatIsLittleBeyondIsFoundInTime() {
    Probes probes = new Probes(objective(Metric.LOSS_PCT, 1, 0.5)).rtt(100, 20);
    for (int i = 0; i < 15 && probes.state() == COMPLIANT; i++) {
      probes.lost(1, Loss.UNKNOWN).rtt(19, 20);
    }
    assertThat(probes.state()).as("5 % for half a minute").isEqualTo(VIOLATED);
  }

  @Test
  void lossMendsWhenTheWholeExitWindowIsWithinExit() {
    Probes probes = new Probes(objective(Metric.LOSS_PCT, 1, 0.5)).rtt(100, 20);
    probes.lost(1, Loss.FORWARD).rtt(2, 20).lost(1, Loss.FORWARD).rtt(1, 20);
    assertThat(probes.state()).isEqualTo(VIOLATED);

    assertThat(probes.rtt(15, 20).lost(1, Loss.FORWARD).rtt(15, 20).state()).isEqualTo(VIOLATED);
    assertThat(probes.rtt(8, 20).state()).isEqualTo(COMPLIANT);
  }

  @Test
  void lossOnTheWayBackIsNotTheForwardDirections() {
    Probes probes = new Probes(objective(Metric.LOSS_PCT, 1, 0.5)).rtt(100, 20);
    for (int i = 0; i < 20; i++) {
      probes.lost(1, Loss.BACKWARD).rtt(2, 20);
    }
    assertThat(probes.state()).isEqualTo(COMPLIANT);
    assertThat(probes.monitor.measured(probes.now, Duration.ofSeconds(2)).lossPct()).isZero();
  }

  @Test
  void overdueThatIsAnsweredAfterAllIsNoLoss() {
    Probes probes = new Probes(objective(Metric.LOSS_PCT, 1, 0.5)).rtt(100, 20);
    for (int i = 0; i < 50; i++) {
      probes.next();
      probes.samples.lost(probes.sequence, probes.now, Loss.UNKNOWN);
      probes.judge();
      probes.samples.answered(probes.sequence, probes.now, 150, Double.NaN, Double.NaN, Double.NaN);
      probes.judge();
      assertThat(probes.state()).isEqualTo(COMPLIANT);
    }
  }

  @Test
  void freeCapacityBreaksWhenLower() {
    Probes probes = new Probes(objective(Metric.RATE_BPS, 5e6, 8e6)).free(5, 50e6);
    assertThat(probes.state()).isEqualTo(COMPLIANT);

    assertThat(probes.free(10, 1e6).state()).isEqualTo(VIOLATED);
    assertThat(probes.monitor.verdict().words()).contains("rate_bps").contains("<");
    assertThat(probes.free(10, 6e6).state()).as("between enter and exit").isEqualTo(VIOLATED);
    assertThat(probes.free(5, 9e6).state()).isEqualTo(COMPLIANT);
  }

  @Test
  void undeclaredRateBreaksNothing() {
    Probes probes = new Probes(objective(Metric.RATE_BPS, 5e6, 8e6)).free(10, Double.NaN);

    assertThat(probes.state()).isEqualTo(UNKNOWN);
  }

  @Test
  void deadPathBreaksWhateverItIsAndOneThatCameBackBeginsAnew() {
    Probes probes = new Probes(objective(Metric.RTT_MS, 100, 80)).rtt(20, 50);

    assertThat(probes.monitor.pathState(PathState.DOWN, probes.now))
        .get()
        .matches(Verdict::isViolated)
        .extracting(Verdict::metric)
        .isEqualTo(Metric.PATH_DOWN);
    probes.samples.restart();
    assertThat(probes.monitor.pathState(PathState.UP, probes.now)).isPresent();
    assertThat(probes.rtt(2, 500).state()).isNotEqualTo(VIOLATED);
    assertThat(probes.rtt(10, 500).state()).isEqualTo(VIOLATED);
  }

  @Test
  void silentRemoteChangesNoVerdict() {
    Probes probes = new Probes(objective(Metric.RTT_MS, 100, 80)).rtt(20, 50);

    assertThat(probes.monitor.pathState(PathState.REMOTE_SILENT, probes.now)).isEmpty();
    probes.lost(50, Loss.UNKNOWN);
    assertThat(probes.state()).isEqualTo(COMPLIANT);
  }

  @Test
  void newSessionOfThePathIsNotMixedWithTheOld() {
    Probes probes = new Probes(objective(Metric.RTT_MS, 100, 80)).rtt(100, 500);
    assertThat(probes.state()).isEqualTo(VIOLATED);

    probes.sequence = 5;
    probes.rtt(60, 20);
    assertThat(probes.state()).isEqualTo(COMPLIANT);
    assertThat(probes.monitor.measured(probes.now, Duration.ofSeconds(50)).rttMs())
        .isCloseTo(20, within(0.01));
  }

  @Test
  void farJumpOfTheSequenceForgetsWhatWas() {
    Probes probes = new Probes(objective(Metric.RTT_MS, 100, 80)).rtt(100, 500);

    probes.sequence += 1L << 40;
    assertThat(probes.rtt(60, 20).state()).isEqualTo(COMPLIANT);
  }

  @Test
  void slowProbesAreJudgedByTheLastThree() {
    Probes probes = new Probes(objective(Metric.RTT_MS, 100, 80));
    for (int i = 0; i < 10; i++) {
      probes.now += 10_000_000_000L;
      probes.rtt(1, i < 5 ? 50 : 200);
    }
    assertThat(probes.state()).isEqualTo(VIOLATED);
  }
}
