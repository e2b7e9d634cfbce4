package io.isthmus.agent.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.southbound.api.v1.ClassWindow;
import io.isthmus.southbound.api.v1.EdgeMessage;
import io.isthmus.southbound.api.v1.EdgeNotice;
import io.isthmus.southbound.api.v1.PathChanged;
import io.isthmus.southbound.api.v1.PathWindow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacklogTest {

  private int woken;
  private final Backlog backlog = new Backlog(() -> woken++);

  private void notice(int number) {
    backlog.notice(number, PathChanged.newBuilder().setPathKey("p" + number).build());
  }

  private List<EdgeMessage> takeAll() {
    List<EdgeMessage> taken = new ArrayList<>();
    EdgeMessage next = backlog.next();
    while (next != null) {
      taken.add(next);
      next = backlog.next();
    }
    return taken;
  }

  private List<Long> sequences() {
    return takeAll().stream().map(m -> m.getNotice().getSequence()).toList();
  }

  @Test
  void noticesComeAgainOnEachStreamUntilTheyAreAcknowledged() {
    notice(1);
    notice(2);
    notice(3);
    assertThat(woken).isEqualTo(3);
    assertThat(sequences()).containsExactly(1L, 2L, 3L);
    assertThat(sequences()).isEmpty();

    backlog.acknowledged(2);
    notice(4);
    assertThat(sequences()).containsExactly(4L);

    backlog.rewind();
    assertThat(sequences()).containsExactly(3L, 4L);

    backlog.acknowledged(100);
    backlog.rewind();
    assertThat(sequences()).isEmpty();
    assertThat(backlog.waitingNotices()).isZero();
  }

  @Test
  void theOldestGoesWhenTooManyWaitAndIsCounted() {
    for (int i = 1; i <= Backlog.MAX_NOTICES + 25; i++) {
      notice(i);
    }

    List<EdgeMessage> taken = takeAll();
    assertThat(taken).hasSize(Backlog.MAX_NOTICES);
    EdgeNotice first = taken.getFirst().getNotice();
    assertThat(first.getDropped().getCount()).isEqualTo(26);
    assertThat(first.getSequence()).isEqualTo(26);
    assertThat(taken.get(1).getNotice().getPathChanged().getPathKey()).isEqualTo("p27");
    assertThat(backlog.droppedNotices()).isEqualTo(26);
  }

  @Test
  void whatWasToldToBeDroppedIsNotToldAgainAsMore() {
    for (int i = 1; i <= Backlog.MAX_NOTICES + 1; i++) {
      notice(i);
    }
    takeAll();

    notice(20_000);
    notice(20_001);
    backlog.rewind();

    List<EdgeNotice> told =
        takeAll().stream().map(EdgeMessage::getNotice).filter(EdgeNotice::hasDropped).toList();
    assertThat(told).extracting(n -> n.getDropped().getCount()).containsExactly(2L, 3L);
    assertThat(told).extracting(EdgeNotice::getSequence).isSorted().doesNotHaveDuplicates();
    assertThat(backlog.droppedNotices()).isEqualTo(5);
  }

  @Test
  void noticesAreBoundedByTheirSizeToo() {
    String reason = "x".repeat(1 << 16);
    for (int i = 0; i < 200; i++) {
      backlog.notice(i, PathChanged.newBuilder().setReason(reason).build());
    }

    assertThat(backlog.waitingNotices()).isBetween(60, 64);
    assertThat(takeAll().getLast().getNotice().getSequence()).isEqualTo(200);
  }

  @Test
  void aSecondIsOneMessage() {
    backlog.window(PathWindow.newBuilder().setPathKey("a").build());
    backlog.window(ClassWindow.newBuilder().setTrafficClass("voice").build());
    assertThat(takeAll()).isEmpty();

    backlog.closeBatch();
    backlog.closeBatch();

    List<EdgeMessage> taken = takeAll();
    assertThat(taken).hasSize(1);
    assertThat(taken.getFirst().getMeasurements().getPathsCount()).isEqualTo(1);
    assertThat(taken.getFirst().getMeasurements().getClassesCount()).isEqualTo(1);
  }

  @Test
  void measurementsThatNobodyTakesGoOldestFirstAndAreCounted() {
    for (int i = 0; i < Backlog.MAX_BATCHES + 7; i++) {
      backlog.window(PathWindow.newBuilder().setBeginMicros(i).build());
      backlog.window(PathWindow.newBuilder().setBeginMicros(i).build());
      backlog.closeBatch();
    }

    List<EdgeMessage> taken = takeAll();
    assertThat(taken).hasSize(Backlog.MAX_BATCHES);
    assertThat(taken.getFirst().getMeasurements().getPaths(0).getBeginMicros()).isEqualTo(7);
    assertThat(taken).allMatch(m -> m.getMeasurements().getDroppedWindows() == 14);
  }

  @Test
  void windowsAreBoundedWhereNobodyEndsTheSecond() {
    for (int i = 0; i < 10 * Backlog.MAX_WINDOWS; i++) {
      backlog.window(PathWindow.getDefaultInstance());
    }

    int kept = takeAll().stream().mapToInt(m -> m.getMeasurements().getPathsCount()).sum();
    assertThat(kept).isLessThanOrEqualTo(Backlog.MAX_WINDOWS);
  }
}
