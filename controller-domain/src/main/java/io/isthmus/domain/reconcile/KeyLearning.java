package io.isthmus.domain.reconcile;

import io.isthmus.domain.intent.Change;
import io.isthmus.domain.intent.Declared;
import io.isthmus.domain.intent.Network;
import io.isthmus.domain.net.Name;
import io.isthmus.domain.topology.EdgeKey;
import io.isthmus.domain.topology.EdgeProfile;
import io.isthmus.domain.topology.LinkKey;
import io.isthmus.domain.topology.PublicKey;
import io.isthmus.domain.trust.Actor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes intent of the public keys that edges tell. What is told while a change is made is learnt
 * together by the next, so that a thousand edges that come at once make a handful of revisions. For
 * one thread; whoever tells never waits for it.
 */
public final class KeyLearning {
  private static final int MOST_NAMED = 5;

  private final IntentService intents;
  private final EdgeFleet fleet;
  private final Clock clock;

  public KeyLearning(IntentService intents, EdgeFleet fleet, Clock clock) {
    this.intents = intents;
    this.fleet = fleet;
    this.clock = clock;
  }

  /** Waits until there is something to learn, or the time is over. */
  public void await(Duration most) throws InterruptedException {
    Map<EdgeKey, EdgeKeys> news = fleet.news();
    synchronized (news) {
      if (news.isEmpty()) {
        news.wait(most.toMillis());
      }
    }
  }

  /** Learns what was told. What the store does not take now is learnt by the next call. */
  public void learn() {
    Map<EdgeKey, EdgeKeys> news = fleet.news();
    SortedMap<Name, SortedMap<Name, EdgeKeys>> byTenant = new TreeMap<>();
    Map<EdgeKey, EdgeKeys> taken = new HashMap<>(news);
    taken.forEach((edge, keys) ->
        byTenant.computeIfAbsent(edge.tenant(), any -> new TreeMap<>()).put(edge.edge(), keys));
    EachTenant.attempt(
        byTenant.keySet(), tenant -> learn(tenant, byTenant.getOrDefault(tenant, new TreeMap<>())));
    taken.forEach(news::remove);
  }

  private void learn(Name tenant, SortedMap<Name, EdgeKeys> told) {
    boolean isNews =
        intents
            .snapshot()
            .findTenant(tenant)
            .map(network -> !changes(network, told).isEmpty())
            .orElse(false);
    if (isNews) {
      intents.change(actor(tenant, told), tenant, summary(told), network -> changes(network, told));
    }
  }

  /** What several have told is put together by the controller. */
  private static Actor actor(Name tenant, SortedMap<Name, EdgeKeys> told) {
    return told.size() == 1 ? Actor.edge(new EdgeKey(tenant, told.firstKey())) : Actor.SYSTEM;
  }

  private List<Change> changes(Network network, SortedMap<Name, EdgeKeys> told) {
    Instant now = clock.instant();
    Map<PublicKey, Name> owners = owners(network);
    List<Change> changes = new ArrayList<>();
    told.forEach((edge, keys) -> {
      if (network.edges().containsKey(edge)) {
        EdgeProfile before = network.profile(edge);
        EdgeProfile after = after(before, keys, owners, now);
        if (!after.equals(before)) {
          changes.add(new Change.Learn(after));
        }
      }
    });
    return changes;
  }

  private static EdgeProfile after(
      EdgeProfile before, EdgeKeys told, Map<PublicKey, Name> owners, Instant now) {
    List<LinkKey> own =
        told.keys().orElse(before.keys()).stream()
            .filter(key -> before.edge().equals(owners.getOrDefault(key.key(), before.edge())))
            .toList();
    own.forEach(key -> owners.putIfAbsent(key.key(), before.edge()));
    return before.told(own, told.stampPort().orElse(before.stampPort()), now);
  }

  /**
   * A key is whose it was first. With that of another, an edge could not read what is meant for the
   * other, but would keep it from arriving.
   */
  private static Map<PublicKey, Name> owners(Network network) {
    Map<PublicKey, Name> owners = new HashMap<>();
    for (Declared<EdgeProfile> declared : network.profiles().values()) {
      declared.value().keys().forEach(key -> owners.put(key.key(), declared.value().edge()));
    }
    return owners;
  }

  private static String summary(SortedMap<Name, EdgeKeys> told) {
    String names =
        told.keySet().stream().limit(MOST_NAMED).map(Name::value).collect(Collectors.joining(", "));
    int more = told.size() - MOST_NAMED;
    return "Learn the public keys of " + names + (more > 0 ? " and " + more + " more" : "");
  }
}
