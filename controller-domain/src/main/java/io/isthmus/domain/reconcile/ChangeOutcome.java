package io.isthmus.domain.reconcile;

import io.isthmus.domain.intent.Network;
import io.isthmus.domain.intent.NetworkDiff;
import io.isthmus.domain.operation.Operation;

/** What a request to change the intent came to. */
public sealed interface ChangeOutcome {
  /** The revision in which the intent is what was asked for. */
  long revision();

  /** The tenant's network after. */
  Network network();

  /** It was so already. */
  record Unchanged(long revision, Network network) implements ChangeOutcome {}

  /** It is durable, and on its way to the edges. */
  record Changed(long revision, Network network, NetworkDiff diff, Operation operation)
      implements ChangeOutcome {}
}
