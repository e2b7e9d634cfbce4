package io.isthmus.domain.reconcile;

import io.isthmus.domain.operation.EdgeError;
import io.isthmus.domain.topology.EdgeKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How an edge is, as far as this controller knows.
 *
 * @param since when the connection last changed; absent when the edge was never seen
 * @param plannedRevision of the configuration that the edge should carry
 * @param appliedRevision of the one that it said it carries; 0 when unknown or none
 * @param errors why it refused, in state {@code REFUSED}
 * @param report its last hello
 * @param agentRssBytes resident memory of the agent; 0 when unknown
 * @param driftRepairs times that the agent mended its data plane since it connected
 */
public record EdgeStatus(
    EdgeKey edge,
    Connection connection,
    Optional<Instant> since,
    long plannedRevision,
    long appliedRevision,
    ConfigState configState,
    List<EdgeError> errors,
    Optional<EdgeReport> report,
    long agentRssBytes,
    int driftRepairs) {
  /** Whether the edge's stream is open. */
  public enum Connection {
    CONNECTED,
    DISCONNECTED
  }

  /** Whether the edge carries what it should. */
  public enum ConfigState {
    /** It said nothing yet. */
    UNKNOWN,
    /** It was sent, or will be. */
    PENDING,
    /** It carries the planned revision. */
    IN_SYNC,
    /** It refused and carries an older one. */
    REFUSED
  }

  /** An edge that was never seen. */
  static EdgeStatus unknown(EdgeKey edge) {
    return new EdgeStatus(
        edge,
        Connection.DISCONNECTED,
        Optional.empty(),
        0,
        0,
        ConfigState.UNKNOWN,
        List.of(),
        Optional.empty(),
        0,
        0);
  }

  EdgeStatus connected(EdgeReport hello, Instant at) {
    return new EdgeStatus(
        edge,
        Connection.CONNECTED,
        Optional.of(at),
        plannedRevision,
        hello.appliedRevision(),
        ConfigState.PENDING,
        List.of(),
        Optional.of(hello),
        0,
        0);
  }

  EdgeStatus disconnected(Instant at) {
    return new EdgeStatus(
        edge,
        Connection.DISCONNECTED,
        Optional.of(at),
        plannedRevision,
        appliedRevision,
        configState,
        errors,
        report,
        0,
        driftRepairs);
  }

  EdgeStatus applied(long revision) {
    return new EdgeStatus(
        edge,
        connection,
        since,
        plannedRevision,
        revision,
        ConfigState.IN_SYNC,
        List.of(),
        report,
        agentRssBytes,
        driftRepairs);
  }

  EdgeStatus refused(List<EdgeError> why) {
    return new EdgeStatus(
        edge,
        connection,
        since,
        plannedRevision,
        appliedRevision,
        ConfigState.REFUSED,
        why,
        report,
        agentRssBytes,
        driftRepairs);
  }

  EdgeStatus drifted() {
    return new EdgeStatus(
        edge,
        connection,
        since,
        plannedRevision,
        appliedRevision,
        configState,
        errors,
        report,
        agentRssBytes,
        driftRepairs + 1);
  }

  EdgeStatus withAgentRss(long bytes) {
    return new EdgeStatus(
        edge,
        connection,
        since,
        plannedRevision,
        appliedRevision,
        configState,
        errors,
        report,
        bytes,
        driftRepairs);
  }

  EdgeStatus planned(long revision, ConfigState state) {
    return new EdgeStatus(
        edge,
        connection,
        since,
        revision,
        appliedRevision,
        state,
        errors,
        report,
        agentRssBytes,
        driftRepairs);
  }
}
