package io.isthmus.domain.path;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.traffic.SteeringDecision.Hold;
import io.isthmus.domain.traffic.WeightedOverlay;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What carries a class from one edge to another, and why.
 *
 * @param overlays empty when nothing does and the packets are dropped
 * @param legs the same, tunnel by tunnel
 * @param candidates every tunnel that may carry the class, best rank first; holds every leg
 * @param decision the steering decision, where one is the basis
 * @param hold how firmly the decision is to be followed; {@code PREFER} without one
 */
public record Carriage(
    Name trafficClass,
    Name sourceEdge,
    Name destinationEdge,
    List<WeightedOverlay> overlays,
    List<Leg> legs,
    List<Candidate> candidates,
    Basis basis,
    Optional<UUID> decision,
    Hold hold) {
  /** Why these overlays. */
  public enum Basis {
    /** A steering decision names them. */
    DECISION,
    /** The class's policy chooses them. */
    POLICY,
    /** No overlay of the class joins the edges: it travels as the default class does. */
    FALL_BACK,
    /** No overlay joins the edges, and the packets are dropped. */
    DROPPED
  }

  /**
   * A tunnel and its share.
   *
   * @param weight 1-256, relative to the other legs
   */
  public record Leg(Tunnel tunnel, int weight) {}

  /**
   * A tunnel that may carry the class. Overlays of a decision share rank 0, since a decision splits
   * the flows among them; the others come in the order of the policy, one rank each.
   *
   * @param rank 0 first, without gaps
   * @param weight 1-256, relative to the others that may carry the class with it
   */
  public record Candidate(Tunnel tunnel, int rank, int weight) {}

  public Carriage {
    overlays = List.copyOf(overlays);
    legs = List.copyOf(legs);
    candidates = List.copyOf(candidates);
  }
}
