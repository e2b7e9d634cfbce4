package io.isthmus.domain.path;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.traffic.WeightedOverlay;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What carries a class from one edge to another, and why.
 *
 * @param overlays empty when nothing does and the packets are dropped
 * @param legs the same, tunnel by tunnel
 * @param decision the steering decision, where one is the basis
 */
public record Carriage(
    Name trafficClass,
    Name sourceEdge,
    Name destinationEdge,
    List<WeightedOverlay> overlays,
    List<Leg> legs,
    Basis basis,
    Optional<UUID> decision) {
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

  public Carriage {
    overlays = List.copyOf(overlays);
    legs = List.copyOf(legs);
  }
}
