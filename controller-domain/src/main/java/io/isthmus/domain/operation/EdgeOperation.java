package io.isthmus.domain.operation;

import io.isthmus.domain.net.Name;
import java.time.Instant;
import java.util.List;

/**
 * One edge's part of an operation.
 *
 * @param errors why the edge refused; empty in every state but {@code FAILED}
 */
public record EdgeOperation(Name edge, State state, List<EdgeError> errors, Instant updatedAt) {
  /** How far the edge is. */
  public enum State {
    /** Not acknowledged yet: the edge is away, or busy applying. */
    PENDING,
    /** The edge carries this revision or a newer one. */
    SUCCEEDED,
    /** The edge refused and carries what it carried before. */
    FAILED,
    /** The edge was removed or revoked before it answered. */
    CANCELLED;

    public boolean isFinal() {
      return this != PENDING;
    }
  }

  public EdgeOperation {
    errors = List.copyOf(errors);
  }
}
