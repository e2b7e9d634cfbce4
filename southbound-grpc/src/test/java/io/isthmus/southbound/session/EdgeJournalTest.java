package io.isthmus.southbound.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.operation.EventType;
import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.reconcile.EdgeNotice;
import io.isthmus.domain.reconcile.EdgeReport;
import io.isthmus.domain.reconcile.EdgeStatus;
import io.isthmus.domain.reconcile.WatchCount;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.southbound.fake.TestController;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class EdgeJournalTest {
  private final TestController controller = new TestController();
  private final Optional<Operation> declared = controller.declareEdges(1);
  private final List<Runnable> tasks = new ArrayList<>();
  private final List<Long> lost = new ArrayList<>();
  private final List<Long> acknowledged = new ArrayList<>();
  private final EdgeJournal journal =
      new EdgeJournal(
          controller.fleet(),
          controller.watch(),
          TestController.key("e1"),
          new Semaphore(1),
          tasks::add,
          new EdgeJournal.Listener() {
            @Override
            public void lost(EdgeKey edge, long epoch) {
              lost.add(epoch);
            }

            @Override
            public void noticed(EdgeKey edge, long epoch, long sequence) {
              acknowledged.add(sequence);
            }

            @Override
            public void idle(EdgeKey edge) {}
          },
          Duration.ZERO);

  @Test
  void failureIsTriedAgain() {
    controller.failRecording(9);

    write(1, connected());
    write(1, new JournalEntry.What.Applied(revision(), Optional.empty()));
    work();

    assertThat(controller.state(declared)).isEqualTo(Operation.State.SUCCEEDED);
    assertThat(lost).isEmpty();
  }

  @Test
  void lastingFailureIsGivenUpAndTold() {
    controller.failRecording(10);

    write(7, connected());
    write(7, new JournalEntry.What.Applied(revision(), Optional.empty()));
    work();

    assertThat(lost).containsExactly(7L);
    assertThat(journal.isIdle()).isTrue();
  }

  @Test
  void olderSessionIsFenced() {
    write(2, connected());
    write(1, new JournalEntry.What.Applied(revision(), Optional.empty()));
    write(1, connected());
    write(1, new JournalEntry.What.Disconnected("late"));
    work();

    assertThat(controller.status("e1").connection()).isEqualTo(EdgeStatus.Connection.CONNECTED);
    assertThat(controller.state(declared)).isEqualTo(Operation.State.PENDING);
    assertThat(controller.events(EventType.EDGE_CONNECTED)).isEqualTo(1);
  }

  @Test
  void waitingAnswersAreMergedIntoTheNewest() {
    write(1, connected());
    for (int i = 0; i < 10 * EdgeJournal.MOST_WAITING; i++) {
      assertThat(write(1, new JournalEntry.What.Alive(i))).isTrue();
    }
    work();

    assertThat(controller.status("e1").agentRssBytes())
        .isEqualTo(10L * EdgeJournal.MOST_WAITING - 1);
  }

  @Test
  void journalIsBoundedButTakesTheEnd() {
    write(1, connected());
    boolean accepted = true;
    for (int i = 0; i < EdgeJournal.MOST_WAITING; i++) {
      accepted = write(1, new JournalEntry.What.Refused(i, List.of()));
    }

    assertThat(accepted).isFalse();
    assertThat(write(1, new JournalEntry.What.Disconnected("full"))).isTrue();
  }

  @Test
  void noticesAreRecordedTogetherAndAcknowledgedAfter() {
    write(1, connected());
    for (int i = 1; i <= 3; i++) {
      write(1, noticed(i));
    }
    assertThat(acknowledged).isEmpty();
    work();

    assertThat(acknowledged).containsExactly(3L);
    assertThat(controller.watch().count(WatchCount.NOTICES_RECORDED)).isEqualTo(3);
  }

  @Test
  void noticesWaitForTheStoreAndNoneIsLost() {
    write(1, connected());
    work();
    controller.failRecording(5);
    write(1, noticed(1));
    write(1, new JournalEntry.What.Alive(1));
    write(1, noticed(2));
    work();

    assertThat(acknowledged).containsExactly(1L, 2L);
    assertThat(lost).isEmpty();
  }

  @Test
  void afterALostNoticeNoneIsRecordedUntilTheEdgeSendsAllAgain() {
    write(1, connected());
    work();
    controller.failRecording(10);
    write(1, noticed(1));
    write(1, new JournalEntry.What.Alive(1));
    write(1, noticed(2));
    work();
    assertThat(lost).containsExactly(1L);
    assertThat(acknowledged).isEmpty();

    write(2, connected());
    write(2, noticed(1));
    write(2, noticed(2));
    work();

    assertThat(acknowledged).containsExactly(2L);
    assertThat(controller.watch().count(WatchCount.NOTICES_RECORDED)).isEqualTo(2);
  }

  @Test
  void allThatAnEdgeKeepsFits() {
    write(1, connected());
    for (int i = 1; i <= EdgeJournal.MOST_NOTICES; i++) {
      assertThat(write(1, noticed(i))).isTrue();
    }
    assertThat(write(1, noticed(EdgeJournal.MOST_NOTICES + 1))).isFalse();
    assertThat(write(1, new JournalEntry.What.Applied(revision(), Optional.empty()))).isTrue();
    work();

    assertThat(acknowledged).last().isEqualTo((long) EdgeJournal.MOST_NOTICES);
    assertThat(controller.state(declared)).isEqualTo(Operation.State.SUCCEEDED);
  }

  @Test
  void nothingIsRecordedOfAnEdgeThatIsGone() {
    write(1, connected());
    controller.change(
        new io.isthmus.domain.intent.Change.Remove(
            io.isthmus.domain.intent.Kind.EDGE, io.isthmus.domain.net.Name.of("e1")));
    work();

    assertThat(controller.events(EventType.EDGE_CONNECTED)).isZero();
  }

  private boolean write(long epoch, JournalEntry.What what) {
    return journal.write(new JournalEntry(epoch, what));
  }

  private void work() {
    while (!tasks.isEmpty()) {
      tasks.removeFirst().run();
    }
  }

  private long revision() {
    return controller.plan("e1").revision();
  }

  private static JournalEntry.What noticed(long sequence) {
    return new JournalEntry.What.Noticed(
        new EdgeNotice(sequence, Instant.now(), new EdgeNotice.What.Dropped(1)));
  }

  private static JournalEntry.What connected() {
    return new JournalEntry.What.Connected(
        new EdgeReport("test", "", List.of(), EdgeReport.WireGuard.UNKNOWN, List.of(), 0),
        "boot-1");
  }
}
