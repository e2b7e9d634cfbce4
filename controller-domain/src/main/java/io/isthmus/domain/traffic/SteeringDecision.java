package io.isthmus.domain.traffic;

import io.isthmus.domain.net.InvalidValue;
import io.isthmus.domain.net.Name;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which overlays, with which weights, carry a class from edge to edge, instead of what the class's
 * policy would choose (paper: reroute from ON-1 to ON-2). The newest decision that covers a pair of
 * edges holds; a pair that none of its overlays joins follows the policy.
 *
 * @param sourceEdge where the packets enter the overlay; absent for every edge
 * @param destinationEdge where they leave it; absent for every edge
 * @param direction whether the answers, from destination to source, are meant too
 * @param overlays at least one, all among the class's own
 * @param reason the requester's words, for people; may be empty
 * @param hold whether the class may leave these overlays while the decision holds
 * @param expiresAt when the decision ends by itself; absent: when it is ended or superseded
 * @param revision the intent in which the decision took effect
 */
public record SteeringDecision(
    UUID id,
    Name trafficClass,
    Optional<Name> sourceEdge,
    Optional<Name> destinationEdge,
    Direction direction,
    List<WeightedOverlay> overlays,
    Cause cause,
    Hold hold,
    Optional<Instant> expiresAt,
    String reason,
    long revision,
    Instant decidedAt) {
  /** How firmly. */
  public enum Hold {
    /** These overlays rank first; a dynamic class leaves them when its objective is broken. */
    PREFER,
    /** Only a dead path is left. */
    PIN
  }

  /** Which way packets are steered. */
  public enum Direction {
    BOTH,
    SOURCE_TO_DESTINATION
  }

  /** Who decided. */
  public enum Cause {
    /** A request over the northbound API. */
    REQUESTED
  }

  public SteeringDecision {
    overlays = List.copyOf(overlays);
    if (overlays.isEmpty()) {
      throw new InvalidValue(
          "DECISION_WITHOUT_OVERLAY",
          "the decision for class %s names no overlay: name at least one".formatted(trafficClass));
    }
  }

  public SteeringDecision inRevision(long newRevision) {
    return new SteeringDecision(
        id,
        trafficClass,
        sourceEdge,
        destinationEdge,
        direction,
        overlays,
        cause,
        hold,
        expiresAt,
        reason,
        newRevision,
        decidedAt);
  }

  public boolean isOver(Instant now) {
    return expiresAt.isPresent() && !expiresAt.get().isAfter(now);
  }

  public boolean names(Name overlay) {
    return overlays.stream().anyMatch(entry -> entry.overlay().equals(overlay));
  }

  /** Whether packets of the class from one edge to the other are meant. */
  public boolean covers(Name from, Name to) {
    return fits(from, to) || direction == Direction.BOTH && fits(to, from);
  }

  private boolean fits(Name from, Name to) {
    return sourceEdge.map(from::equals).orElse(true)
        && destinationEdge.map(to::equals).orElse(true);
  }

  /** Whether this decision, being newer, leaves nothing of the other in force. */
  public boolean supersedes(SteeringDecision older) {
    return trafficClass.equals(older.trafficClass)
        && (isEverywhere()
            || sourceEdge.equals(older.sourceEdge)
                && destinationEdge.equals(older.destinationEdge)
                && (direction == Direction.BOTH || direction == older.direction));
  }

  private boolean isEverywhere() {
    return sourceEdge.isEmpty() && destinationEdge.isEmpty();
  }
}
