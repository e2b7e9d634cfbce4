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
   * A decision took effect. Data: decision, trafficClass, sourceEdge, destinationEdge, overlays,
   * cause, reason.
   */
  CLASS_REROUTED;

  /** The CloudEvents type: {@code io.isthmus.edge.connected}. */
  public String cloudEventsType() {
    return "io.isthmus." + name().toLowerCase(Locale.ROOT).replace('_', '.');
  }
}
