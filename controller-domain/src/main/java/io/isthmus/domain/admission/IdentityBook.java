package io.isthmus.domain.admission;

import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.trust.EdgeIdentity;
import io.isthmus.domain.trust.Fingerprint;
import io.isthmus.domain.trust.IdentityStore;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The newest identity of every edge, in memory, following the ledger. Safe for any thread; one at a
 * time takes over changes, in their order.
 */
final class IdentityBook {
  private final IdentityStore store;
  private final Clock clock;
  private final Map<EdgeKey, EdgeIdentity> newest = new ConcurrentHashMap<>();
  private final Map<UUID, Instant> proven = new ConcurrentHashMap<>();
  private final List<IdentityListener> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock following = new ReentrantLock();

  /** Guarded by {@code following}. */
  private long seen;

  IdentityBook(IdentityStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
    store.newestIdentities().forEach(this::learn);
  }

  void listen(IdentityListener listener) {
    listeners.add(listener);
  }

  Optional<EdgeIdentity> newest(EdgeKey edge) {
    return Optional.ofNullable(newest.get(edge));
  }

  Collection<EdgeIdentity> all() {
    return newest.values();
  }

  /** Takes over what changed, and tells of what ended. */
  void follow() {
    following.lock();
    try {
      for (EdgeIdentity identity : store.changedAfter(seen)) {
        learn(identity);
        tell(identity);
      }
    } finally {
      following.unlock();
    }
  }

  private void learn(EdgeIdentity identity) {
    seen = Math.max(seen, identity.change());
    newest.merge(identity.edge(), identity, IdentityBook::newer);
  }

  /** An edge has one identity at most that is in force; clocks of replicas may differ. */
  private static EdgeIdentity newer(EdgeIdentity known, EdgeIdentity other) {
    if (known.id().equals(other.id())) {
      return other.change() >= known.change() ? other : known;
    }
    if (known.isActive() != other.isActive()) {
      return known.isActive() ? known : other;
    }
    return other.enrolledAt().isBefore(known.enrolledAt()) ? known : other;
  }

  /**
   * An edge that was removed is told to carry nothing before its stream ends, which is the fleet's
   * to do.
   */
  private void tell(EdgeIdentity identity) {
    switch (identity.state()) {
      case REVOKED, SUPERSEDED -> listeners.forEach(listener -> listener.ended(identity));
      case ACTIVE, REMOVED -> {}
    }
  }

  Standing check(EdgeKey edge, BigInteger serial, Fingerprint key) {
    Optional<EdgeIdentity> known = newest(edge).filter(identity -> knows(identity, serial, key));
    if (known.isEmpty()) {
      follow();
      known = newest(edge).filter(identity -> knows(identity, serial, key));
    }
    if (known.isEmpty()) {
      known =
          store.identities(edge).stream()
              .filter(identity -> knows(identity, serial, key))
              .findFirst();
    }
    return known
        .map(identity -> judge(identity, serial))
        .orElseGet(() ->
            notInForce(
                Refusal.IDENTITY_UNKNOWN,
                "the ledger has no certificate %s of edge %s: enrol the edge with a new token"
                    .formatted(serial.toString(16), edge)));
  }

  private Standing judge(EdgeIdentity identity, BigInteger serial) {
    Optional<Standing> ended = ended(identity);
    if (ended.isPresent()) {
      return ended.get();
    }
    Instant now = clock.instant();
    Instant end = identity.find(serial).orElseThrow().notAfter();
    if (!end.isAfter(now)) {
      return notInForce(
          Refusal.CERTIFICATE_EXPIRED,
          "the certificate of edge %s expired at %s: ask for another with it"
              .formatted(identity.edge(), end));
    }
    if (identity.provenAt().isEmpty()) {
      proven.putIfAbsent(identity.id(), now);
    }
    return new Standing.InForce(identity);
  }

  /** Why it counts no more; empty while it is in force. */
  static Optional<Standing> ended(EdgeIdentity identity) {
    return switch (identity.state()) {
      case ACTIVE -> Optional.empty();
      case SUPERSEDED ->
          Optional.of(
              notInForce(
                  Refusal.IDENTITY_SUPERSEDED,
                  "edge %s has enrolled anew since".formatted(identity.edge())));
      case REVOKED ->
          Optional.of(
              notInForce(
                  Refusal.IDENTITY_REVOKED,
                  "edge %s is revoked: a new enrolment token lets it in again"
                      .formatted(identity.edge())));
      case REMOVED ->
          Optional.of(
              notInForce(
                  Refusal.EDGE_UNKNOWN,
                  "edge %s was removed: declare it and enrol it with a new token"
                      .formatted(identity.edge())));
    };
  }

  private static Standing notInForce(Refusal reason, String message) {
    return new Standing.NotInForce(reason, message);
  }

  private static boolean knows(EdgeIdentity identity, BigInteger serial, Fingerprint key) {
    return identity.find(serial).filter(known -> known.key().equals(key)).isPresent();
  }

  /** Writes which identities have been presented; a database that is away is tried again. */
  void flush() {
    Map<UUID, Instant> taken = new HashMap<>(proven);
    if (taken.isEmpty()) {
      return;
    }
    store.proven(taken);
    newest.replaceAll((edge, identity) ->
        taken.containsKey(identity.id()) && identity.provenAt().isEmpty()
            ? identity.proven(taken.get(identity.id()))
            : identity);
    taken.forEach(proven::remove);
  }
}
