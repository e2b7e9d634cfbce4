package io.isthmus.domain.reconcile;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.Event;
import io.isthmus.domain.sla.SlaLog;
import io.isthmus.domain.sla.SlaViolation;
import io.isthmus.domain.steering.Choice;
import io.isthmus.domain.steering.ChoiceCause;
import io.isthmus.domain.steering.ChoiceLog;
import io.isthmus.domain.telemetry.PathState;
import io.isthmus.domain.topology.EdgeKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Writes an edge's notices to the logs, one after the other, within one step of the ledger. */
final class NoticeRecorder {
  private final EdgeKey edge;
  private final NoticeLedger.Cursor before;
  private final Optional<EdgeTerms> terms;
  private final SlaLog violations;
  private final ChoiceLog choices;
  private final WatchTally tally;
  private final Clock clock;
  private final List<Event> events = new ArrayList<>();
  private long sequence;
  private Instant newest;

  NoticeRecorder(
      EdgeKey edge,
      NoticeLedger.Cursor before,
      Optional<EdgeTerms> terms,
      SlaLog violations,
      ChoiceLog choices,
      WatchTally tally,
      Clock clock) {
    this.edge = edge;
    this.before = before;
    this.terms = terms;
    this.violations = violations;
    this.choices = choices;
    this.tally = tally;
    this.clock = clock;
    this.sequence = before.sequence();
    this.newest = before.newest();
  }

  void record(EdgeNotice notice) {
    Instant at = time(notice.at());
    UUID id = id(notice);
    switch (notice.what()) {
      case EdgeNotice.What.PathChanged changed -> pathChanged(changed, at);
      case EdgeNotice.What.SlaChanged changed -> slaChanged(changed, id, at);
      case EdgeNotice.What.Chosen chosen -> chosen(chosen, id, at);
      case EdgeNotice.What.Dropped(long count) ->
          tally.add(WatchCount.NOTICES_DROPPED_BY_EDGES, count);
      case EdgeNotice.What.Senseless _ -> tally.add(WatchCount.NOTICES_REFUSED, 1);
    }
    tally.add(WatchCount.NOTICES_RECORDED, 1);
    sequence = notice.sequence();
    newest = at;
  }

  /** What there is to tell of what was recorded. */
  List<Event> events() {
    return events;
  }

  NoticeLedger.Cursor cursor() {
    return new NoticeLedger.Cursor(before.bootId(), before.bootedAt(), sequence, newest);
  }

  /** Not measured is no news. */
  private void pathChanged(EdgeNotice.What.PathChanged changed, Instant at) {
    if (changed.state() != PathState.UNKNOWN) {
      List<Name> overlays = terms.map(known -> known.overlaysOn(changed.path())).orElse(List.of());
      events.add(WatchEvents.pathChanged(changed, overlays, at));
    }
  }

  private void slaChanged(EdgeNotice.What.SlaChanged changed, UUID id, Instant at) {
    SlaViolation violation =
        new SlaViolation(
            id,
            changed.trafficClass(),
            changed.destinationEdge(),
            changed.tunnel().overlay(),
            changed.tunnel().path(),
            changed.metric(),
            changed.value(),
            changed.threshold(),
            changed.carrying(),
            changed.halfRtt(),
            at,
            Optional.empty());
    switch (changed.verdict()) {
      case BROKEN -> {
        if (violations.begin(violation)) {
          tally.add(WatchCount.VIOLATIONS_BEGUN, 1);
          events.add(WatchEvents.broken(violation));
        }
      }
      case KEPT ->
          violations
              .end(violation, at)
              .ifPresent(ended -> {
                tally.add(WatchCount.VIOLATIONS_ENDED, 1);
                events.add(WatchEvents.restored(ended, changed));
              });
    }
  }

  private void chosen(EdgeNotice.What.Chosen chosen, UUID id, Instant at) {
    Choice choice =
        new Choice(
            id,
            edge,
            chosen.trafficClass(),
            chosen.destinationEdge(),
            chosen.members(),
            chosen.cause(),
            chosen.reason(),
            chosen.inputs(),
            chosen.decision(),
            chosen.revision(),
            chosen.reaction(),
            at);
    Optional<Choice> earlier = mayBeNews(choice) ? earlier(choice, at) : Optional.empty();
    choices.add(choice);
    tally.add(WatchCount.CHOICES, 1);
    earlier
        .filter(old -> isNews(old, choice))
        .ifPresent(old -> events.add(WatchEvents.rerouted(old, choice)));
  }

  /** Of what a request decided, its own event tells. */
  private static boolean mayBeNews(Choice choice) {
    return choice.cause() != ChoiceCause.REQUESTED;
  }

  /** The same tunnels are no news, nor is how an agent begins. */
  private boolean isNews(Choice earlier, Choice choice) {
    boolean begins =
        choice.cause() == ChoiceCause.POLICY && earlier.chosenAt().isBefore(before.bootedAt());
    return !begins && !tunnels(earlier).equals(tunnels(choice));
  }

  private Optional<Choice> earlier(Choice choice, Instant at) {
    ChoiceLog.Filter pair =
        new ChoiceLog.Filter(
            Optional.of(choice.trafficClass()),
            Optional.of(edge.edge()),
            Optional.of(choice.destinationEdge()),
            Optional.empty());
    return choices.inForceAt(edge.tenant(), pair, at).stream().findFirst();
  }

  private static Set<EdgeTerms.Tunnel> tunnels(Choice choice) {
    return choice.members().stream()
        .map(member -> new EdgeTerms.Tunnel(member.overlay(), member.path()))
        .collect(Collectors.toSet());
  }

  /** Later than all before, in the database's microseconds, so that the order of times is true. */
  private Instant time(Instant said) {
    Instant now = clock.instant();
    boolean credible = EdgeClock.isCredible(said, now, EdgeClock.OLDEST_NOTICE);
    if (!credible) {
      tally.add(WatchCount.CLOCKS_CORRECTED, 1);
    }
    Instant at = (credible ? said : now).truncatedTo(ChronoUnit.MICROS);
    return at.isAfter(newest) ? at : newest.plus(1, ChronoUnit.MICROS);
  }

  /** The same however often the notice comes. */
  private UUID id(EdgeNotice notice) {
    String name = edge + "\n" + before.bootId() + "\n" + notice.sequence();
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }
}
