package io.isthmus.domain.intent;

import io.isthmus.domain.net.Name;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The intent of all tenants at one revision. Immutable.
 *
 * @param tenants by name
 */
public record NetworkSnapshot(long revision, SortedMap<Name, Network> tenants, Cursors cursors) {
  public NetworkSnapshot {
    tenants = Collections.unmodifiableSortedMap(new TreeMap<>(tenants));
  }

  public Optional<Network> findTenant(Name tenant) {
    return Optional.ofNullable(tenants.get(tenant));
  }

  /** The snapshot in which one tenant's network is another. */
  public NetworkSnapshot with(long newRevision, Network network, Cursors newCursors) {
    SortedMap<Name, Network> changed = new TreeMap<>(tenants);
    changed.put(network.tenant(), network);
    return new NetworkSnapshot(newRevision, changed, newCursors);
  }

  /** The snapshot without one tenant. */
  public NetworkSnapshot without(long newRevision, Name tenant) {
    SortedMap<Name, Network> changed = new TreeMap<>(tenants);
    changed.remove(tenant);
    return new NetworkSnapshot(newRevision, changed, cursors);
  }
}
