package io.isthmus.southbound.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.domain.operation.EventType;
import io.isthmus.domain.operation.Operation;
import io.isthmus.domain.reconcile.EdgeReport;
import io.isthmus.domain.reconcile.EdgeStatus;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.southbound.fake.TestController;
import java.time.Duration;
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
  private final EdgeJournal journal =
      new EdgeJournal(
          controller.fleet(),
          TestController.key("e1"),
          new Semaphore(1),
          tasks::add,
          new EdgeJournal.Listener() {
            @Override
            public void lost(EdgeKey edge, long epoch) {
              lost.add(epoch);
            }

            @Override
            public void idle(EdgeKey edge) {}
          },
          Duration.ZERO);

  @Test
  void failureIsTriedAgain() {
    controller.failRecording(9);

    write(1, connected());
    write(1, new JournalEntry.What.Applied(revision()));
    work();

    assertThat(controller.state(declared)).isEqualTo(Operation.State.SUCCEEDED);
    assertThat(lost).isEmpty();
  }

  @Test
  void lastingFailureIsGivenUpAndTold() {
    controller.failRecording(10);

    write(7, connected());
    write(7, new JournalEntry.What.Applied(revision()));
    work();

    assertThat(lost).containsExactly(7L);
    assertThat(journal.isIdle()).isTrue();
  }

  @Test
  void olderSessionIsFenced() {
    write(2, connected());
    write(1, new JournalEntry.What.Applied(revision()));
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

  private static JournalEntry.What connected() {
    return new JournalEntry.What.Connected(new EdgeReport("test", "", List.of(), List.of(), 0));
  }
}
