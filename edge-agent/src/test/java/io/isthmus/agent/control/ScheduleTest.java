package io.isthmus.agent.control;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final long MILLI = 1_000_000;

  private final RepairSchedule repairs = new RepairSchedule(0);

  @Test
  void aBurstIsWaitedForButNotForEver() {
    repairs.changed(0);
    assertThat(repairs.nextAt()).isEqualTo(30 * MILLI);

    for (int millis = 0; millis <= 190; millis += 10) {
      repairs.changed(millis * MILLI);
    }
    assertThat(repairs.nextAt()).isEqualTo(200 * MILLI);
  }

  @Test
  void withoutAChangeThereIsALookEveryMinute() {
    assertThat(repairs.nextAt()).isEqualTo(RepairSchedule.ROUTINE);
    repairs.foundGood(5);
    assertThat(repairs.nextAt()).isEqualTo(5 + RepairSchedule.ROUTINE);
  }

  @Test
  void whoeverUndoesRepairsAtOnceIsMetEverLater() {
    long now = 0;
    long lastWait = 0;
    for (int i = 0; i < 20; i++) {
      repairs.changed(now);
      long wait = repairs.nextAt() - now;
      assertThat(wait).isGreaterThanOrEqualTo(lastWait);
      lastWait = wait;
      now = repairs.nextAt();
      repairs.mended(now);
    }
    assertThat(lastWait).isEqualTo(RepairSchedule.MAX_PENALTY);
  }

  @Test
  void troubleAfterAPauseIsMetAtOnce() {
    for (int second = 1; second < 20; second++) {
      long now = second * 1_000 * MILLI;
      repairs.changed(now);
      assertThat(repairs.nextAt() - now).isEqualTo(30 * MILLI);
      repairs.mended(repairs.nextAt());
    }
  }

  @Test
  void aFailedRepairIsTriedAgain() {
    repairs.failed(0);
    assertThat(repairs.isChanged()).isTrue();
    assertThat(repairs.nextAt()).isLessThan(1_000 * MILLI);
  }

  @Test
  void backoffIsShortAtFirstAndNeverLong() {
    Backoff backoff = new Backoff(new Random(1));
    assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(100));
    for (int i = 0; i < 100; i++) {
      assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofSeconds(10));
    }
  }

  @Test
  void whoIsAwaitedLongIsMetWithinSecondsAndAskedSoonAgain() {
    Backoff backoff = new Backoff(new Random(1));
    List<Duration> waits = Stream.generate(backoff::unheard).limit(1_000).toList();

    assertThat(waits).allMatch(wait -> wait.compareTo(Duration.ofSeconds(3)) <= 0);
    // A thousand edges: no tenth of a second has more than twice its share of them.
    assertThat(
            waits.stream().skip(10).collect(groupingBy(wait -> wait.toMillis() / 100, counting())))
        .hasSizeGreaterThanOrEqualTo(30)
        .allSatisfy((tenth, edges) -> assertThat(edges).isLessThan(70));
    assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(100));
  }
}
