package io.isthmus.domain.operation;

import io.isthmus.domain.net.Name;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A change of the intent on its way to the edges, with a child per affected edge.
 *
 * @param summary what was asked for, for people
 * @param revision the revision that the change made
 * @param trace where it was asked for, when that is traced
 * @param edges in order of name; empty when no edge is affected
 */
public record Operation(
    UUID id,
    Name tenant,
    String summary,
    long revision,
    Instant createdAt,
    Optional<TraceParent> trace,
    List<EdgeOperation> edges) {
  /** Follows from the states of the children. */
  public enum State {
    /** No edge has answered yet. */
    PENDING,
    /** Some edges have answered, none has refused. */
    RUNNING,
    /** Every edge that still exists carries the change. */
    SUCCEEDED,
    /** At least one edge refused. */
    FAILED
  }

  public Operation {
    edges = List.copyOf(edges);
  }

  public State state() {
    if (edges.stream().anyMatch(edge -> edge.state() == EdgeOperation.State.FAILED)) {
      return State.FAILED;
    }
    long open = edges.stream().filter(edge -> !edge.state().isFinal()).count();
    if (open == 0) {
      return State.SUCCEEDED;
    }
    return open == edges.size() ? State.PENDING : State.RUNNING;
  }

  /** Whether every edge has answered, so that the state changes no more by this revision. */
  public boolean isDone() {
    return edges.stream().allMatch(edge -> edge.state().isFinal());
  }
}
