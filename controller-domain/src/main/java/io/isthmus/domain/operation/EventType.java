package io.isthmus.domain.operation;

import java.util.Locale;

/** What there is to tell. Closed: a consumer may switch over it. */
public enum EventType {
  /** The intent has a new revision. Data: revision, operation, summary. */
  INTENT_CHANGED,
  /** Every edge answered and none refused. Data: operation, revision, summary, durationMs. */
  OPERATION_SUCCEEDED,
  /**
   * Every edge answered and some refused. Data: operation, revision, summary, edges with errors.
   */
  OPERATION_FAILED,
  /** An edge opened its stream. Data: edge, agentVersion, appliedRevision. */
  EDGE_CONNECTED,
  /** An edge's stream ended. Data: edge, reason. */
  EDGE_DISCONNECTED,
  /** An edge refused its configuration. Data: edge, revision, errors. */
  CONFIG_REFUSED,
  /**
   * Somebody changed an edge's data plane by hand, and the agent mended it. Data: edge, repaired,
   * repairMs, healed.
   */
  DRIFT_REPAIRED,
  /**
   * A class runs elsewhere. By a request, when the decision took effect: decision, operation,
   * revision, trafficClass, sourceEdge and destinationEdge where it names them, direction,
   * overlays, cause REQUESTED, reason. By an edge, once other tunnels carry it: choice, revision,
   * trafficClass, sourceEdge, destinationEdge, direction, overlays (none: it is dropped), cause,
   * reason, before and after (tunnels with weights), inputs (every candidate as it was judged),
   * reactionMs from the first sign, decision where one is followed.
   */
  CLASS_REROUTED,
  /**
   * A decision ended by itself. Data: decision, operation, revision, trafficClass, sourceEdge and
   * destinationEdge where it names them, direction, overlays, hold, reason, expiresAt.
   */
  DECISION_EXPIRED,
  /**
   * A path is dead: probes are lost on it while its remote edge is heard elsewhere, or cannot be
   * asked. Data: edge, localWanLink, remoteEdge, remoteWanLink, state, overlays that have a tunnel
   * on it, reason, detectionMs from the first lost probe.
   */
  PATH_DOWN,
  /** A path carries packets. Data as of {@link #PATH_DOWN}. */
  PATH_UP,
  /**
   * A remote edge is heard on no path: it is away, and no path is to blame. Data as of {@link
   * #PATH_DOWN}.
   */
  PATH_SILENT,
  /**
   * A tunnel breaks the objective of a class. Data: violation, trafficClass, sourceEdge,
   * destinationEdge, overlay, localWanLink, remoteEdge, remoteWanLink, metric, value and threshold
   * (not of a dead path), carrying (whether it carries the class now), halfRtt.
   */
  SLA_BROKEN,
  /**
   * A tunnel keeps the objective again, or is no longer judged. Data as of {@link #SLA_BROKEN}, and
   * beganAt, durationMs, reason; without value, threshold, carrying and halfRtt when it is no
   * longer judged.
   */
  SLA_RESTORED;

  /** The CloudEvents type: {@code io.isthmus.edge.connected}. */
  public String cloudEventsType() {
    return "io.isthmus." + name().toLowerCase(Locale.ROOT).replace('_', '.');
  }
}
