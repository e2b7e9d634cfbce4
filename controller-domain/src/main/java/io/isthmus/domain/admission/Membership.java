package io.isthmus.domain.admission;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.reconcile.IntentService;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.topology.EdgeProfile;
import io.isthmus.domain.trust.Actor;
import io.isthmus.domain.trust.EdgeIdentity;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Whether others exchange packets with an edge: part of the intent, and kept to what the ledger of
 * identities says. Safe for any thread; idempotent.
 */
final class Membership {
  private final IntentService intents;
  private final IdentityBook book;
  private final Clock clock;

  Membership(IntentService intents, IdentityBook book, Clock clock) {
    this.intents = intents;
    this.book = book;
    this.clock = clock;
  }

  /** After what has just happened to the edge. */
  void settle(Actor actor, EdgeKey edge) {
    book.follow();
    book.newest(edge).ifPresent(identity -> settle(actor, identity));
  }

  /** All edges whose identities changed before this, where that was interrupted. */
  void settleAll(Instant before) {
    book.all().stream()
        .filter(identity -> identity.endedAt().orElse(identity.enrolledAt()).isBefore(before))
        .forEach(identity -> settle(Actor.SYSTEM, identity));
  }

  private void settle(Actor actor, EdgeIdentity identity) {
    EdgeKey edge = identity.edge();
    Instant now = clock.instant();
    BiFunction<Network, EdgeIdentity, List<Change>> changes =
        (network, of) -> standingOf(network, of, now);
    boolean differs =
        intents
            .snapshot()
            .findTenant(edge.tenant())
            .map(network -> !changes.apply(network, identity).isEmpty())
            .orElse(false);
    if (differs) {
      String summary =
          identity.isActive() ? "Admit edge " + edge.edge() : "Revoke edge " + edge.edge();
      intents.change(
          actor,
          edge.tenant(),
          summary,
          network ->
              book.newest(edge).map(newest -> changes.apply(network, newest)).orElse(List.of()));
    }
  }

  private static List<Change> standingOf(Network network, EdgeIdentity identity, Instant now) {
    Name edge = identity.edge().edge();
    if (!network.edges().containsKey(edge)) {
      return List.of();
    }
    EdgeProfile profile =
        Optional.ofNullable(network.profiles().get(edge))
            .map(Declared::value)
            .orElseGet(() -> EdgeProfile.unknown(edge));
    EdgeProfile after =
        switch (identity.state()) {
          case ACTIVE -> profile.admitted(now);
          case REVOKED -> profile.revoked(now);
          case SUPERSEDED, REMOVED -> profile;
        };
    return after.equals(profile) ? List.of() : List.of(new Change.Learn(after));
  }
}
