package io.isthmus.southbound.session;

import io.isthmus.domain.operation.TraceParent;
import io.isthmus.domain.plan.EdgePlan;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.southbound.api.v1.ConfigResult;
import io.isthmus.southbound.api.v1.ControllerMessage;
import io.isthmus.southbound.wire.WireConfig;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries plans to one edge: carries out what {@link ConfigSync} decides, has each push observed,
 * and records what became of it. Owned by one session.
 */
final class Delivery {
  private static final Logger log = LoggerFactory.getLogger(Delivery.class);

  private final EdgeSessions sessions;
  private final EdgeLink link;
  private final EdgeKey edge;
  private final EdgeSeat seat;
  private final ConfigSync sync;
  private final Consumer<JournalEntry.What> record;

  /** The update that is on its way. */
  private @Nullable Push push;

  /** Where the last update that was answered belongs. */
  private Optional<TraceParent> answered = Optional.empty();

  Delivery(
      EdgeSessions sessions,
      EdgeLink link,
      EdgeKey edge,
      EdgeSeat seat,
      ConfigSync sync,
      Consumer<JournalEntry.What> record) {
    this.sessions = sessions;
    this.link = link;
    this.edge = edge;
    this.seat = seat;
    this.sync = sync;
    this.record = record;
  }

  /** Whether something may be sent now. */
  boolean isFree() {
    return !sync.awaitsAnswer();
  }

  /** Sends the plan where the edge carries something else. Only while {@link #isFree}. */
  void offer(EdgePlan plan) {
    WireConfig newest = seat.wire(plan);
    act(sync.next(newest, sessions.nanoTime()));
    seat.remember(newest, sync.carried());
  }

  /** Sends the empty configuration. Only while {@link #isFree}. */
  void offerNothing() {
    act(sync.farewell(edge, sessions.nanoTime()));
  }

  /** What the edge said of an update, recorded. */
  void answered(ConfigResult result) {
    act(settled(result));
  }

  /** The same of an edge that exists no more: nobody wants to know. */
  void answeredInVain(ConfigResult result) {
    var unused = settled(result);
  }

  private ConfigSync.Step settled(ConfigResult result) {
    boolean awaited = sync.awaitsAnswer();
    ConfigSync.Step step = sync.answered(result, sessions.nanoTime());
    Push over = push;
    if (awaited && !sync.awaitsAnswer() && over != null) {
      over.answered(result);
      answered = over.trace();
      push = null;
    }
    return step;
  }

  private void act(ConfigSync.Step step) {
    switch (step) {
      case ConfigSync.Step.Rest _ -> {}
      case ConfigSync.Step.Send(var update) -> {
        Push begun =
            Push.begin(sessions.observer(), edge, sessions.trace(update.getRevision()), update);
        push = begun;
        link.send(ControllerMessage.newBuilder().setConfigUpdate(begun.update()).build());
      }
      case ConfigSync.Step.Confirmed(long revision) ->
          record.accept(new JournalEntry.What.Applied(revision, answered));
      case ConfigSync.Step.Failed failed -> {
        log.warn("edge {} refused revision {}: {}", edge, failed.revision(), failed.errors());
        record.accept(new JournalEntry.What.Refused(failed.revision(), failed.errors()));
      }
    }
  }

  /** The stream is over. */
  void lost() {
    Push open = push;
    if (open != null) {
      open.lost();
      push = null;
    }
  }

  /** The revision that should have been answered by now; empty when none is late. */
  OptionalLong overdueRevision(long nowNanos) {
    return sync.isOverdue(nowNanos) ? sync.awaitedRevision() : OptionalLong.empty();
  }

  /** When there is something to do though nothing happens; empty for never. */
  OptionalLong wakeAtNanos() {
    return sync.wakeAtNanos();
  }

  SessionCounts.State state() {
    if (sync.awaitsAnswer()) {
      return SessionCounts.State.AWAITING_ANSWER;
    }
    return sync.isRefused() ? SessionCounts.State.REFUSED : SessionCounts.State.IN_SYNC;
  }
}
