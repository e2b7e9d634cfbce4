package io.isthmus.agent.probe;

import static io.isthmus.agent.probe.ProbeOutcome.Fate.ANSWERED;
import static io.isthmus.agent.probe.ProbeOutcome.Fate.LOST_BACKWARD;
import static io.isthmus.agent.probe.ProbeOutcome.Fate.LOST_FORWARD;
import static io.isthmus.agent.probe.ProbeOutcome.Fate.LOST_UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.agent.probe.Recorder.Overdue;
import io.isthmus.agent.probe.Recorder.Settled;
import io.isthmus.agent.probe.SenderSession.Times;
import io.isthmus.agent.probe.SenderSession.Verdict;
import io.isthmus.southbound.api.v1.PathState;
import io.isthmus.southbound.api.v1.PathWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SenderSessionTest {

  private static final long MS = 1_000_000;
  private static final long WALL = 1_790_000_000_000_000_000L;
  private static final long NEVER_STALLED = Long.MIN_VALUE;

  private final Recorder heard = new Recorder();
  private SenderSession session = new SenderSession("p", 128, 0, heard);
  private final Times times = new Times();

  /** The time at which a probe was sent is its timestamp: wall clock and other clock agree. */
  private void send(long at) {
    session.sent(at, NtpTime.of(WALL + at), 0);
  }

  private Verdict answer(int sequence, long sentAt, int reflected, long forward, long backward) {
    times.reflectorReceived = WALL + sentAt + forward;
    times.reflectorSent = times.reflectorReceived + MS / 2;
    times.received = times.reflectorSent + backward;
    times.era = 0;
    return session.answered(
        sequence,
        NtpTime.of(WALL + sentAt),
        reflected,
        times,
        sentAt + forward + MS / 2 + backward);
  }

  private PathWindow closed() {
    return session.window().close(0, 1_000, PathState.PATH_STATE_UP, 0, 0);
  }

  @Test
  void theTimeInTheReflectorIsNoDelay() {
    send(0);

    assertThat(answer(0, 0, 0, 7 * MS, 5 * MS)).isEqualTo(Verdict.NEW);

    assertThat(heard.settled("p")).containsExactly(new Settled("p", 0, ANSWERED, 12 * MS, true));
    assertThat(closed().getRtt().getMeanMicros()).isEqualTo(12_000);
  }

  @Test
  void oneWayDelaysNeedClocksThatAgreeAndLittleError() {
    times.oneWay = true;
    times.oneWayError = MS;
    send(0);
    answer(0, 0, 0, 7 * MS, 5 * MS);
    PathWindow good = closed();

    times.oneWayError = 2 * MS;
    send(100 * MS);
    answer(1, 100 * MS, 1, 7 * MS, 5 * MS);
    PathWindow tooMuchError = closed();

    times.oneWayError = 0;
    send(200 * MS);
    answer(2, 200 * MS, 2, 14 * MS, -2 * MS);
    PathWindow impossible = closed();

    times.oneWay = false;
    send(300 * MS);
    answer(3, 300 * MS, 3, 7 * MS, 5 * MS);
    PathWindow unsynchronised = closed();

    assertThat(good.getForward().getMeanMicros()).isEqualTo(7_000);
    assertThat(good.getBackward().getMeanMicros()).isEqualTo(5_000);
    assertThat(List.of(tooMuchError, impossible, unsynchronised))
        .noneMatch(PathWindow::hasForward)
        .noneMatch(PathWindow::hasBackward)
        .allMatch(PathWindow::hasRtt);
  }

  @Test
  void directionsOfLossAreToldByTheReflectorsNumbers() {
    for (int i = 0; i < 8; i++) {
      send(i * 100 * MS);
    }
    // 1 and 2 never came to the reflector, the answers of 4 and 5 never came back.
    answer(0, 0, 0, MS, MS);
    answer(3, 300 * MS, 1, MS, MS);
    answer(6, 600 * MS, 4, MS, MS);
    session.judge(3_000 * MS, NEVER_STALLED);

    PathWindow window = closed();
    assertThat(window.getSent()).isEqualTo(8);
    assertThat(window.getLostForward()).isEqualTo(2);
    assertThat(window.getLostBackward()).isEqualTo(2);
    assertThat(window.getLostUnknown()).isEqualTo(1);
    assertThat(heard.settled("p"))
        .extracting(Settled::fate)
        .containsExactly(
            ANSWERED,
            ANSWERED,
            ANSWERED,
            LOST_FORWARD,
            LOST_FORWARD,
            LOST_BACKWARD,
            LOST_BACKWARD,
            LOST_UNKNOWN);
  }

  @Test
  void aSuspicionComesFastAndLearnsItsDirectionWithTheNextAnswer() {
    send(0);
    answer(0, 0, 0, 5 * MS, 5 * MS);
    send(100 * MS);
    session.judge(140 * MS, NEVER_STALLED);
    assertThat(heard.overdue("p")).containsExactly(new Overdue("p", 1, LOST_UNKNOWN));
    assertThat(session.lostInRow()).isEqualTo(1);
    assertThat(heard.settled("p")).hasSize(1);

    send(150 * MS);
    answer(2, 150 * MS, 2, 5 * MS, 5 * MS);

    assertThat(heard.overdue("p")).endsWith(new Overdue("p", 1, LOST_BACKWARD));
    assertThat(session.lostInRow()).isZero();
  }

  @Test
  void aLateAnswerRevokesTheSuspicionAndIsNoLoss() {
    send(0);
    answer(0, 0, 0, 5 * MS, 5 * MS);
    for (int i = 1; i <= 3; i++) {
      send(i * 100 * MS);
    }
    session.judge(400 * MS, NEVER_STALLED);
    assertThat(session.lostInRow()).isEqualTo(3);

    answer(1, 100 * MS, 1, 150 * MS, 150 * MS);

    // The path has become slow, and the others are as slow as that.
    assertThat(session.lostInRow()).isZero();
    answer(2, 200 * MS, 2, 150 * MS, 150 * MS);
    answer(3, 300 * MS, 3, 150 * MS, 150 * MS);
    session.judge(5_000 * MS, NEVER_STALLED);
    PathWindow window = closed();
    assertThat(window.getSent()).isEqualTo(4);
    assertThat(window.getLostForward() + window.getLostBackward() + window.getLostUnknown())
        .isZero();
  }

  @Test
  void whoCameLateHimselfGrantsTime() {
    send(0);
    answer(0, 0, 0, MS, MS);
    send(100 * MS);
    long stalledUntil = 900 * MS;

    session.judge(900 * MS, stalledUntil);
    assertThat(session.lostInRow()).isZero();

    session.judge(921 * MS, stalledUntil);
    assertThat(session.lostInRow()).isEqualTo(1);
  }

  @Test
  void duplicatesAndReorderedOnesAreCountedAndChangeNothingElse() {
    for (int i = 0; i < 3; i++) {
      send(i * 10 * MS);
    }
    answer(0, 0, 0, MS, MS);
    assertThat(answer(0, 0, 1, MS, 2 * MS)).isEqualTo(Verdict.DUPLICATE);
    answer(2, 20 * MS, 2, MS, MS);
    answer(1, 10 * MS, 3, 25 * MS, MS);

    PathWindow window = closed();
    assertThat(window.getSent()).isEqualTo(3);
    assertThat(window.getDuplicated()).isEqualTo(1);
    assertThat(window.getReordered()).isEqualTo(1);
    assertThat(window.getRtt().getMinMicros()).isEqualTo(2_000);
  }

  @Test
  void numbersThatADuplicateUsedUpAreNoLossOnTheWayBack() {
    for (int i = 0; i < 3; i++) {
      send(i * 100 * MS);
    }
    answer(0, 0, 0, MS, MS);
    answer(0, 0, 1, MS, MS);
    answer(2, 200 * MS, 2, MS, MS);
    session.judge(3_000 * MS, NEVER_STALLED);

    assertThat(closed().getLostForward()).isEqualTo(1);
  }

  @Test
  void forgedAnswersHaveNoEffect() {
    send(0);
    send(100 * MS);

    assertThat(answer(5, 0, 0, MS, MS)).isEqualTo(Verdict.FORGED);
    assertThat(answer(-1, 0, 0, MS, MS)).isEqualTo(Verdict.FORGED);
    assertThat(answer(Integer.MIN_VALUE, 0, 0, MS, MS)).isEqualTo(Verdict.FORGED);
    // A right sequence with a time at which it was not sent.
    assertThat(answer(1, 99 * MS, 0, MS, MS)).isEqualTo(Verdict.FORGED);

    assertThat(heard.settled("p")).isEmpty();
    assertThat(session.newestAnsweredSentAt()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void anAnswerToOneThatIsSettledIsTooLate() {
    send(0);
    session.judge(SenderSession.SETTLE, NEVER_STALLED);
    assertThat(heard.settled("p")).hasSize(1);

    assertThat(answer(0, 0, 0, MS, 3_000 * MS)).isEqualTo(Verdict.TOO_LATE);
    assertThat(heard.settled("p")).hasSize(1);
  }

  @Test
  void afterAClockStepThereIsAnAnswerButNoDelay() {
    send(0);
    times.era = 1;
    times.reflectorReceived = WALL + MS;
    times.reflectorSent = WALL + 2 * MS;
    times.received = WALL + 3_600_000 * MS;
    session.answered(0, NtpTime.of(WALL), 0, times, 3 * MS);

    assertThat(heard.settled("p")).containsExactly(new Settled("p", 0, ANSWERED, 0, false));
    PathWindow window = closed();
    assertThat(window.getSent()).isEqualTo(1);
    assertThat(window.hasRtt()).isFalse();
    assertThat(window.getJitterForwardMicros()).isEqualTo(-1);
  }

  @Test
  void aClockStepAtTheFarEndIsNoJitter() {
    for (int i = 0; i < 40; i++) {
      send(i * 100 * MS);
      long step = i < 20 ? 0 : 30_000 * MS;
      answer(i, i * 100 * MS, i, 5 * MS + step, 5 * MS - step);
    }

    PathWindow window = closed();
    assertThat(window.getJitterForwardMicros()).isZero();
    assertThat(window.getJitterBackwardMicros()).isZero();
    assertThat(window.getRtt().getMaxMicros()).isEqualTo(10_000);
  }

  @Test
  void jitterIsTheP95AboveTheLeast() {
    for (int i = 0; i < 100; i++) {
      send(i * 10 * MS);
      answer(i, i * 10 * MS, i, 5 * MS + i * MS / 10, 5 * MS);
    }

    PathWindow window = closed();
    assertThat(window.getJitterForwardMicros()).isEqualTo(9_400);
    assertThat(window.getJitterBackwardMicros()).isZero();
  }

  @Test
  void sequencesMayWrap() {
    session = new SenderSession("p", 128, 0xffff_fffeL, heard);
    for (int i = 0; i < 6; i++) {
      assertThat(session.nextSequence()).isEqualTo((int) (0xffff_fffeL + i));
      send(i * 100 * MS);
      if (i != 1 && i != 3) {
        answer((int) (0xffff_fffeL + i), i * 100 * MS, i < 3 ? -1 + i : i - 2, MS, MS);
      }
    }
    session.judge(5_000 * MS, NEVER_STALLED);

    PathWindow window = closed();
    assertThat(window.getSent()).isEqualTo(6);
    assertThat(window.getLostForward() + window.getLostBackward()).isEqualTo(2);
    assertThat(window.getReordered()).isZero();
  }

  /** Whatever the network does, each probe is settled once and losses are what was lost. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void eachProbeIsSettledOnce(long seed) {
    Random random = new Random(seed);
    long first = seed % 2 == 0 ? 0 : 0xffff_ffffL - random.nextInt(1_000);
    session = new SenderSession("p", 128, first, heard);
    record Flying(long at, int sequence, long sentAt, int reflected, long forward, long backward) {}
    List<Flying> flying = new ArrayList<>();
    int reflected = 0;
    int lostForward = 0;
    int lostBackward = 0;
    int probes = 2_000;
    for (long now = 0; now < (probes + 30) * 100 * MS; now += 5 * MS) {
      long at = now;
      List<Flying> due = flying.stream().filter(f -> f.at <= at).toList();
      due.forEach(f -> answer(f.sequence, f.sentAt, f.reflected, f.forward, f.backward));
      flying.removeAll(due);
      session.judge(now, NEVER_STALLED);
      if (now % (100 * MS) == 0 && now / (100 * MS) < probes) {
        int sequence = session.nextSequence();
        send(now);
        long forward = (10 + random.nextInt(200)) * MS / 10;
        long backward = (10 + random.nextInt(200)) * MS / 10;
        if (random.nextInt(100) < 5) {
          lostForward++;
        } else {
          int number = reflected++;
          if (random.nextInt(100) < 3) {
            lostBackward++;
          } else {
            long arrival = now + forward + backward;
            flying.add(new Flying(arrival, sequence, now, number, forward, backward));
            if (random.nextInt(50) == 0) {
              flying.add(new Flying(arrival + 7 * MS, sequence, now, number, forward, backward));
            }
          }
        }
      }
    }

    List<Settled> settled = heard.settled("p");
    assertThat(settled).as("seed %d", seed).hasSize(probes);
    assertThat(settled).extracting(Settled::sequence).doesNotHaveDuplicates();
    long unknown = settled.stream().filter(s -> s.fate() == LOST_UNKNOWN).count();
    long forward = settled.stream().filter(s -> s.fate() == LOST_FORWARD).count();
    long backward = settled.stream().filter(s -> s.fate() == LOST_BACKWARD).count();
    assertThat(forward + backward + unknown)
        .as("seed %d", seed)
        .isEqualTo(lostForward + lostBackward);
    assertThat(unknown).as("seed %d", seed).isLessThan(5);
    assertThat(Math.abs(forward - lostForward)).as("seed %d", seed).isLessThan(5);
  }
}
