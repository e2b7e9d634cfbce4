package io.isthmus.domain.operation;

import io.isthmus.domain.net.Name;
import io.isthmus.domain.topology.EdgeKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;

/** Operations after they were created, which happens with the change itself. */
public interface OperationStore {
  Optional<Operation> find(Name tenant, UUID id);

  /**
   * Newest first.
   *
   * @param before only operations of a revision below this; {@code Long.MAX_VALUE} for all
   */
  List<Operation> list(Name tenant, long before, int limit);

  /** The same, only those with a part for the edge, which may be gone. */
  List<Operation> listOf(EdgeKey edge, long before, int limit);

  /** What waits for edges, of all tenants. */
  Open open();

  /** The same of one tenant. */
  Open openOf(Name tenant);

  /**
   * Operations that are not done.
   *
   * @param count how many
   * @param oldest when the oldest of them began
   */
  record Open(long count, Optional<Instant> oldest) {}

  /**
   * Where the newest operations of all tenants were asked for, by revision, as far as that was
   * traced.
   *
   * @param after only operations of a revision beyond this
   * @param most how many, the newest
   */
  SortedMap<Long, TraceParent> traces(long after, int most);

  /**
   * The edge carries the revision: its parts of operations of this revision succeed, and so do
   * pending parts of older ones. A part that failed in an older revision stays failed.
   *
   * @return operations that this finished
   */
  List<Operation> acknowledged(EdgeKey edge, long revision, Instant at);

  /**
   * Which of the edges that the revision's operation affects carry neither it nor a newer one, as
   * far as they have said.
   */
  Set<Name> behind(Name tenant, long revision);

  /**
   * The edge refused the revision: its pending parts of operations up to this revision fail.
   *
   * @return operations that this finished
   */
  List<Operation> refused(EdgeKey edge, long revision, List<EdgeError> errors, Instant at);
}
