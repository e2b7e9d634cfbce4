package io.isthmus.domain.reconcile;

import io.isthmus.domain.topology.LinkKey;
import java.util.List;
import java.util.Optional;

/**
 * What an edge tells of how to reach it.
 *
 * @param keys all of its public keys; absent when it said nothing of keys
 * @param stampPort UDP port of its reflector; absent when it said nothing of that
 */
public record EdgeKeys(Optional<List<LinkKey>> keys, Optional<Integer> stampPort) {
  public EdgeKeys {
    keys = keys.map(List::copyOf);
  }
}
