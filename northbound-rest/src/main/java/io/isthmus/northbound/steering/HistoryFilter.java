package io.isthmus.northbound.steering;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.operation.DecisionLog;
import io.isthmus.domain.steering.ChoiceCause;
import io.isthmus.domain.steering.ChoiceLog;
import io.isthmus.domain.traffic.SteeringDecision;
import io.isthmus.northbound.steering.SteeringDecisionView.DecidedBy;
import java.time.Instant;
import java.util.Optional;

/**
 * What of the history is wanted; absent fields fit all.
 *
 * @param active in force now, or not any more
 * @param at in force then; not with {@code active}
 * @param from decided then or later
 * @param to decided before
 */
record HistoryFilter(
    Optional<Name> trafficClass,
    Optional<Name> sourceEdge,
    Optional<Name> destinationEdge,
    Optional<ChoiceCause> cause,
    Optional<DecidedBy> decidedBy,
    Optional<Boolean> active,
    Optional<Instant> at,
    Optional<Instant> from,
    Optional<Instant> to) {
  static final HistoryFilter NONE = of(Optional.empty(), Optional.empty(), Optional.empty());

  static HistoryFilter of(
      Optional<Name> trafficClass, Optional<Name> sourceEdge, Optional<Name> destinationEdge) {
    return new HistoryFilter(
        trafficClass,
        sourceEdge,
        destinationEdge,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  ChoiceLog.Filter ofChoices() {
    return new ChoiceLog.Filter(trafficClass, sourceEdge, destinationEdge, cause);
  }

  boolean wantsChoices() {
    return decidedBy.map(DecidedBy.EDGE::equals).orElse(true);
  }

  boolean wantsDecisions() {
    return decidedBy.map(DecidedBy.ORCHESTRATOR::equals).orElse(true);
  }

  boolean isTooOld(Instant decidedAt) {
    return from.map(decidedAt::isBefore).orElse(false);
  }

  boolean isWithin(Instant decidedAt) {
    return !isTooOld(decidedAt) && to.map(decidedAt::isBefore).orElse(true);
  }

  /** Whether the requested decision is wanted. */
  boolean fits(DecisionLog.Entry entry) {
    SteeringDecision decision = entry.decision();
    boolean inForce = entry.endedAt().isEmpty();
    return concerns(decision)
        && isWithin(decision.decidedAt())
        && cause.map(ChoiceCause.REQUESTED::equals).orElse(true)
        && active.map(wanted -> wanted == inForce).orElse(true)
        && at.map(instant -> wasInForce(entry, instant)).orElse(true);
  }

  private static boolean wasInForce(DecisionLog.Entry entry, Instant at) {
    return !entry.decision().decidedAt().isAfter(at)
        && entry.endedAt().map(ended -> ended.isAfter(at)).orElse(true);
  }

  /** Whether it covers any pair of edges that is asked for. */
  private boolean concerns(SteeringDecision decision) {
    boolean forth =
        isOpenOrSame(decision.sourceEdge(), sourceEdge)
            && isOpenOrSame(decision.destinationEdge(), destinationEdge);
    boolean back =
        decision.direction() == SteeringDecision.Direction.BOTH
            && isOpenOrSame(decision.sourceEdge(), destinationEdge)
            && isOpenOrSame(decision.destinationEdge(), sourceEdge);
    return forth || back;
  }

  private static boolean isOpenOrSame(Optional<Name> one, Optional<Name> other) {
    return one.isEmpty() || other.isEmpty() || one.equals(other);
  }
}
