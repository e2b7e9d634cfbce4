package io.isthmus.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What bounds and steadies the prober: sessions, budgets, clocks, counters. */
class BoundsTest {

  private static final long MS = 1_000_000;
  private static final long SECOND = 1_000 * MS;

  @Test
  void eachSessionHasItsOwnNumbers() {
    ReflectorSessions sessions = new ReflectorSessions(8);

    assertThat(sessions.next(1, 0, 10, 5_000, 7, 0)).isZero();
    assertThat(sessions.next(1, 0, 10, 5_000, 7, MS)).isEqualTo(1);
    assertThat(sessions.next(1, 0, 10, 5_000, 8, MS)).isZero();
    assertThat(sessions.next(1, 0, 10, 5_001, 7, MS)).isZero();
    assertThat(sessions.next(1, 0, 11, 5_000, 7, MS)).isZero();
    assertThat(sessions.next(2, 0, 10, 5_000, 7, MS)).isZero();
    assertThat(sessions.next(1, 0, 10, 5_000, 7, 2 * MS)).isEqualTo(2);
  }

  @Test
  void forgersDoNotPushOutWhoProbesAllTheTime() {
    ReflectorSessions sessions = new ReflectorSessions(8);
    long expected = 0;
    for (int i = 0; i < 1_000; i++) {
      long now = i * 10 * MS;
      assertThat(sessions.next(1, 0, 10, 5_000, 7, now)).isEqualTo(expected++);
      for (int forged = 0; forged < 6; forged++) {
        sessions.next(1, 0, 10, 6_000 + i, forged, now);
      }
    }
    assertThat(sessions.expire(10 * SECOND)).isEqualTo(8);
    assertThat(sessions.expire(10 * SECOND + 2 * ReflectorSessions.EXPIRY)).isZero();
    assertThat(sessions.next(1, 0, 10, 5_000, 7, 200 * SECOND)).isZero();
  }

  @Test
  void aSessionThatAsksTooOftenIsNotAnsweredAndOthersAre() {
    ReflectorSessions sessions = new ReflectorSessions(8);
    int answered = 0;
    for (int i = 0; i < 10_000; i++) {
      long now = i * MS / 10;
      answered += sessions.next(1, 0, 10, 5_000, 7, now) == ReflectorSessions.REFUSED ? 0 : 1;
    }

    assertThat(answered)
        .isBetween(
            ReflectorSessions.ANSWERS_PER_SECOND,
            ReflectorSessions.ANSWERS_PER_SECOND + ReflectorSessions.BURST + 2);
    assertThat(sessions.next(1, 0, 10, 5_001, 7, SECOND)).isZero();
  }

  @Test
  void aBudgetIsKeptAndAnswersComeFirst() {
    int packetBits = 8 * 108;
    Allowance allowance = new Allowance(20_000, packetBits, 0);
    assertThat(allowance.stretch(100)).isGreaterThan(8);
    long sent = 0;
    int answered = 0;
    for (long now = 0; now < 60 * SECOND; now += 10 * MS) {
      sent += allowance.take(now) ? 1 : 0;
      if (now % (200 * MS) == 0) {
        allowance.answered();
        answered++;
      }
      if (now % SECOND == 0) {
        allowance.tick(now);
      }
    }

    double bps = (sent + answered) * (double) packetBits / 60;
    assertThat(bps).isBetween(18_000.0, 20_500.0);
    assertThat(allowance.stretch(1)).isEqualTo(1);
  }

  @Test
  void withoutABudgetNothingIsHeld() {
    Allowance allowance = new Allowance(0, 800, 0);

    assertThat(allowance.stretch(1_000)).isEqualTo(1);
    for (int i = 0; i < 1_000; i++) {
      assertThat(allowance.take(0)).isTrue();
    }
  }

  @Test
  void aStepOfTheWallClockBeginsAnEraAndNothingElseDoes() {
    long[] now = {0, 1_790_000_000_000_000_000L};
    Clocks clocks =
        new Clocks(
            new Clocks.Source() {
              @Override
              public long wall() {
                return now[1] + now[0];
              }

              @Override
              public long mono() {
                now[0] += 50;
                return now[0];
              }
            });
    for (int i = 0; i < 100; i++) {
      now[0] += SECOND;
      clocks.read();
    }
    assertThat(clocks.era()).isZero();

    now[1] -= MS;
    clocks.read();
    assertThat(clocks.era()).isEqualTo(1);
    now[1] += 3_600 * SECOND;
    clocks.read();
    clocks.read();
    assertThat(clocks.era()).isEqualTo(2);
  }

  @Test
  void beingInterruptedBetweenTwoClocksIsNoStep() {
    long[] now = {0};
    int[] reads = {0};
    Clocks clocks =
        new Clocks(
            new Clocks.Source() {
              @Override
              public long wall() {
                return 1_000 * SECOND + now[0];
              }

              @Override
              public long mono() {
                // Each time somebody else gets the processor for a while.
                now[0] += ++reads[0] % 2 == 0 ? 3 * MS : 100;
                return now[0];
              }
            });

    for (int i = 0; i < 100; i++) {
      clocks.read();
    }
    assertThat(clocks.era()).isZero();
  }

  @Test
  void theLeastIsThatOfTheLastMinute() {
    LeastOfMinute least = new LeastOfMinute();
    least.add(5);
    for (int second = 0; second < 59; second++) {
      least.tick();
      least.add(100 + second);
      assertThat(least.least()).isEqualTo(5);
    }
    least.tick();
    least.add(200);
    assertThat(least.least()).isEqualTo(100);
  }

  @Test
  void theTimeoutFollowsTheRoundTripAndItsVariation() {
    RoundTrip roundTrip = new RoundTrip();
    assertThat(roundTrip.timeout()).isEqualTo(RoundTrip.INITIAL);
    for (int i = 0; i < 100; i++) {
      roundTrip.sample(40 * MS);
    }
    assertThat(roundTrip.timeout()).isBetween(60 * MS, 61 * MS);
    for (int i = 0; i < 100; i++) {
      roundTrip.sample((i % 2 == 0 ? 20 : 60) * MS);
    }
    assertThat(roundTrip.timeout()).isBetween(90 * MS, 140 * MS);
    roundTrip.sample(10 * SECOND);
    assertThat(roundTrip.timeout()).isEqualTo(RoundTrip.MOST);
  }

  @Test
  void countersAreReadByDevice() {
    String text =
        """
        Inter-|   Receive                                                |  Transmit
         face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs
            lo:       0       0    0    0    0     0          0         0        0       0    0
        wan0: 1234 5 0 0 0 0 0 0 987654321012 7 0 0 0 0 0 0
        """;

    Map<String, LinkCounters.Count> counts = LinkCounters.parse(text);

    assertThat(counts.get("wan0")).isEqualTo(new LinkCounters.Count(1_234, 987_654_321_012L));
    assertThat(counts).containsKey("lo");
  }
}
